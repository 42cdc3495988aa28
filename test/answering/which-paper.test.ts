import { afterAll, beforeAll, expect, it } from 'vitest'
import { createWhichPaper } from '../../src/answering/which-paper.ts'
import { makePaper } from '../../src/papers/make-paper.ts'
import { createMeaning } from '../../src/retrieval/meaning.ts'
import { createSearch } from '../../src/retrieval/search.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const papers = [
  ['Forecasting river floods', 'We compare gauges. Floods of every river are forecast a day ahead.'],
  ['Sensors in towns', 'Floods are rare in towns. Forecasting them by sensors beside a river fails.'],
  ['Graph matching for proteins', 'We match proteins. Graph matching is slow.'],
  ['Graph matching for maps', 'We match maps. Graph matching is fast.'],
] as const

let store: Store
let which: ReturnType<typeof createWhichPaper>
beforeAll(async () => {
  store = await openStore('sqlite::memory:')
  await store.papers.put(papers.map(([title, abstract]) => makePaper({ title, abstract, source: 'page' })))
  which = createWhichPaper({ search: createSearch({ store, meaning: createMeaning({ store, log }) }), store })
})
afterAll(() => store.close())

it.each([
  ['the graph matching paper', 2],
  ['the floods paper', 2],
  ['the river paper', 2],
])('may be each paper that has all the words: %s', async (words, count) => {
  expect(await which.several(`how does ${words} work?`)).toHaveLength(count)
})

it.each(['the river floods paper', 'the forecasting river floods paper'])(
  'is the one in which they stand together: %s',
  async (words) => {
    expect(await which.several(`which data did ${words} use?`)).toEqual([])
  },
)
