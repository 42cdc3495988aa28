import { asInt8, fromBytes, int8, lengthOf, toInt8, type Width } from './vector-bytes.ts'
import type { Hit } from './vectors.ts'

/** All vectors of one space in one block, so that a search is one pass over memory: about d bytes a paper. */
export type Matrix = {
  dimensions: number
  ids: readonly string[]
  values: Int8Array
  /** Of each vector, as its whole numbers have it. */
  lengths: Float64Array
}

/** A vector as a row of the database has it. */
export type StoredVector = { id: string; vector: Uint8Array; width: Width }

/** Puts vectors of so many dimensions together. */
export function toMatrix(dimensions: number, rows: Iterable<StoredVector>): Matrix {
  const ids: string[] = []
  const lengths: number[] = []
  let values = new Int8Array(dimensions * 64)
  for (const { id, vector, width } of rows) {
    const start = ids.length * dimensions
    if (start === values.length) {
      const larger = new Int8Array(2 * start)
      larger.set(values)
      values = larger
    }
    const own = width === int8 ? asInt8(vector) : toInt8(fromBytes(vector, width))
    values.set(own, start)
    ids.push(id)
    lengths.push(lengthOf(own))
  }
  return {
    dimensions,
    ids,
    values: values.slice(0, ids.length * dimensions),
    lengths: Float64Array.from(lengths),
  }
}

/** Exact search: best first, those with the same cosine by id. */
export function nearest(
  { ids, values, lengths, dimensions }: Matrix,
  vector: Float32Array,
  limit: number,
): readonly Hit[] {
  const scores = Float64Array.from(lengths, (length, row) => {
    let sum = 0
    const offset = row * dimensions
    for (let index = 0; index < dimensions; index++)
      sum += (values[offset + index] ?? 0) * (vector[index] ?? 0)
    return length === 0 ? 0 : sum / length
  })
  const score = (row: number) => scores[row] ?? 0
  const id = (row: number) => ids[row] ?? ''
  const isBetter = (one: number, other: number) =>
    score(one) === score(other) ? id(one) < id(other) : score(one) > score(other)
  // The best rows so far, best first: with so few of them, most rows are looked at once and left.
  const best: number[] = []
  for (const row of scores.keys()) {
    const last = best.at(-1)
    if (best.length >= limit && (last === undefined || !isBetter(row, last))) continue
    const place = best.findIndex((other) => isBetter(row, other))
    best.splice(place === -1 ? best.length : place, 0, row)
    if (best.length > limit) best.pop()
  }
  return best.map((row) => ({ id: id(row), score: score(row) }))
}
