import type { Hit } from './store.ts'

/** All vectors of one model in one block, so that a search is one pass over memory. */
export type Matrix = { dimensions: number; ids: readonly string[]; values: Float32Array }

/** Puts vectors together; those that have not as many numbers as the first are left out. */
export function toMatrix(rows: readonly { id: string; vector: Uint8Array }[]): Matrix {
  const dimensions = (rows[0]?.vector.byteLength ?? 0) / 4
  const same = rows.filter(({ vector }) => vector.byteLength === dimensions * 4)
  const values = new Float32Array(same.length * dimensions)
  for (const [row, { vector }] of same.entries()) values.set(fromBytes(vector), row * dimensions)
  return { dimensions, ids: same.map(({ id }) => id), values }
}

/** Exact search: the dot product of unit vectors is their cosine. */
export function nearest(
  { ids, values, dimensions }: Matrix,
  vector: Float32Array,
  limit: number,
): readonly Hit[] {
  const hits = ids.map((id, row) => {
    let score = 0
    const offset = row * dimensions
    for (let index = 0; index < dimensions; index++)
      score += (values[offset + index] ?? 0) * (vector[index] ?? 0)
    return { id, score }
  })
  return hits.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, limit)
}

export const toBytes = (vector: Float32Array): Uint8Array =>
  new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)
// Copied, because a row's bytes need not lie on a four-byte border.
export const fromBytes = (bytes: Uint8Array): Float32Array => new Float32Array(Uint8Array.from(bytes).buffer)
