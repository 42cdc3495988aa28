import { describe, expect, it } from 'vitest'
import { leansOnNothing, papersPointedAt } from '../../../src/answering/conversation/follow-up.ts'
import type { Turn } from '../../../src/store/store.ts'

const turnAbout = (...papers: string[]): Turn => ({
  id: papers.join('-'),
  conversation: 'here',
  person: 'ada',
  at: new Date(0),
  line: 'ask',
  answer: '',
  papers,
  claims: [],
})
const history = [turnAbout('a', 'b', 'c'), turnAbout('x', 'y')]
const pointedAt = (question: string, turns = history) => {
  const pointed = papersPointedAt(question, turns)
  return pointed?.kind === 'papers' && pointed.how !== 'hardly' ? pointed.papers : undefined
}
const howSure = (question: string) => {
  const pointed = papersPointedAt(question, history)
  return pointed?.kind === 'papers' ? pointed.how : undefined
}

describe('papersPointedAt', () => {
  it.each([
    ['what does the first one propose?', 'a'],
    ['Tell me more about the 2nd paper', 'b'],
    ['and the second?', 'b'],
    ['explain the former', 'a'],
    ['what of the latter', 'b'],
    ['which data does number 3 use', 'c'],
    ['summarise #2', 'b'],
    ['what about paper 1?', 'a'],
    ['the third of these, what is it', 'c'],
  ])('picks the paper by its place: %s', (question, paper) => {
    expect(pointedAt(question)).toEqual([paper])
  })

  it('knows that a list has no such place', () => {
    const beyond = { kind: 'beyond', place: 5, length: 3 }
    expect(papersPointedAt('and the fifth one?', history)).toEqual(beyond)
  })

  it.each([
    'which data does it use?',
    'How do they compare?',
    'what is the code of this paper?',
    'which of these is faster?',
    'And how large is the model?',
    'What about its limits?',
  ])('points at all papers of the last turn: %s', (question) => {
    expect(pointedAt(question)).toEqual(['a', 'b', 'c'])
  })

  it.each([
    'What is TAROT?',
    'Which papers use graphs?',
    'Which method was the first to propose attention?',
    'What is the first step of TAROT?',
    'is a second pass over data needed for HSTU',
    'does paper 10 exist',
    '',
  ])('does not point back: "%s"', (question) => {
    expect(pointedAt(question)).toBeUndefined()
  })

  it('is sure of words that mean nothing by themselves, less so of those that may mean the question’s own', () => {
    expect(howSure('what data does it use?')).toBe('surely')
    expect(howSure('the second one?')).toBe('surely')
    expect(howSure('how do models weigh their inputs?')).toBe('maybe')
  })

  it.each([
    ['what about the second one?', ['b']],
    ['and the first?', ['a']],
    ['which of these is faster?', ['a', 'b', 'c']],
    ['do those papers share code?', ['a', 'b', 'c']],
    ['which data does it use?', ['z']],
    ['what do they propose?', ['z']],
  ])('knows the list from the one paper spoken of since: %s', (question, papers) => {
    expect(pointedAt(question, [turnAbout('z'), ...history])).toEqual(papers)
  })

  it('means by both the two papers that were mentioned last', () => {
    expect(pointedAt('do both need labels?')).toEqual(['x', 'y'])
    expect(pointedAt('do both need labels?', [turnAbout('z'), turnAbout('y'), ...history])).toEqual([
      'z',
      'y',
    ])
  })

  it('compares what was mentioned one after another, where no list was shown', () => {
    const turns = [turnAbout('z'), turnAbout('z'), turnAbout('y')]
    expect(pointedAt('which one is newer?', turns)).toEqual(['z', 'y'])
    expect(pointedAt('which one is newer?')).toEqual(['a', 'b', 'c'])
    expect(howSure('which one is newer?')).toBe('surely')
    expect(howSure('which one was trained on images?')).toBe('maybe')
  })

  it('skips turns that showed no papers', () => {
    expect(pointedAt('what data does it use?', [turnAbout(), turnAbout('x')])).toEqual(['x'])
  })

  it('has nothing to point at in a new conversation', () => {
    expect(pointedAt('what data does it use?', [])).toBeUndefined()
    expect(pointedAt('the second one?', [turnAbout()])).toBeUndefined()
  })
})

describe('a question in a new conversation', () => {
  it.each([
    'which method cuts parameters by 91%?',
    'which model is 3 times faster?',
    'which one has 7B parameters?',
  ])('says enough where it holds an amount: %s', (question) =>
    expect(leansOnNothing(question, [])).toBe(false),
  )

  it.each([
    'which data sets?',
    'what are the results?',
    'is its accuracy above 90%?',
    'what about number 2?',
  ])('leans on what was never shown: %s', (question) => expect(leansOnNothing(question, [])).toBe(true))
})
