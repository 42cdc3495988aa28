import { afterEach, expect, it } from 'vitest'
import { calibrate, type ExampleLine } from '../../src/answering/calibrate.ts'
import type { Meaning } from '../../src/retrieval/meaning.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { paperOf } from '../fixtures/library.ts'

let store: Store | undefined
afterEach(() => store?.close())

/** A vector that has this cosine with that of the one paper, which points east. */
const at = (cosine: number) => Float32Array.of(cosine, Math.sqrt(1 - cosine ** 2))

it('takes quantiles of what a model scores on what it is given, and of nothing else', async () => {
  const paper = paperOf('Cats', 'Cats purr at night.')
  store = await openStore('sqlite::memory:')
  await store.papers.put([paper])
  const lines = Array.from(
    { length: 101 },
    (_, index): ExampleLine => ({ kind: 'elsewhere', line: `Line ${index}` }),
  )
  const vectorOf = (text: string) => at(/^Line \d+$/.test(text) ? Number(text.slice(5)) / 200 : 0.9)
  const meaning: Meaning = {
    calibration: undefined,
    of: async (text) => vectorOf(text),
    ofAll: async (texts) => texts.map(vectorOf),
    papers: async () => new Map([[paper.id, { paper: at(1), passages: [at(1), at(1)] }]]),
    nearest: async () => [{ id: paper.id, score: 1 }],
  }
  const calibration = await calibrate({ store, meaning, lines, questions: [] })
  expect(calibration).toMatchObject({ near: 0.45 })
  const shuffled = await calibrate({
    store,
    meaning: { ...meaning, calibration: { near: 1, sure: 1, lead: 1, margin: 1, doubt: 1, unsaid: 1 } },
    lines: [...lines.toReversed(), { kind: 'content', line: 'Line 200' }],
    questions: [],
  })
  expect(shuffled).toEqual(calibration)
})
