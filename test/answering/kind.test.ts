import { afterAll, beforeAll, expect, it } from 'vitest'
import { createExamples, type Examples, otherKindOf } from '../../src/answering/kind.ts'
import type { Meaning } from '../../src/retrieval/meaning.ts'
import { createSearch, type Search } from '../../src/retrieval/search.ts'
import { openShippedStore } from '../fixtures/shipped-store.ts'
import { openRealMeaning } from '../fixtures/weights.ts'

let meaning: Meaning
let search: Search
let examples: Examples
let close: () => Promise<void>
beforeAll(async () => {
  const store = await openShippedStore()
  const real = await openRealMeaning(store)
  meaning = real.meaning
  search = createSearch({ store, meaning })
  examples = createExamples(meaning)
  close = async () => {
    await real.close()
    await store.close()
  }
})
afterAll(() => close())

const kindOf = async (line: string) => otherKindOf(await search(line), examples, meaning)

// None of these lines is one of the examples.
it.each([
  ['elsewhere', 'what is the capital of France?'],
  ['elsewhere', 'who is the king of Sweden?'],
  ['elsewhere', 'which restaurant is good for lunch?'],
  ['elsewhere', 'how do I bake sourdough bread?'],
  ['bot', 'who built this bot?'],
  ['bot', 'can you open PDF files?'],
  ['bot', 'do you save what I write?'],
  ['conversation', 'many thanks!'],
  ['conversation', 'hello there'],
  ['conversation', 'well done'],
] as const)('reads a line as %s: %s', async (kind, line) => {
  expect(await kindOf(line)).toBe(kind)
})

it.each([
  'how do recommender systems rank items?',
  'how many songs are in the playlists of Spotify users?',
  'which papers deal with fairness?',
  'is there anything on stock trading?',
  'how do pictures of different countries come out of image generators?',
  'what happens when labels are noisy?',
])('takes a line for a question to papers: %s', async (line) => {
  expect(await kindOf(line)).toBeUndefined()
})

it('cannot tell without a model, nor with one that was never calibrated', async () => {
  const found = await search('what is the capital of France?')
  const { vector: _, ...byWords } = found
  expect(await otherKindOf(byWords, examples, meaning)).toBeUndefined()
  expect(await otherKindOf(found, examples, { ...meaning, calibration: undefined })).toBeUndefined()
})

it('looks at the examples again where the model was not ready for them before', async () => {
  let isReady = false
  const late = createExamples({ ...meaning, of: async (text) => (isReady ? meaning.of(text) : undefined) })
  const vector = await meaning.of('thanks a lot')
  if (!vector) throw new Error('The real model embeds every line.')
  expect((await late.nearest(vector)).conversation).toBe(0)
  isReady = true
  expect(await late.nearest(vector)).toEqual(await examples.nearest(vector))
  expect((await late.nearest(vector)).conversation).toBeGreaterThan(0.5)
})
