import type { Paper, PaperId } from '../papers/paper.ts'
import type { Query } from './query.ts'
import type { RankedPaper, Search } from './search.ts'
import { likeness, termVectors } from './theme-terms.ts'

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
/**
 * The least coverage of the topic, and the least share of the best paper's, at which a paper belongs to it: chosen on
 * the topics of `data/eval/questions.jsonl`, recall before precision.
 */
const floor = { coverage: 0.22, ofBest: 0.45 }
/** Papers whose words stand for the topic, and what likeness to them adds to a paper's own coverage. */
const seeds = { papers: 5, weight: 0.8 }

/**
 * Finds a topic's papers: by its words, their synonyms and vectors, as any question, then again by likeness to the
 * papers that fit best, whose own words the topic may not have used.
 *
 * @param most how many of them at most
 */
export function createFindTopicPapers(search: Search, most = mostTopicPapers): FindTopicPapers {
  return async (topic, among) => {
    const found = await search(topic, { limit: looked, ...(among && { among }) })
    if (!found.relevant) return { query: found.query, papers: [], fitting: 0, searched: found.searched }
    const ranked = expand(found.papers.map(({ paper, fit }) => ({ paper, score: fit.coverage })))
    const best = ranked[0]?.score ?? 0
    const fitting = ranked.filter(({ score }) => score >= Math.max(floor.coverage, floor.ofBest * best))
    return {
      query: found.query,
      papers: fitting.slice(0, most),
      fitting: fitting.length,
      searched: found.searched,
    }
  }
}

/** Adds to the coverage of each paper how much it speaks like the best ones. */
function expand(found: readonly RankedPaper[]): readonly RankedPaper[] {
  const papers: readonly Paper[] = found.map(({ paper }) => paper)
  const vectors = termVectors(papers)
  const close = vectors.map((vector, index) =>
    Math.max(
      0,
      ...vectors.slice(0, seeds.papers).map((seed, place) => (place === index ? 0 : likeness(vector, seed))),
    ),
  )
  return found
    .map(({ paper, score }, index) => ({
      paper,
      score: Math.min(1, score + seeds.weight * (close[index] ?? 0)),
    }))
    .sort((one, other) => other.score - one.score)
}
