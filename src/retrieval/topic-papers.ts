import type { PaperId } from '../papers/paper.ts'
import type { PaperVectors } from '../store/vectors.ts'
import { cosine } from './cosine.ts'
import { fittingPapers, scoredForTopic } from './fitting-papers.ts'
import type { Meaning } from './meaning.ts'
import type { Query } from './query.ts'
import type { FoundPaper, RankedPaper, Search, SearchResult } from './search.ts'
import { weights } from './weights.ts'

/** The papers that a topic is about. */
export type TopicPapers = {
  query: Query
  /** Best first, no more than were asked for. */
  papers: readonly RankedPaper[]
  /** How many fit, those beyond the cap too, as far as they were looked at. */
  fitting: number
  /** How many were searched. */
  searched: number
}

/** Topic -> its papers: as many of them as can be found, rather than only the best. */
export type FindTopicPapers = (topic: string, among?: readonly PaperId[]) => Promise<TopicPapers>

/** More papers than these are no summary but a list. */
export const mostTopicPapers = 24
/** Papers that are looked at closer. */
const looked = 80
/** Papers that stand for a topic. */
const seeds = 3

/**
 * Finds a topic's papers: as for any question, then again by likeness to the papers that fit best, whose own words the
 * topic may not have used. Those that stand out of the rest are about it; none may be.
 *
 * @param most how many of them at most
 */
export function createFindTopicPapers(
  { search, meaning }: { search: Search; meaning: Meaning },
  most = mostTopicPapers,
): FindTopicPapers {
  return async (topic, among) => {
    const found = await search(topic, { limit: looked, ...(among && { among }) })
    const { query, searched, papers } = found
    const vectors = await meaning.papers(papers.map(({ paper }) => paper.id))
    const fitting = isThere(found) ? fittingPapers(expand(papers, vectors)) : []
    return { query, papers: fitting.slice(0, most), fitting: fitting.length, searched }
  }

  /** Whether any paper is about the topic at all: only its meaning tells that, as words may all be other ones. */
  function isThere({ vector, nearest = 0 }: SearchResult): boolean {
    const sure = vector && meaning.calibration?.sure
    return sure === undefined || nearest >= sure
  }
}

/** Ranks papers again by how much each is like the best ones, which say more than the few words of a topic. */
function expand(
  found: readonly FoundPaper[],
  vectors: ReadonlyMap<PaperId, PaperVectors>,
): readonly FoundPaper[] {
  const scored = scoredForTopic(found)
  const own = scored.slice(0, seeds)
  return scored
    .map((one) => {
      const vector = vectors.get(one.paper.id)?.paper
      const likeness = own.map((seed) => {
        const other = vectors.get(seed.paper.id)?.paper
        return seed === one || !vector || !other ? 0 : cosine(vector, other) * seed.score
      })
      return { ...one, score: one.score + weights.topic.likeness * Math.max(0, ...likeness) }
    })
    .sort((one, other) => other.score - one.score)
}
