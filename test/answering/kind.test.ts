import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
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

// No line by which the reading is judged is one of the examples.
it('is judged by lines that are no examples', async () => {
  const folder = join(import.meta.dirname, '../..')
  const texts = ['test/eval/sets/lines.jsonl', 'test/eval/sets/arxiv-2026/questions.jsonl']
  const judged = await Promise.all(texts.map((file) => readFile(join(folder, file), 'utf8')))
  const said = new Set(
    judged.flatMap((text) => [...text.matchAll(/"(?:line|question)": ?"([^"]+)"/g)].map(plain)),
  )
  const shown = await readFile(join(folder, 'data/lines.jsonl'), 'utf8')
  const examplesSaid = [...shown.matchAll(/"line": ?"([^"]+)"/g)].map(plain)
  expect(examplesSaid.length).toBeGreaterThan(100)
  expect(examplesSaid.filter((line) => said.has(line))).toEqual([])
})
const plain = ([, line = '']: RegExpExecArray) => line.toLowerCase().replace(/[^\p{L}\p{N} ]/gu, '')

it.each([
  ['elsewhere', 'what is the capital of France?'],
  ['elsewhere', 'who is the king of Sweden?'],
  ['elsewhere', 'which restaurant is good for lunch?'],
  ['elsewhere', 'how do I bake sourdough bread?'],
  ['collection', 'which paper did you get last?'],
  ['collection', 'which paper came in last?'],
  ['bot', 'who developed you?'],
  ['bot', 'can you open PDF files?'],
  ['bot', 'do you save what I write?'],
  ['bot', 'can you get things mixed up?'],
  ['bot', 'do you sleep?'],
  ['bot', 'who is responsible for you?'],
  ['conversation', 'many thanks!'],
  ['conversation', 'hello there'],
  ['conversation', 'well done'],
] as const)('reads a line as %s: %s', async (kind, line) => {
  expect(await kindOf(line)).toBe(kind)
})

it.each([
  'how do recommender systems rank items?',
  'how many songs are in the playlists of Spotify users?',
  'which papers have to do with deepfakes?',
  'which papers deal with fairness?',
  'does any abstract bring up lawyers?',
  'is there anything on stock trading?',
  'how do pictures of different countries come out of image generators?',
  'what happens when labels are noisy?',
  'can you explain how influence functions work',
  'do you have papers on graph networks',
  'can you detect whether a text was written by a machine?',
  'how do you stop a model from making mistakes on rare classes?',
  'which model would you choose for CTR prediction',
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
  const late = createExamples({
    ...meaning,
    ofAll: async (texts) => (isReady ? meaning.ofAll(texts) : undefined),
  })
  const vector = await meaning.of('thanks a lot')
  if (!vector) throw new Error('The real model embeds every line.')
  expect((await late.nearest(vector)).conversation).toBe(0)
  isReady = true
  expect(await late.nearest(vector)).toEqual(await examples.nearest(vector))
  expect((await late.nearest(vector)).conversation).toBeGreaterThan(0.5)
})
