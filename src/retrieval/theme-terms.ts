import type { Paper } from '../papers/paper.ts'
import { isStopWord, stem, wordsOf } from '../papers/words.ts'
import { cosine } from './cosine.ts'

/** A paper as weights of its terms (stems, and pairs of neighbours), of length 1; empty when no term tells anything. */
export type TermVector = ReadonlyMap<string, number>

/** What a term in the title counts for, against one in the abstract. */
const titleWeight = 3
/** A pair of words says more than its words alone, and is rarer. */
const pairWeight = 1.5

/** Whether a lower-case word says something of what a paper is about. */
export function isThemeWord(word: string): boolean {
  return word.length > 2 && !/^\d/.test(word) && !isStopWord(word)
}

/**
 * What tells these papers apart from one another: sublinear frequency times rarity among them (tf-idf, Salton and
 * Buckley 1988). A term of one paper only, or of all, tells nothing.
 *
 * @returns one vector for each paper, in their order
 */
export function termVectors(papers: readonly Paper[]): readonly TermVector[] {
  const counted = papers.map(countTerms)
  const holders = new Map<string, number>()
  for (const counts of counted)
    for (const term of counts.keys()) holders.set(term, (holders.get(term) ?? 0) + 1)
  return counted.map((counts) =>
    unit(
      [...counts].map(([term, count]) => {
        const papersWithIt = holders.get(term) ?? 0
        const rarity = papersWithIt < 2 ? 0 : Math.log(papers.length / papersWithIt)
        return [term, (1 + Math.log(count)) * rarity * (term.includes(' ') ? pairWeight : 1)] as const
      }),
    ),
  )
}

/** The cosine of two vectors, 0 to 1. */
function likeness(one: TermVector, other: TermVector): number {
  const [small, large] = one.size < other.size ? [one, other] : [other, one]
  let sum = 0
  for (const [term, weight] of small) sum += weight * (large.get(term) ?? 0)
  return sum
}

/** Vectors added up and brought to length 1 again: what a group is about. */
export function centroid(vectors: readonly TermVector[]): TermVector {
  const sum = new Map<string, number>()
  for (const vector of vectors)
    for (const [term, weight] of vector) sum.set(term, (sum.get(term) ?? 0) + weight)
  return unit([...sum])
}

function unit(weights: readonly (readonly [string, number])[]): TermVector {
  const telling = weights.filter(([, weight]) => weight > 0)
  const length = Math.hypot(...telling.map(([, weight]) => weight))
  return new Map(telling.map(([term, weight]) => [term, weight / length]))
}

function countTerms({ title, abstract }: Paper): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const count = (text: string, weight: number) => {
    let previous: string | undefined
    for (const word of wordsOf(text)) {
      const current = isThemeWord(word) ? stem(word) : undefined
      const pair = previous !== undefined && current !== undefined ? `${previous} ${current}` : undefined
      for (const term of [current, pair])
        if (term !== undefined) counts.set(term, (counts.get(term) ?? 0) + weight)
      previous = current
    }
  }
  count(title, titleWeight)
  count(abstract, 1)
  return counts
}

/**
 * The cosines of papers with each other, by their meaning where it is known of all of them, else by their words.
 *
 * @param vectors of the papers, in their order
 */
export function likenessesOf(
  papers: readonly Paper[],
  vectors?: readonly Float32Array[],
): readonly (readonly number[])[] {
  if (vectors?.length === papers.length)
    return vectors.map((one) => vectors.map((other) => cosine(one, other)))
  const terms = termVectors(papers)
  return terms.map((one) => terms.map((other) => likeness(one, other)))
}
