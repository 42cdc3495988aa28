import { asInt8, fromBytes, int8, lengthOf, toInt8, type Width } from './vector-bytes.ts'
import type { Hit } from './vectors.ts'

/** A vector as a row of the database has it. */
export type StoredVector = { id: string; vector: Uint8Array; width: Width }

/**
 * All vectors of one space in one block of memory, so that a search is one pass over it: about d bytes a paper. For
 * vectors of 384 numbers it takes 5 ms of a processor's time among 10,000 papers, and 46 ms among 100,000.
 */
export type Matrix = {
  /** How many papers there are. */
  size(): number
  /** Adds a paper, or replaces its vector. */
  put(stored: StoredVector): void
  /** Takes a paper out; the others stay. */
  remove(id: string): void
  /** Exact search: best first, those with the same cosine by id. */
  nearest(vector: Float32Array, limit: number): readonly Hit[]
}

/**
 * Vectors of papers that are gone, which a matrix may hold: so many more hits are looked at, and looked up. When there are
 * more of them, all vectors are read again, which takes 0.7 s of a processor's time for 100,000 papers.
 */
export const mostGone = 500

export function createMatrix(dimensions: number, all: Iterable<StoredVector> = []): Matrix {
  const ids: string[] = []
  const rows = new Map<string, number>()
  /** Of each vector, as its whole numbers have it. */
  const lengths: number[] = []
  let values = new Int8Array(dimensions * 64)

  function put({ id, vector, width }: StoredVector): void {
    const own = width === int8 ? asInt8(vector) : toInt8(fromBytes(vector, width))
    const row = rows.get(id) ?? ids.length
    if (row * dimensions === values.length) {
      const larger = new Int8Array(2 * values.length)
      larger.set(values)
      values = larger
    }
    values.set(own, row * dimensions)
    ids[row] = id
    lengths[row] = lengthOf(own)
    rows.set(id, row)
  }

  /** The last row takes the place of the one that goes. */
  function remove(id: string): void {
    const row = rows.get(id)
    if (row === undefined) return
    const last = ids.length - 1
    values.copyWithin(row * dimensions, last * dimensions, (last + 1) * dimensions)
    ids[row] = ids[last] ?? ''
    lengths[row] = lengths[last] ?? 0
    rows.set(ids[row], row)
    rows.delete(id)
    ids.pop()
    lengths.pop()
  }

  function scoresOf(vector: Float32Array): Float64Array {
    const scores = new Float64Array(ids.length)
    for (let row = 0; row < scores.length; row++) {
      const offset = row * dimensions
      let sum = 0
      for (let index = 0; index < dimensions; index++)
        sum += (values[offset + index] ?? 0) * (vector[index] ?? 0)
      scores[row] = sum / (lengths[row] || 1)
    }
    return scores
  }

  for (const stored of all) put(stored)
  return {
    size: () => ids.length,
    put,
    remove,
    nearest(vector, limit) {
      const scores = scoresOf(vector)
      // The best so far, best first: with few of them, nearly every paper is looked at once and left.
      const best: Hit[] = []
      for (let row = 0; row < scores.length; row++) {
        const score = scores[row] ?? 0
        const last = best[limit - 1]
        if (last !== undefined && score < last.score) continue
        const hit = { id: ids[row] ?? '', score }
        const place = best.findIndex((other) => isBetter(hit, other))
        best.splice(place === -1 ? best.length : place, 0, hit)
        if (best.length > limit) best.pop()
      }
      return best
    },
  }
}

const isBetter = (one: Hit, other: Hit): boolean =>
  one.score === other.score ? one.id < other.id : one.score > other.score
