import type { Filter, Order } from '../../language/clauses.ts'
import { codeAddress } from '../../papers/code-address.ts'
import { foldName } from '../../papers/names.ts'
import type { Paper, PaperId } from '../../papers/paper.ts'
import { foldText, wordsOf } from '../../papers/words.ts'
import type { Meaning } from '../../retrieval/meaning.ts'
import type { Search } from '../../retrieval/search.ts'
import { createFindTopicPapers } from '../../retrieval/topic-papers.ts'
import type { Store } from '../../store/store.ts'
import { dayOf, isNameIn, mentions, type Test } from './facts.ts'
import type { FindThemes } from './themes.ts'

/** The papers of a filter. */
export type Selected = {
  /** All of them, in the order that was asked for. */
  papers: readonly Paper[]
  order: Order
  /** Among how many. */
  of: number
  /** What the name behind "by" or "from" turned out to be; left out where none was given. */
  maker?: Maker
}

/** Who a paper is by or from: an author, a source that papers come from, or somebody whom the text names. */
export type Maker = 'author' | 'source' | 'named'

export type Select = (wanted: {
  filter: Filter
  order?: Order | undefined
  among?: readonly PaperId[] | undefined
}) => Promise<Selected | undefined>

/** More papers than these are not looked through: the newest are. */
const mostRead = 20_000
const read = { papers: 500, day: 1_000 }
/** A topic is looked for in all papers, unless these are the only ones that can be meant. */
const mostAmong = 2_000
const mostOfTopic = 80

/**
 * Filter -> papers, counted and in order; undefined where what stands behind "by" or "from", written small, is nobody's name.
 */
export function createSelect({
  store,
  search,
  meaning,
  themes,
}: {
  store: Pick<Store, 'papers'>
  search: Search
  meaning: Meaning
  themes: FindThemes
}): Select {
  const findTopic = createFindTopicPapers({ search, meaning }, mostOfTopic)

  return async ({ filter, order, among }) => {
    const all = among ? await store.papers.get(among) : await allPapers(store.papers)
    const of = among ? all.length : await store.papers.count()
    const maker = filter.by === undefined ? undefined : makerOf(filter.by, all)
    if (filter.by !== undefined && !maker) return undefined
    const tests = testsOf(filter, maker)
    const kept = all.filter((paper) => tests.every((test) => test(paper)))
    const isNarrow = kept.length < all.length && kept.length <= mostAmong
    const found =
      filter.topic === undefined ? kept : await ofTopic(filter.topic, kept, isNarrow || among !== undefined)
    const papers = filter.theme === undefined ? found : await inTheme(found, filter.theme)
    // Without a topic there is no match to be the best.
    const by = filter.topic === undefined && (order ?? 'best') === 'best' ? 'newest' : (order ?? 'best')
    return {
      papers: by === 'best' ? papers : sorted(papers, by),
      order: by,
      of,
      ...(maker && { maker }),
    }
  }

  /** Those of some papers that are about a topic, best first. */
  async function ofTopic(
    topic: string,
    papers: readonly Paper[],
    isNarrow: boolean,
  ): Promise<readonly Paper[]> {
    const ids = new Set(papers.map(({ id }) => id))
    const found = isNarrow ? await findTopic(topic, [...ids]) : undefined
    // Where none of them would do by itself, they may still be among the papers that are about it.
    const about = found && found.papers.length > 0 ? found : await findTopic(topic)
    return about.papers.map(({ paper }) => paper).filter(({ id }) => ids.has(id))
  }

  /** Those of some papers that belong to one of their themes, in their order. */
  async function inTheme(papers: readonly Paper[], number: number): Promise<readonly Paper[]> {
    const themed = new Set((await themes(papers))[number - 1]?.papers.map(({ id }) => id))
    return papers.filter(({ id }) => themed.has(id))
  }
}

/** All papers, a few at a time; of very many the newest. */
async function allPapers(papers: Store['papers']): Promise<readonly Paper[]> {
  const found: Paper[] = []
  if ((await papers.count()) <= mostRead) {
    for (let after = ''; ; ) {
      const page = await papers.page(after, read.papers)
      found.push(...page)
      const last = page.at(-1)
      if (!last || page.length < read.papers) return found
      after = last.id
    }
  }
  let day = await papers.newestDay()
  while (day !== undefined && found.length < mostRead) {
    found.push(...(await papers.between(day, day, read.day)))
    day = await papers.newestDay(dayBefore(day))
  }
  return found
}

const dayBefore = (day: string): string =>
  new Date(Date.parse(day) - 24 * 3_600_000).toISOString().slice(0, 10)

function testsOf(
  { period, category, by, mention, code, votes }: Filter,
  maker: Maker | undefined,
): readonly Test[] {
  const tests: (Test | undefined)[] = [
    period && ((paper) => isWithin(paper, period)),
    category === undefined
      ? undefined
      : ({ categories = [] }) => categories.some((one) => equal(one, category)),
    by === undefined || !maker ? undefined : (paper) => isFrom(paper, by, maker),
    mention === undefined ? undefined : mentions(mention),
    code === undefined ? undefined : (paper) => (codeAddress(paper) !== undefined) === code,
    votes && (({ upvotes = 0 }) => upvotes > 0),
  ]
  return tests.filter((test) => test !== undefined)
}

function isWithin(paper: Paper, { from, to }: { from: string; to: string }): boolean {
  const day = dayOf(paper)
  return day !== undefined && day >= from && day <= to
}

function makerOf(name: string, papers: readonly Paper[]): Maker | undefined {
  const isAny = (maker: Maker) => papers.some((paper) => isFrom(paper, name, maker))
  const known = (['author', 'source', 'named'] as const).find(isAny)
  const isName =
    /^\p{Lu}/u.test(name) || (known !== undefined && (known !== 'named' || isNameIn(papers, name)))
  return isName ? (known ?? 'named') : undefined
}

/** Whether somebody of this name, or family name, is among the authors of a paper. */
export const isBy = ({ authors = [] }: Paper, name: string): boolean =>
  authors.some((author) => holdsWords(author, name))

function isFrom(paper: Paper, name: string, maker: Maker): boolean {
  switch (maker) {
    case 'author':
      return isBy(paper, name)
    case 'source':
      return foldName(paper.source) === foldName(name)
    case 'named':
      return mentions(name)(paper)
  }
}

/** Whether a person's name has all the words of another one, so that a family name is enough. */
function holdsWords(author: string, name: string): boolean {
  const words = new Set(wordsOf(author))
  const wanted = wordsOf(name).filter((word) => word !== 'et' && word !== 'al')
  return wanted.length > 0 && wanted.every((word) => words.has(word))
}

const equal = (one: string, other: string) => foldText(one) === foldText(other)

/** Papers in an order; those that lack what it goes by come last, and equal ones by title. */
export function sorted(papers: readonly Paper[], order: Exclude<Order, 'best'>): readonly Paper[] {
  const byTitle = (one: Paper, other: Paper) => (one.title < other.title ? -1 : 1)
  const votes = ({ upvotes = -1 }: Paper) => upvotes
  const day = (paper: Paper) => dayOf(paper) ?? ''
  const last = (paper: Paper) => (dayOf(paper) === undefined ? 1 : 0)
  const compare: Readonly<Record<Exclude<Order, 'best'>, (one: Paper, other: Paper) => number>> = {
    newest: (one, other) => day(other).localeCompare(day(one)),
    oldest: (one, other) => last(one) - last(other) || day(one).localeCompare(day(other)),
    votes: (one, other) => votes(other) - votes(one) || day(other).localeCompare(day(one)),
  }
  return papers.toSorted((one, other) => compare[order](one, other) || byTitle(one, other))
}
