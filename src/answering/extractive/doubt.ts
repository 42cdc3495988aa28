import type { RankedSentence } from '../../retrieval/rank-sentences.ts'
import type { Nearest } from '../kind.ts'

/**
 * How doubtful it is that an abstract answers a question: it resembles what abstracts hardly ever say more than what they
 * usually say, and more than the best sentence. Whatever was added to that helped on one set of questions and hurt on
 * another. Only comparable within one model; undefined where nothing is known of meaning.
 *
 * @param picked the sentences that are shown
 * @param nearest how near the question is to examples of what abstracts usually say and hardly ever say, as cosines
 */
export function doubtOf(
  picked: readonly RankedSentence[],
  nearest: Pick<Nearest, 'problem' | 'stated' | 'detail'>,
): number | undefined {
  const best = Math.max(...picked.map(({ meaning }) => meaning ?? Number.NEGATIVE_INFINITY))
  const stated = Math.max(nearest.problem, nearest.stated)
  return Number.isFinite(best) ? nearest.detail - Math.max(best, stated) : undefined
}
