import type { PaperId } from '../papers/paper.ts'
import { cosine } from './cosine.ts'

/** How near each paper is to what somebody liked, and how far from what they did not: from -1 to 1, 0 for neither. */
export type Taste = ReadonlyMap<PaperId, number>

/** What the liked and the disliked count for, beside 1 for the query itself: the usual weights. */
const weights = { liked: 0.75, disliked: 0.15 }

type Vectors = ReadonlyMap<PaperId, { paper: Float32Array }>

/**
 * Relevance feedback after Rocchio (1971), with the weights of Manning, Raghavan and Schütze, Introduction to
 * Information Retrieval (2008), 9.1.1: a query moves to the mean of what was liked, by 0.75, and away from the mean of
 * what was not, by 0.15. The share of the query itself is left to the caller, who adds this to it. Vectors of one model crowd
 * on one side of their space, so that each is taken from the mean of all that are ranked: an ordinary paper is at 0.
 *
 * @param ranked papers of which the taste is wanted
 * @param vectors unit vectors of one model, of these papers and of the liked and the disliked; those without one count
 *   for nothing
 * @returns undefined where no vector of a liked or disliked paper is known
 */
export function tasteByMeaning(
  ranked: readonly PaperId[],
  { liked, disliked }: { liked: readonly PaperId[]; disliked: readonly PaperId[] },
  vectors: Vectors,
): Taste | undefined {
  const of = (ids: readonly PaperId[]) => ids.flatMap((id) => vectors.get(id)?.paper ?? [])
  const origin = meanOf(of(ranked))
  if (!origin) return undefined
  const from = (vector: Float32Array) => unit(vector.map((value, index) => value - (origin[index] ?? 0)))
  const [wanted, unwanted] = [meanOf(of(liked)), meanOf(of(disliked))].map((mean) => mean && from(mean))
  if (!wanted && !unwanted) return undefined
  const near = (vector: Float32Array, mean: Float32Array | undefined) => (mean ? cosine(vector, mean) : 0)
  return new Map(
    ranked.flatMap((id) => {
      const known = vectors.get(id)
      if (!known) return []
      const vector = from(known.paper)
      return [[id, weights.liked * near(vector, wanted) - weights.disliked * near(vector, unwanted)] as const]
    }),
  )
}

function meanOf(vectors: readonly Float32Array[]): Float32Array | undefined {
  const [first] = vectors
  if (!first) return undefined
  const sum = new Float32Array(first.length)
  for (const vector of vectors)
    for (const [index, value] of vector.entries()) sum[index] = (sum[index] ?? 0) + value
  return sum.map((value) => value / vectors.length)
}

/** What has no direction stays so. */
function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(cosine(vector, vector))
  return length < 1e-6 ? vector.fill(0) : vector.map((value) => value / length)
}
