import type { FoundPaper } from './search.ts'

/** How far a paper stands out of the background, against the best one: 0 for not at all, 1 as far. */
const standsOut = 0.3
/** From the first of these ranks on, papers are taken for the background: they merely resemble the question. */
const background = { from: 10, to: 40 }

/**
 * Those of the ranked papers that stand out of the background: how many papers a question or topic is about differs, but
 * those about something else all score alike.
 *
 * @param ranked best first, deep enough for a background
 */
export function fittingPapers(ranked: readonly FoundPaper[]): readonly FoundPaper[] {
  const best = ranked[0]?.score ?? 0
  const scores = ranked.slice(background.from, background.to).map(({ score }) => score)
  const floor = scores.length === 0 ? 0 : scores.reduce((sum, score) => sum + score, 0) / scores.length
  return ranked.filter(({ score }) => score >= floor + standsOut * (best - floor))
}
