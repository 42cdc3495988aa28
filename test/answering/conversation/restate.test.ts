import { describe, expect, it } from 'vitest'
import { orderByAsker } from '../../../src/answering/conversation/leaning.ts'
import { restate, withoutInterjections } from '../../../src/answering/conversation/restate.ts'
import type { Turn } from '../../../src/store/store.ts'

const turn = (question: string | undefined, ...papers: string[]): Turn => ({
  id: `${question}`,
  conversation: 'here',
  person: 'ada',
  at: new Date(0),
  line: 'typed',
  answer: '',
  papers,
  claims: [],
  ...(question !== undefined && { question }),
})

describe('a follow-up without a model', () => {
  it.each([
    ['and the third?', 'what data does the second one use?', 'what data does the third use?'],
    ['what about the second one?', 'which of these have code?', 'the second one have code?'],
    ['why?', 'is TAROT robust?', 'why: is TAROT robust?'],
  ])('%s after "%s"', (line, before, question) => {
    expect(restate(line, [turn(before, 'a')]).question).toBe(question)
  })

  it.each([
    ['what about FinalMLP?', 'what data does TAROT use?', 'FinalMLP', 'what data does FinalMLP use?'],
    ['and how about autoint', 'what data does it use?', 'autoint', 'what data does autoint use?'],
    ['same for HSTU', 'what data does the second one use?', 'HSTU', 'what data does HSTU use?'],
    ['and SDIM?', 'is TAROT robust?', 'SDIM', 'is SDIM robust?'],
    ['what about HSTU?', 'which papers are about ads?', 'HSTU', 'what is HSTU?'],
  ])('%s after "%s" asks the same of another paper', (line, before, name, question) => {
    expect(restate(line, [turn(before, 'a')]).other).toEqual({ name, question })
  })

  it.each([
    ['back to the deepfake paper: does it use llava?', 'does the deepfake paper use llava?'],
    ['what about playlists - what do they reveal?', 'what do playlists reveal?'],
  ])('names what it is about: %s', (line, question) => {
    expect(restate(line, [turn('what is TAROT?', 'a')])).toEqual({ question, style: {}, alone: true })
  })

  it.each([
    ['ok, and the data?', 'and the data?'],
    ['no, i mean the search', 'the search'],
    ['thanks! how fast is it', 'how fast is it'],
    ['Nice.', 'Nice.'],
    ['how fast is it', 'how fast is it'],
  ])('is read without what is said before it: %s', (line, rest) => {
    expect(withoutInterjections(line)).toBe(rest)
  })

  it('in another style asks the same once more', () => {
    const before = turn('what is TAROT?', 'a')
    expect(restate('shorter', [turn(undefined, 'b'), before])).toEqual({
      question: 'what is TAROT?',
      style: { length: 'short' },
      again: before,
    })
  })

  it.each([
    'what about the effect of batch size on accuracy in large networks?',
    'what about diffusion models?',
    'what is HSTU?',
    'for which tasks is it good?',
  ])('stays as it is: %s', (line) => {
    expect(restate(line, [turn('what is TAROT?', 'a')])).toMatchObject({ question: line, style: {} })
  })

  it.each(['shorter', 'what about HSTU?', 'why?', 'and the second?', 'in German'])(
    'has nothing to lean on in a new conversation: %s',
    (line) => {
      expect(restate(line, [])).toEqual({ question: line, style: {} })
      expect(restate(line, [turn(undefined, 'a')])).toEqual({ question: line, style: {} })
    },
  )
})

describe('two people in one conversation', () => {
  const history = [
    { ...turn('what is DIN?', 'd'), person: 'bob' },
    turn('what is TAROT?', 't'),
    { ...turn('what is HSTU?', 'h'), person: 'bob' },
  ]
  it('each lean on their own turns first', () => {
    expect(orderByAsker('ada', history).map(({ papers }) => papers[0])).toEqual(['t', 'd', 'h'])
    expect(orderByAsker('bob', history).map(({ papers }) => papers[0])).toEqual(['d', 'h', 't'])
  })

  it('and who joins leans on the latest', () => {
    expect(orderByAsker('eve', history)).toEqual(history)
  })
})
