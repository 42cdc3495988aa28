import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Collection, createCollection } from '../../../src/answering/collection/collection.ts'
import { makePaper } from '../../../src/papers/make-paper.ts'
import { createMeaning } from '../../../src/retrieval/meaning.ts'
import { createSearch } from '../../../src/retrieval/search.ts'
import { openStore } from '../../../src/store/open.ts'
import type { Store, Turn } from '../../../src/store/store.ts'
import { openShippedStore } from '../../fixtures/shipped-store.ts'

/** A paper as a file tells it: what is expected is worked out from these alone. */
type Row = {
  title: string
  abstract: string
  authors: readonly string[]
  categories: readonly string[]
  date: string
  votes?: number
}

const root = join(import.meta.dirname, '../../..')
const [, listed = ''] = readFileSync(join(root, 'data/huggingface-daily-papers-mar-13.txt'), 'utf8').split(
  '\nMar 13\n',
)
const shippedRows: readonly Row[] = listed
  .split('\n')
  .filter((line) => line.trim() !== '')
  .reduce<Row[]>((rows, line, index, lines) => {
    if (index % 2 === 0)
      rows.push({
        title: line,
        abstract: lines[index + 1] ?? '',
        authors: [],
        categories: [],
        date: '2025-03-13',
      })
    return rows
  }, [])
/** Every seventh has votes: what ships has none. */
const arxivRows: readonly Row[] = readFileSync(join(root, 'test/eval/sets/arxiv-2026/corpus.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line, index) => ({ ...JSON.parse(line), ...(index % 7 === 0 && { votes: 100 - index / 7 }) }))

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
type Opened = { collection: Collection; store: Store; rows: readonly Row[] }

function open(store: Store, rows: readonly Row[], now: string): Opened {
  const meaning = createMeaning({ store, log })
  const search = createSearch({ store, meaning })
  const clock = { now: () => new Date(now) }
  return { collection: createCollection({ store, search, meaning, clock }), store, rows }
}

let shipped: Opened
let arxiv: Opened
beforeAll(async () => {
  shipped = open(await openShippedStore(), shippedRows, '2025-03-14T12:00:00Z')
  const store = await openStore('sqlite::memory:')
  const paper = ({ votes, ...row }: Row) =>
    makePaper({ ...row, source: 'arxiv', ...(votes !== undefined && { upvotes: votes }) })
  await store.papers.put(arxivRows.map(paper))
  // A Thursday.
  arxiv = open(store, arxivRows, '2026-05-28T12:00:00Z')
})
afterAll(async () => {
  await shipped.store.close()
  await arxiv.store.close()
})

/** All titles of the list that a line opens, page by page, and the number that is told of it. */
async function told({ collection }: Opened, line: string) {
  const asked = collection.read(line)
  let page = asked && (await collection.answer(asked))
  if (!page) throw new Error(`not read as asking of the collection: ${line}`)
  const { count, of, head, order } = page
  const titles = page.papers.map(({ title }) => title)
  while (page?.next !== undefined) {
    page = await collection.typed(page.next)
    titles.push(...(page?.papers ?? []).map(({ title }) => title))
  }
  return { titles, count, of, head, order }
}

const squeeze = (title: string) => title.toLowerCase().replace(/[^a-z\d]+/g, '')
const sorted = (titles: readonly string[]) => titles.map(squeeze).toSorted()

const by =
  (...names: readonly string[]) =>
  (row: Row) =>
    row.authors.some((author) =>
      names.every((name) =>
        author
          .toLowerCase()
          .split(/[\s.-]+/)
          .includes(name),
      ),
    )
const within =
  (from: string, to: string) =>
  ({ date }: Row) =>
    date >= from && date <= to
const inCategory =
  (category: string) =>
  ({ categories }: Row) =>
    categories.includes(category)
const linked = ({ abstract }: Row) =>
  /https?:\/\/(?:www\.)?(?:github|gitlab)\.com\//.test(abstract) ||
  abstract
    .split(/(?<=[.!?])\s+(?=[A-Z])/)
    .some((sentence) => /https?:/.test(sentence) && /\b(?:code|implementation|software)/i.test(sentence))
const voted = ({ votes = 0 }: Row) => votes > 0
const says =
  (word: string) =>
  ({ title, abstract }: Row) =>
    new RegExp(`(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`, 'iu').test(`${title} ${abstract}`)
const all = () => true
const none = () => false
const both =
  (...tests: readonly ((row: Row) => boolean)[]) =>
  (row: Row) =>
    tests.every((test) => test(row))

/** Over 60 lines over two collections; the words say what is wanted, the function works it out from the file. */
const lines: readonly (readonly ['shipped' | 'arxiv', string, (row: Row) => boolean])[] = [
  ['shipped', 'how many papers do you have?', all],
  ['shipped', 'how many papers are there', all],
  ['shipped', 'how many papers do you know?', all],
  ['shipped', 'count the papers', all],
  ['shipped', 'list all papers', all],
  ['shipped', 'show me every paper', all],
  ['shipped', 'can you list all the papers please', all],
  ['shipped', 'which papers have code?', linked],
  ['shipped', 'show me the ones that come with code', linked],
  ['shipped', 'how many of the papers have code?', linked],
  ['shipped', 'show papers with code', linked],
  ['shipped', 'list the papers without code', (row) => !linked(row)],
  ['shipped', 'papers from Spotify', says('Spotify')],
  ['shipped', 'papers from spotify', says('Spotify')],
  ['shipped', 'which papers are from Alibaba?', says('Alibaba')],
  ['shipped', 'how many papers are from Google?', says('Google')],
  ['shipped', 'how many papers mention transformers?', says('transformers?')],
  ['shipped', 'in how many abstracts does the word transformer occur?', says('transformers?')],
  ['shipped', 'which share of the papers mentions transformers?', says('transformers?')],
  ['shipped', 'how many of these papers mention transformers?', says('transformers?')],
  ['shipped', 'how many of the papers use data from Alibaba?', says('Alibaba')],
  ['shipped', 'how many papers deal with shortcuts?', says('shortcuts?')],
  ['shipped', 'which papers have no code?', (row) => !linked(row)],
  ['shipped', 'how many papers do not share their code?', (row) => !linked(row)],
  ['shipped', 'how many papers mention influence functions?', says('influence functions')],
  ['shipped', 'papers by Geoffrey Hinton', none],
  ['shipped', 'what came in since Monday?', all],
  ['shipped', 'what was added before 2025?', none],
  ['shipped', 'papers of March 2025', all],
  ['shipped', 'how many papers were published in 2024?', none],
  ['shipped', 'papers with votes', none],
  ['shipped', 'papers with code from Google since March 2025', both(linked, says('Google'))],
  ['arxiv', 'how many papers do you have?', all],
  ['arxiv', 'give me the whole list of papers', all],
  ['arxiv', 'papers by Zhang', by('zhang')],
  ['arxiv', 'which papers did Chen write?', by('chen')],
  ['arxiv', 'how many papers has Wang written?', by('wang')],
  ['arxiv', "show me Yusen Hou's papers", by('yusen', 'hou')],
  ['arxiv', 'papers by Yusen Hou', by('yusen', 'hou')],
  ['arxiv', 'papers by liu', by('liu')],
  ['arxiv', 'papers written by Xu et al.', by('xu')],
  ['arxiv', 'which papers are in cs.CL?', inCategory('cs.CL')],
  ['arxiv', 'how many cs.cv papers are there?', inCategory('cs.CV')],
  ['arxiv', 'list the papers in category eess.SY', inCategory('eess.SY')],
  ['arxiv', 'papers in cs.GT with code', both(inCategory('cs.GT'), linked)],
  ['arxiv', 'papers in cs.CL by Zhang', both(inCategory('cs.CL'), by('zhang'))],
  ['arxiv', 'which papers have code?', linked],
  ['arxiv', 'how many papers come with source code?', linked],
  ['arxiv', 'papers with a GitHub link', linked],
  ['arxiv', 'papers with votes', voted],
  ['arxiv', 'how many papers have votes?', voted],
  ['arxiv', 'papers with votes and with code', both(voted, linked)],
  ['arxiv', 'what is new since Monday?', within('2026-05-25', '2026-05-28')],
  ['arxiv', 'anything from may 6?', within('2026-05-06', '2026-05-06')],
  ['arxiv', 'how many papers appeared in May 2026?', within('2026-05-01', '2026-05-31')],
  ['arxiv', 'papers of April', within('2026-04-01', '2026-04-30')],
  ['arxiv', 'which papers were published yesterday?', within('2026-05-27', '2026-05-27')],
  ['arxiv', 'what came in last week?', within('2026-05-18', '2026-05-24')],
  ['arxiv', 'papers between April 10 and May 10', within('2026-04-10', '2026-05-10')],
  ['arxiv', 'papers before May 2026', within('0000', '2026-04-30')],
  ['arxiv', 'papers of the last 20 days', within('2026-05-09', '2026-05-28')],
  ['arxiv', 'papers after 2026-05-14', within('2026-05-15', '2026-05-28')],
  [
    'arxiv',
    'how many cs.AI papers came out this month?',
    both(inCategory('cs.AI'), within('2026-05-01', '2026-05-28')),
  ],
  [
    'arxiv',
    'papers by Li since May 10 with code',
    both(by('li'), within('2026-05-10', '2026-05-28'), linked),
  ],
  ['arxiv', 'papers from arXiv', all],
  ['arxiv', 'papers from NVIDIA', says('NVIDIA')],
  ['arxiv', 'how many papers mention GPT-4?', says('GPT-4')],
  ['arxiv', 'how many papers involve the OSWorld benchmark?', says('OSWorld')],
  ['arxiv', 'count the papers that evaluate on GPQA-Diamond', says('GPQA-Diamond')],
  ['arxiv', 'how many papers use reinforcement learning?', says('reinforcement[ -]learning')],
  ['arxiv', 'what percentage of the papers study hallucination?', says('hallucinations?')],
  ['arxiv', 'how many of them study hallucination?', says('hallucinations?')],
  ['arxiv', 'papers by Nobody Whatsoever', none],
]

describe('what is asked of the collection', () => {
  it.each(lines)('of %s: %s', async (which, line, test) => {
    const opened = which === 'shipped' ? shipped : arxiv
    const expected = opened.rows.filter(test).map(({ title }) => title)
    const { titles, count, of, head } = await told(opened, line)
    expect(sorted(titles)).toEqual(sorted(expected))
    expect(count).toBe(expected.length)
    expect(of).toBe(opened.rows.length)
    const number = count === 0 ? /^None of / : new RegExp(`^${count} `)
    expect(head).toMatch(number)
  })

  it.each([
    ['newest papers first', 'newest', (one: Row, other: Row) => other.date.localeCompare(one.date)],
    ['list all papers, oldest first', 'oldest', (one: Row, other: Row) => one.date.localeCompare(other.date)],
    ['the most voted papers', 'votes', (one: Row, other: Row) => (other.votes ?? -1) - (one.votes ?? -1)],
  ] as const)('comes in the order that is told: %s', async (line, order, compare) => {
    const found = await told(arxiv, line)
    expect(found.order).toBe(order)
    const rows = found.titles.flatMap(
      (title) => arxivRows.find((row) => squeeze(row.title) === squeeze(title)) ?? [],
    )
    expect(rows).toHaveLength(order === 'votes' ? arxivRows.filter(voted).length : arxivRows.length)
    expect(rows.map((row) => [row.date, row.votes])).toEqual(
      rows.toSorted(compare).map((row) => [row.date, row.votes]),
    )
  })

  it('names one newest paper only where there is one', async () => {
    const newest = await told(arxiv, 'what is the newest paper?')
    expect(newest.count).toBe(45)
    expect(newest.head).toContain('equally new')
    const best = await told(arxiv, 'which paper has the most votes?')
    expect(best.titles.map(squeeze)).toEqual([squeeze(arxivRows[0]?.title ?? '')])
  })
})

describe('what stands behind "from"', () => {
  // Each of the words stands in some abstract, with a capital in some titles, too.
  it.each([
    'papers on finding buildings from space',
    'papers about gains from features',
    'anything on learning from data',
    'is there something about mining attributes from images',
  ])('is no maker where no paper has it for a name: %s', async (line) => {
    const asked = shipped.collection.read(line)
    expect(asked && (await shipped.collection.answer(asked))).toBeUndefined()
  })

  it('is one that is written small where papers write it as a name', async () => {
    const found = await told(shipped, 'papers about recommendation from spotify')
    expect(found.head).toMatch(/names? spotify/)
    expect(found.count).toBeGreaterThan(0)
  })

  it('says nothing against the topic where both have none', async () => {
    const asked = shipped.collection.read('any papers about playlists from Hinton?')
    const page = asked && (await shipped.collection.answer(asked))
    expect(page?.head).toBe('None of 76 papers is about playlists and names Hinton.')
    expect(page?.note).toMatch(/^About playlists alone there (?:is one|are \d+)\. /)
  })
})

/** A page on some papers, and the question that it answered. */
function page(question: string, papers: readonly string[] = []): Turn {
  const about = { line: question, question, answer: '', papers, claims: [] }
  return { id: question, conversation: 'c', person: 'ada', at: new Date(0), ...about }
}

describe('what goes on with a list', () => {
  const listed = async (opened: Opened, line: string, history: readonly Turn[]) => {
    const asked = opened.collection.read(line, history)
    return asked && opened.collection.answer(asked)
  }

  it.each([
    ['search with code page 1', 'only those of May', both(linked, within('2026-05-01', '2026-05-31'))],
    ['search in cs.CL page 2', 'how many of them have code?', both(linked, inCategory('cs.CL'))],
    ['search in cs.CL page 1', 'which of these are by Zhang?', both(inCategory('cs.CL'), by('zhang'))],
    ['search in cs.CV page 1', 'how many is that in total?', inCategory('cs.CV')],
    ['search in cs.CV page 1', 'only papers with votes', both(inCategory('cs.CV'), voted)],
    ['search mentioning "JSON" page 1', 'how many are those?', says('JSON')],
  ] as const)('narrows it: %s, %s', async (question, line, test) => {
    const found = await listed(arxiv, line, [page(question, ['shown'])])
    expect(found?.count).toBe(arxiv.rows.filter(test).length)
  })

  it('counts the papers of a topic that an answer gave some of', async () => {
    const papers = shippedRows.slice(0, 3).map(({ title }) => title)
    const history = [page('which papers are about click-through rate?', papers)]
    const all = await listed(shipped, 'how many papers are about click-through rate?', [])
    expect((await listed(shipped, 'how many is that in all?', history))?.count).toBe(all?.count)
    expect((await listed(shipped, 'only those with code', history))?.count).toBeLessThan(all?.count ?? 0)
  })

  it('is of the papers shown where nothing says what they were wanted by', async () => {
    const shown = (await arxiv.store.papers.page('', 9)).map(({ id }) => id)
    const found = await listed(arxiv, 'which of them have code?', [page('how do they train?', shown)])
    expect(found?.of).toBe(9)
    expect(await listed(arxiv, 'which of them have code?', [])).toBeUndefined()
  })
})

describe('the groups of a collection', () => {
  it.each([
    'what are the main themes?',
    'which topics do you cover?',
    'which benchmarks are used most?',
    'what were the themes in March 2025?',
    'what are the main themes since 8 May 2026?',
  ])('open with as many papers as they are said to have: %s', async (line) => {
    for (const opened of [shipped, arxiv]) {
      const asked = opened.collection.read(line)
      const listed = asked && (await opened.collection.answer(asked))
      if (!/20(?:25|26)/.test(line)) expect(listed?.groups?.length).toBeGreaterThan(0)
      for (const { count, line: clauses } of listed?.groups ?? [])
        expect((await opened.collection.typed(clauses))?.count).toBe(count)
    }
  })

  it.each([
    ['which category has the most papers?', ({ categories }: Row) => categories, 1],
    ['which authors have several papers?', ({ authors }: Row) => authors, 2],
    ['who has more than one paper here?', ({ authors }: Row) => authors, 2],
  ] as const)('are counted over what sources give: %s', async (line, namesOf, fewest) => {
    const asked = arxiv.collection.read(line)
    const listed = asked && (await arxiv.collection.answer(asked))
    const counts = Map.groupBy(arxivRows.flatMap(namesOf), (name) => name)
      .values()
      .map(({ length }) => length)
    const most = [...counts].filter((count) => count >= fewest).toSorted((one, other) => other - one)
    expect(listed?.count).toBe(most.length)
    expect(listed?.groups?.map(({ count }) => count)).toEqual(most.slice(0, 10))
    for (const { count, line: clauses } of listed?.groups ?? [])
      expect((await arxiv.collection.typed(clauses))?.count).toBe(count)
    const none = await shipped.collection.answer(asked ?? { filter: {} })
    expect(none?.groups).toEqual([])
  })

  it.each([
    ['which four papers should I read first?', 4],
    ['three papers to start with', 3],
    ['which two should I begin with?', 2],
  ])('says as many papers to begin with as are wanted: %s', async (line, most) => {
    const asked = arxiv.collection.read(line)
    expect((asked && (await arxiv.collection.answer(asked)))?.papers).toHaveLength(most)
  })

  it('says of papers to begin with why', async () => {
    const asked = arxiv.collection.read('what should I read first?')
    const listed = asked && (await arxiv.collection.answer(asked))
    expect(listed?.papers).toHaveLength(5)
    expect(new Set(listed?.reasons).size).toBeGreaterThan(2)
  })

  it.each([
    ['I am new to influence functions, what should I read?', 'influence functions'],
    ["what should I start with if I'm new to influence functions?", 'influence functions'],
    ['which papers should we read first? We want image classifiers', 'image classifiers'],
    ['which four papers would you begin with to understand CTR prediction?', 'CTR prediction'],
    ['where do I start if I care about fairness?', 'fairness'],
    ['two papers to read first on data selection', 'data selection'],
  ])('knows the topic beside the question what to read: %s', (line, topic) => {
    expect(shipped.collection.read(line)).toMatchObject({ asks: 'first', filter: { topic } })
  })
})

describe('papers of no topic', () => {
  it.each(['what papers do you have?', 'which papers do you know', 'Which articles are there?'])(
    'are all of them: %s',
    async (line) => {
      const { titles, count, of } = await told(shipped, line)
      expect(sorted(titles)).toEqual(sorted(shippedRows.map(({ title }) => title)))
      expect([count, of]).toEqual([shippedRows.length, shippedRows.length])
    },
  )

  it.each(['which papers were deployed in production?', 'which papers do you know that use graphs?'])(
    'are not those that something is said of: %s',
    (line) => {
      expect(shipped.collection.read(line)?.asks).toBeUndefined()
    },
  )

  it('are those that are here, where none was shown that "these papers" may mean', async () => {
    const asked = shipped.collection.read('what are the main themes of these papers?')
    expect((asked && (await shipped.collection.answer(asked)))?.head).toMatch(/^Themes in 76 papers/)
  })

  it.each(['what is the oldest paper?', 'newest paper', 'the three latest papers'])(
    'are in no order by dates that none of them has: %s',
    async (line) => {
      const store = await openStore('sqlite::memory:')
      const undated = ['Bees', 'Rivers'].map((title) =>
        makePaper({ title, abstract: `We study ${title}.`, source: 'file' }),
      )
      await store.papers.put(undated)
      const { collection } = open(store, [], '2026-05-28T12:00:00Z')
      const asked = collection.read(line)
      const listed = asked && (await collection.answer(asked))
      expect(listed).toMatchObject({ count: 2, note: 'No source of these papers gave dates.' })
      expect(listed?.head).not.toMatch(/equally|^The/)
      await store.close()
    },
  )
})

describe('all papers on a topic', () => {
  it.each([
    'list everything about influence functions',
    'give me all you have on influence functions',
    'show me all the work on influence functions',
    'everything on influence functions',
  ])('are a list: %s', async (line) => {
    const counted = shipped.collection.read('how many papers are about influence functions?')
    const asked = shipped.collection.read(line)
    const listed = asked && (await shipped.collection.answer(asked))
    expect(listed?.count).toBeGreaterThan(1)
    expect(listed?.count).toBe((counted && (await shipped.collection.answer(counted)))?.count)
  })

  it('are as many as were asked for', async () => {
    const asked = shipped.collection.read('list all of the two papers about influence functions')
    expect((asked && (await shipped.collection.answer(asked)))?.head).toMatch(/^2 of /)
  })
})

describe('a question for papers', () => {
  it.each([
    'How does TAROT select data?',
    'how many parameters does HSTU have?',
    'on how many plant species was StomaD2 validated?',
    'how many papers show that GPT-4 fails where others do not?',
    'which papers use influence functions?',
    'tell me everything about TAROT',
    'how do I start training with LoRA?',
    'how many papers compare several models?',
    'what do all of them have in common?',
    'papers on code generation',
    'what is it?',
    'which of these have code?',
    'how big is QQ-AD?',
    'what is CTR?',
    'why do nonlinear networks take shortcuts?',
    'which dataset does AutoInt use?',
    'is there something about fake videos?',
    'what did Google do?',
    'what do people like in ads?',
    'diffusion',
    'more',
    'compare the first two',
    'does any paper work on audio?',
    'which model has the most parameters?',
    'what is the latest on diffusion?',
    'how do I pick training data for LLMs?',
  ])('is none of the collection: %s', (line) => {
    expect(shipped.collection.read(line)).toBeUndefined()
  })
})
