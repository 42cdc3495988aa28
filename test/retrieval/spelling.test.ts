import { beforeAll, describe, expect, it } from 'vitest'
import { stem } from '../../src/papers/words.ts'
import { americanSpelling, correctSpelling } from '../../src/retrieval/spelling.ts'
import type { WordIndex } from '../../src/store/store.ts'
import { openLibrary } from '../fixtures/library.ts'
import { shippedPapers } from '../fixtures/shipped-papers.ts'

describe('americanSpelling', () => {
  it.each([
    ['optimise', 'optimize'],
    ['regularisation', 'regularization'],
    ['summarising', 'summarizing'],
    ['analysed', 'analyzed'],
    ['behaviour', 'behavior'],
    ['behavioural', 'behavioral'],
    ['favourite', 'favorite'],
    ['modelling', 'modeling'],
    ['labelled', 'labeled'],
    ['centre', 'center'],
  ])('writes %s as %s', (british, american) => {
    expect(americanSpelling(british)).toBe(american)
  })

  it.each(['noise', 'our', 'four', 'raise', 'tour', 'analysis', 'optimize', 'hstu', ''])(
    'leaves "%s" alone',
    (word) => {
      expect(americanSpelling(word)).toBe(word)
    },
  )
})

describe('correctSpelling, by the words of the shipped papers', () => {
  let words: WordIndex
  beforeAll(async () => {
    words = (await openLibrary(await shippedPapers())).store.words
  })

  it.each([
    ['a letter left out', 'recomendation', 'recommendation'],
    ['a letter too many', 'diffussion', 'diffusion'],
    ['two letters swapped', 'transfromers', 'transformers'],
    ['a wrong letter', 'persanalization', 'personalization'],
    ['a name', 'hiforner', 'hiformer'],
    ['a name without its third letter', 'opinter', 'optinter'],
    ['a name without its last letter', 'classdiffusio', 'classdiffusion'],
    ['a word cut short', 'convol', 'convolution'],
  ])('corrects %s: %s', async (_, typed, meant) => {
    expect(await correctSpelling(typed, words)).toBe(stem(meant))
  })

  it.each([
    ['too short to guess from', 'tarto'],
    ['holding a digit', 'transf0rmer'],
    ['far from every word', 'pancakes'],
    ['wrong from its first letters', 'xecommendation'],
    ['another one but for its third letter', 'whales'],
    ['empty', ''],
  ])('gives up on a word that is %s', async (_, typed) => {
    expect(await correctSpelling(typed, words)).toBeUndefined()
  })
})
