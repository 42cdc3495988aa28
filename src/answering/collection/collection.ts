import { clausesInWords, type Filter, type Order, readClauses } from '../../language/clauses.ts'
import type { CollectionLine, Heads } from '../../language/collection.ts'
import { type Clock, localDay } from '../../lib/clock.ts'
import type { Paper, PaperId } from '../../papers/paper.ts'
import type { Meaning } from '../../retrieval/meaning.ts'
import type { Search } from '../../retrieval/search.ts'
import type { Store, Turn } from '../../store/store.ts'
import type { Wants } from '../kind.ts'
import { dayOf } from './facts.ts'
import { firstToRead } from './first.ts'
import { authorsOf, categoriesOf, within } from './groups.ts'
import { filterOf, readInConversation } from './read.ts'
import { createSelect, type Selected } from './select.ts'
import { createFindThemes, dataSetsOf, mostThemed, type Theme } from './themes.ts'
import { groupsInWords, noneInWords, whatInWords } from './words.ts'

/** What the collection says of itself: papers that were counted and listed, or the groups they fall into. */
export type Listed = {
  kind: 'listed'
  /** How many of how many, and in which order: a sentence. */
  head: string
  /** Those of this page, and why each is on it, where there is a reason. */
  papers: readonly Paper[]
  reasons?: readonly string[]
  /** How many there are in all: the length of the list that `line` opens. */
  count: number
  of: number
  order: Order | null
  page: number
  /** Themes or data sets, each with the line that opens its papers. */
  groups?: readonly { name: string; count: number; line: string }[]
  /** What is to be known besides. */
  note?: string
  /** The clauses that list the same, and those of the pages before and behind, if there are any. */
  line: string
  previous?: string
  next?: string
}

/** What a line asks of all papers, or of those that `among` says. */
export type Asked = Pick<CollectionLine, 'filter' | 'asks' | 'order' | 'most' | 'page' | 'loosely'> & {
  among?: readonly PaperId[]
}

/** Words for papers that were just shown. */
const pointing = /\b(?:ones?|both|these|those|them)\b/i
/** What examples of lines about the collection ask for. */
const meanings: Partial<Readonly<Record<Wants, Asked>>> = {
  count: { filter: {} },
  list: { filter: {} },
  newest: { filter: {}, order: 'newest' },
  oldest: { filter: {}, order: 'oldest' },
  votes: { filter: { votes: true }, order: 'votes' },
  code: { filter: { code: true } },
  themes: { filter: {}, asks: 'themes' },
  benchmarks: { filter: {}, asks: 'benchmarks' },
  first: { filter: {}, asks: 'first' },
}

export type Collection = ReturnType<typeof createCollection>

const mostGroups = 10
/** Papers on a page. */
export const papersOnPage = 10

type Parts = { store: Pick<Store, 'papers'>; search: Search; meaning: Meaning; clock: Clock }

/** Answers what is asked of the collection itself, by counting and listing. */
export function createCollection({ store, search, meaning, clock }: Parts) {
  const themes = createFindThemes(meaning)
  const select = createSelect({ store, search, meaning, themes })
  const groupsOf: Readonly<
    Record<Heads, (papers: readonly Paper[]) => Promise<readonly Theme[]> | readonly Theme[]>
  > = {
    themes,
    benchmarks: dataSetsOf,
    authors: authorsOf,
    categories: categoriesOf,
  }
  const today = () => localDay(clock.now())

  const collection = {
    /**
     * What a line asks of the collection, as far as its words say so exactly; undefined when they are about something else.
     *
     * @param history newest first: what "of these" and "only those" go on with
     */
    read(line: string, history: readonly Turn[] = []): Asked | undefined {
      return readInConversation(line, today(), history)
    },

    /**
     * What a line asks for that was understood by what it means: its exact clauses count all the same.
     *
     * @param shown the papers of the last page, which "which one" and "these" are
     */
    async meant(
      asks: Wants | undefined,
      line: string,
      shown: readonly PaperId[] = [],
    ): Promise<Listed | undefined> {
      const { rest: _, ...clauses } = readClauses(line, today())
      const asked = asks && meanings[asks]
      if (!asked) return undefined
      const among = shown.length > 1 && pointing.test(line) && { among: shown }
      return collection.answer({
        ...clauses,
        ...asked,
        ...among,
        filter: { ...clauses.filter, ...asked.filter },
      })
    },

    /**
     * What typed clauses ask for; words that are not are the topic. Undefined where there is nothing but a topic.
     *
     * @param size papers on a page
     */
    async typed(words: string, size = papersOnPage): Promise<Listed | undefined> {
      for (const names of [true, false]) {
        const { rest: _, ...clauses } = readClauses(words, today(), names)
        const isTopicOnly = Object.keys(clauses.filter).length === 0 && !clauses.order && !clauses.page
        if (isTopicOnly) return undefined
        const listed = await list({ ...clauses, filter: filterOf(words, today(), names) }, size)
        if (listed) return listed
      }
      return undefined
    },

    answer: (asked: Asked): Promise<Listed | undefined> => {
      const { asks } = asked
      if (asks === 'first') return first(asked)
      return asks === undefined || asks === 'count' ? list(asked) : groups(asked, asks)
    },
  }
  return collection

  async function list(asked: Asked, size = papersOnPage): Promise<Listed | undefined> {
    const { filter, order, most, page = 1, among } = asked
    const selected = await select({ filter, order, among })
    if (!selected) return undefined
    const { mention, ...others } = filter
    if (asked.loosely && mention !== undefined && selected.papers.length === 0)
      return list({ ...asked, filter: { ...others, topic: mention } }, size)
    const without = lacking(selected)
    const papers = most === undefined || without ? selected.papers : front(selected, most)
    const from = (page - 1) * size
    const shown = papers.slice(from, from + size)
    const clauses = { filter, ...(order && { order }) }
    return {
      kind: 'listed',
      head: headOf(without ? { filter } : asked, selected, papers, from, shown.length),
      papers: shown,
      count: papers.length,
      of: selected.of,
      order: selected.order,
      page,
      line: clausesInWords(clauses),
      ...(!among && papers.length > from + size && { next: clausesInWords({ ...clauses, page: page + 1 }) }),
      ...(page > 1 && { previous: clausesInWords({ ...clauses, page: page - 1 }) || 'page 1' }),
      ...(without !== undefined && { note: without }),
      ...(papers.length === 0 && (await whyNone(filter, among))),
    }
  }

  /** Why there may be none; that a topic and something else have none says nothing of the topic. */
  async function whyNone(filter: Filter, among: Asked['among']): Promise<{ note?: string }> {
    const { topic, ...others } = filter
    const isNarrowed = topic !== undefined && Object.keys(others).length > 0
    const ofTopic = isNarrowed ? await select({ filter: { topic }, among }) : undefined
    return noneInWords(filter, await store.papers.newestDay(), ofTopic?.papers.length)
  }

  async function groups({ filter, among }: Asked, heads: Heads): Promise<Listed | undefined> {
    const selected = await select({ filter, among })
    if (!selected) return undefined
    const looked = heads === 'themes' ? selected.papers.slice(0, mostThemed) : selected.papers
    const found = await groupsOf[heads](selected.papers)
    return {
      kind: 'listed',
      head: groupsInWords({
        heads,
        filter,
        ...selected,
        groups: found.length,
        count: selected.papers.length,
        looked: looked.length,
      }),
      papers: [],
      count: found.length,
      of: selected.of,
      order: null,
      page: 1,
      groups: found.slice(0, mostGroups).map(({ name, papers: own }, index) => ({
        name,
        count: own.length,
        line: clausesInWords({ filter: { ...filter, ...within(heads, name, index) } }),
      })),
      line: clausesInWords({ filter }),
    }
  }

  async function first({ filter, among, most }: Asked): Promise<Listed | undefined> {
    const selected = await select({ filter, among })
    if (!selected) return undefined
    const chosen = await firstToRead(selected.papers, meaning, most)
    const which = filter.topic === undefined ? '' : ` that are about ${filter.topic}`
    return {
      kind: 'listed',
      head:
        chosen.length === 0
          ? headOf({ filter }, selected, [], 0, 0)
          : `Of ${selected.papers.length} papers${which}, you could begin with these, in this order.`,
      papers: chosen.map(({ paper }) => paper),
      reasons: chosen.map(({ reason }) => reason),
      count: chosen.length,
      of: selected.of,
      order: null,
      page: 1,
      line: clausesInWords({ filter }),
      ...(chosen.length > 0 && { note: 'Which paper is best I cannot judge: the reasons are all I go by.' }),
    }
  }
}

/** What is said of papers in an order by what none of them has; undefined where one has it. */
function lacking({ order, papers: [first] }: Selected): string | undefined {
  if (!first || order === 'best') return undefined
  if (order === 'votes') return first.upvotes ? undefined : 'No source of these papers gave votes.'
  return dayOf(first) === undefined ? 'No source of these papers gave dates.' : undefined
}

/** So many papers of the front; where one is asked for, with all that are as new, or have as many votes, as the first. */
function front({ papers, order }: Selected, most: number): readonly Paper[] {
  const [first] = papers
  if (most > 1 || !first || order === 'best') return papers.slice(0, most)
  const rank = (paper: Paper) => (order === 'votes' ? (paper.upvotes ?? 0) : dayOf(paper))
  return papers.filter((paper) => rank(paper) === rank(first))
}

function headOf(
  { filter, most }: Pick<Asked, 'filter' | 'most'>,
  { of, order, maker, papers: { length: found } }: Selected,
  papers: readonly Paper[],
  from: number,
  shown: number,
): string {
  return whatInWords({ filter, maker, count: papers.length, found, of, order, most, from, shown })
}
