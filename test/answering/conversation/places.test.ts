import { describe, expect, it } from 'vitest'
import { lastSpoken, placeIn } from '../../../src/answering/conversation/places.ts'
import { turnOf } from '../../contracts/store-turns.ts'

const showing = (...lists: readonly (readonly string[])[]) =>
  lists.map((papers, index) => turnOf(`${index}`, 0, { papers }))
/** A list of four, and since then a question about its second paper. */
const history = showing(['b'], ['a', 'b', 'c', 'd'], ['z'])

describe('a place in what was shown', () => {
  it.each([
    ['what does the first one propose?', ['a']],
    ['and the third?', ['c']],
    ['number two, what does it do', ['b']],
    ['what about #4', ['d']],
    ['the second works with which models?', ['b']],
    ['which data does the last one use?', ['d']],
    ['explain the former', ['a']],
    ['and the other ones?', ['a', 'c', 'd']],
    ['what was the first paper i asked about?', ['z']],
    ['do both need labels?', ['b', 'z']],
  ])('%s', (question, papers) => {
    expect(placeIn(question, history)).toEqual({ kind: 'papers', papers })
  })

  it('that no list has is told', () => {
    expect(placeIn('what about number 9?', history)).toEqual({ kind: 'beyond', place: 9, length: 4 })
    expect(placeIn('the fifth one', history)).toEqual({ kind: 'beyond', place: 5, length: 4 })
  })

  it.each([
    'what is the first step of TAROT?',
    'is a second pass over the data needed?',
    'the second stage of training, how long is it?',
    'which method was the first to propose attention?',
  ])('is no step, stage or pass: %s', (question) => {
    expect(placeIn(question, showing(['a', 'b', 'c']))).toBeUndefined()
  })
})

describe('two papers', () => {
  it('are those of the last page of two, or the last two that were mentioned', () => {
    expect(lastSpoken(showing(['a', 'b'], ['c']))).toEqual(['a', 'b'])
    expect(lastSpoken(showing(['a'], ['a'], ['b', 'c', 'd'], ['c']))).toEqual(['a', 'c'])
    expect(lastSpoken(showing(['a'], ['b', 'c', 'd']))).toBeUndefined()
  })
})
