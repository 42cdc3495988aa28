import { isBy } from '../answering/collection/select.ts'
import { fitsTopic } from '../digests/pick.ts'
import type { Clock } from '../lib/clock.ts'
import type { Paper } from '../papers/paper.ts'
import { cleanLine, truncate } from '../replies/clean.ts'
import type { Meaning } from '../retrieval/meaning.ts'
import type { Search } from '../retrieval/search.ts'
import type { Store } from '../store/store.ts'
import { type Featured, type IsPublic, readFeatured } from './featured.ts'
import type { Entry } from './feed.ts'

/** What of all public papers a feed is about. */
export type About = { kind: 'all' } | { kind: 'author'; name: string } | { kind: 'topic'; words: string }

const twoWeeks = 14 * 24 * 3_600_000
/** A feed has the papers of two weeks, and so many at least; and so many at most, since readers load all of it. */
const fewest = 100
const most = 1_000
/** Longest abstract in an entry, in UTF-16 units. */
const longestText = 1_500

type Parts = { store: Store; search: Search; meaning: Meaning; clock: Clock; isPublic: IsPublic }

/** The entries of a public feed, newest first. */
export function createPublicEntries({ store, search, meaning, clock, isPublic }: Parts) {
  return async function publicEntries(about: About): Promise<readonly Entry[]> {
    const featured = (await readFeatured(store)).toReversed()
    const entries = await entriesOf(about.kind === 'all' ? recent(featured) : featured.slice(0, most))
    return recent(await narrow(entries, about))
  }

  function recent<T extends { at: Date } | { published: Date }>(newestFirst: readonly T[]): readonly T[] {
    const since = clock.now().getTime() - twoWeeks
    const within = newestFirst.filter((one) => ('at' in one ? one.at : one.published).getTime() >= since)
    return newestFirst.slice(0, Math.min(most, Math.max(fewest, within.length)))
  }

  async function entriesOf(featured: Featured): Promise<readonly Entry[]> {
    const papers = await store.papers.get(featured.map(({ paper }) => paper))
    const byId = new Map(papers.map((paper) => [paper.id, paper]))
    return featured.flatMap(({ paper: id, at }) => {
      const paper = byId.get(id)
      if (!paper || paper.withdrawn || !isPublic(paper)) return []
      return [{ paper, text: textOf(paper), published: at, updated: at }]
    })
  }

  async function narrow(entries: readonly Entry[], about: About): Promise<readonly Entry[]> {
    if (about.kind === 'all' || entries.length === 0) return entries
    if (about.kind === 'author') return entries.filter(({ paper }) => isBy(paper, about.name))
    const among = entries.map(({ paper }) => paper.id)
    const { papers } = await search(about.words, { among, limit: among.length })
    const fitting = new Set(papers.filter(({ fit }) => fitsTopic(fit, meaning)).map(({ paper }) => paper.id))
    return entries.filter(({ paper }) => fitting.has(paper.id))
  }
}

function textOf({ authors = [], abstract, date, published }: Paper): readonly string[] {
  const names = authors.length === 0 ? [] : [cleanLine(authors.join(', '), 300)]
  const day = published ?? date
  return [
    ...names,
    ...(abstract === '' ? [] : [truncate(cleanLine(abstract), longestText)]),
    ...(day === undefined ? [] : [`First published ${day}.`]),
  ]
}

export function titleOf(about: About): string {
  if (about.kind === 'all') return 'Paperboy: new papers'
  return about.kind === 'author'
    ? `Papers by ${cleanLine(about.name)}`
    : `Papers about ${cleanLine(about.words)}`
}

/**
 * What anybody may read of: papers of arXiv and Hugging Face, and those that ship with Paperboy. What came from files,
 * or a library, says what a group reads.
 */
export function publicPapers(shipped: ReadonlySet<string>): IsPublic {
  return ({ id, source }) => source === 'arxiv' || source === 'huggingface' || shipped.has(id)
}
