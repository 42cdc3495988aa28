import { occurrences, type StemmedPaper } from '../../papers/stemmed-text.ts'
import type { Hit } from '../vectors.ts'

/** As SQLite's FTS5 ranks: k1 and b, and what a word in the title or among the names counts for. */
const k1 = 1.2
const b = 0.75
const weights = { title: 3, names: 1, abstract: 1 }

/**
 * Ranks papers by BM25 (Robertson and Zaragoza 2009), best first; those that hold nothing are left out.
 *
 * @param frequencies for each word or phrase, in stems, how many papers hold it
 * @param total how many papers there are
 */
export function rankByBm25(
  papers: readonly { id: string; text: StemmedPaper }[],
  frequencies: ReadonlyMap<string, number>,
  total: number,
): readonly Hit[] {
  const usualLength = papers.reduce((sum, { text }) => sum + text.all.length, 0) / Math.max(papers.length, 1)
  const rarities = [...frequencies].map(
    ([phrase, frequency]) => [phrase, Math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))] as const,
  )
  const scoreOf = (text: StemmedPaper) => {
    const discount = k1 * (1 - b + (b * text.all.length) / usualLength)
    return rarities.reduce((score, [phrase, rarity]) => {
      const found =
        weights.title * occurrences(text.title, phrase) +
        weights.names * occurrences(text.names, phrase) +
        weights.abstract * occurrences(text.abstract, phrase)
      return score + (rarity * found * (k1 + 1)) / (found + discount)
    }, 0)
  }
  return papers
    .map(({ id, text }) => ({ id, score: scoreOf(text) }))
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1))
}
