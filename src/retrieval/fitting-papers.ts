import type { FoundPaper, SearchResult } from './search.ts'

/** How far a paper stands out of the background, against the best one: 0 for not at all, 1 as far. */
const standsOut = 0.3

/**
 * Those of the papers that stand out of the background: how many papers a question or topic is about differs, but those
 * about something else all score alike. Best first.
 */
export function fittingPapers({
  papers,
  background,
}: Pick<SearchResult, 'papers' | 'background'>): readonly FoundPaper[] {
  const best = papers[0]?.score ?? 0
  return papers.filter(({ score }) => score >= background + standsOut * (best - background))
}
