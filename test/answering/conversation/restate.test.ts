import { describe, expect, it } from 'vitest'
import { leanedOnBy } from '../../../src/answering/conversation/leaning.ts'
import { restate } from '../../../src/answering/conversation/restate.ts'
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
    ['what about FinalMLP?', 'what data does TAROT use?', 'what data does FinalMLP use?'],
    ['and how about AutoInt', 'what data does it use?', 'what data does AutoInt use?'],
    ['same for HSTU', 'what data does the second one use?', 'what data does HSTU use?'],
    ['and the third?', 'what data does the second one use?', 'what data does the third use?'],
    ['what about the second one?', 'which of these have code?', 'the second one have code?'],
    ['why?', 'is TAROT robust?', 'why: is TAROT robust?'],
  ])('%s after "%s"', (line, before, question) => {
    expect(restate(line, [turn(before, 'a')]).question).toBe(question)
  })

  it('in another manner asks the same once more', () => {
    const before = turn('what is TAROT?', 'a')
    expect(restate('shorter', [turn(undefined, 'b'), before])).toEqual({
      question: 'what is TAROT?',
      manner: { length: 'short' },
      again: before,
    })
  })

  it.each([
    'what about the effect of batch size on accuracy in large networks?',
    'what about diffusion models?',
    'what is HSTU?',
    'for which tasks is it good?',
  ])('stays as it is: %s', (line) => {
    expect(restate(line, [turn('what is TAROT?', 'a')])).toEqual({ question: line, manner: {} })
  })

  it.each(['shorter', 'what about HSTU?', 'why?', 'and the second?', 'in German'])(
    'has nothing to lean on in a new conversation: %s',
    (line) => {
      expect(restate(line, [])).toEqual({ question: line, manner: {} })
      expect(restate(line, [turn(undefined, 'a')])).toEqual({ question: line, manner: {} })
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
    expect(leanedOnBy('ada', history).map(({ papers }) => papers[0])).toEqual(['t', 'd', 'h'])
    expect(leanedOnBy('bob', history).map(({ papers }) => papers[0])).toEqual(['d', 'h', 't'])
  })

  it('and who joins leans on the latest', () => {
    expect(leanedOnBy('eve', history)).toEqual(history)
  })
})
