import type { FoundPaper } from './search.ts'
import { weights } from './weights.ts'

/** Ranks that are looked at: behind them stand only papers that merely resemble the question. */
const looked = 40
/** Among fewer papers there is no background, and this share of the best score is enough. */
const fewest = 10
const nearBest = 0.3

/**
 * Papers ranked as all those of a topic, and not for the one that a question is about: each word counts as much as the
 * next. Best first.
 */
export function scoredForTopic(found: readonly FoundPaper[]): readonly FoundPaper[] {
  return found
    .map((one) => {
      const { meaning, words } = one.fit
      return meaning === undefined ? one : { ...one, score: meaning + weights.topic.words * words }
    })
    .sort((one, other) => other.score - one.score)
}

/**
 * Those of the ranked papers that stand out of the others: how many papers a question or topic is about differs, but
 * those about something else all score alike. The border is where it parts the scores best (Otsu 1979), so that nothing
 * has to be known of a model's scores.
 *
 * @param ranked best first, deep enough for a background
 */
export function fittingPapers(ranked: readonly FoundPaper[]): readonly FoundPaper[] {
  const scores = ranked.slice(0, looked).map(({ score }) => score)
  const [best = 0] = scores
  if (scores.length < fewest) return ranked.filter(({ score }) => score >= nearBest * best)
  return ranked.slice(0, borderOf(scores))
}

/** How many of the falling scores lie above the border that leaves most of their variance between the two parts. */
function borderOf(scores: readonly number[]): number {
  const whole = scores.reduce((sum, score) => sum + score, 0)
  let [border, most, above] = [1, 0, 0]
  for (const [index, score] of scores.slice(0, -1).entries()) {
    above += score
    const [inside, outside] = [index + 1, scores.length - index - 1]
    const between = inside * outside * (above / inside - (whole - above) / outside) ** 2
    if (between > most) [border, most] = [inside, between]
  }
  return border
}
