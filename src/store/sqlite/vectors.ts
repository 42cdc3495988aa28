import type { DatabaseSync } from 'node:sqlite'
import type { Hit, VectorIndex } from '../store.ts'
import { transaction } from './database.ts'
import { guarded } from './errors.ts'
import { watchRevision } from './revision.ts'

/** All vectors of one model in one block, so that a search is one pass over memory. */
type Matrix = { dimensions: number; ids: readonly string[]; values: Float32Array }

export function createVectorIndex(database: DatabaseSync): VectorIndex {
  const missing = database.prepare(`
    SELECT id FROM papers WHERE key NOT IN (SELECT paper FROM vectors WHERE model = ?) ORDER BY key LIMIT ?`)
  const insert = database.prepare(`
    INSERT OR REPLACE INTO vectors (model, paper, vector) SELECT ?, key, ? FROM papers WHERE id = ?`)
  const all = database.prepare(`
    SELECT papers.id AS id, vector FROM vectors JOIN papers ON papers.key = vectors.paper WHERE model = ? ORDER BY id`)
  const one = database.prepare(`
    SELECT vector FROM vectors JOIN papers ON papers.key = vectors.paper WHERE model = ? AND id = ?`)
  const count = database.prepare('SELECT count(*) AS vectors FROM vectors WHERE model = ?')
  const revision = watchRevision(database)
  const matrices = new Map<string, Matrix>()

  function matrix(model: string): Matrix {
    if (revision.hasChanged()) matrices.clear()
    const known = matrices.get(model)
    if (known) return known
    const rows = all
      .all(model)
      .flatMap(({ id, vector }) => (vector instanceof Uint8Array ? [{ id: String(id), vector }] : []))
    const dimensions = (rows[0]?.vector.byteLength ?? 0) / 4
    const same = rows.filter(({ vector }) => vector.byteLength === dimensions * 4)
    const values = new Float32Array(same.length * dimensions)
    for (const [row, { vector }] of same.entries()) values.set(fromBytes(vector), row * dimensions)
    const made = { dimensions, ids: same.map(({ id }) => id), values }
    matrices.set(model, made)
    return made
  }

  return {
    missing: (model, limit) => guarded(() => missing.all(model, limit).map((row) => String(row.id))),
    put: ({ model }, vectors) =>
      guarded(() =>
        transaction(database, () => {
          for (const { id, vector } of vectors) insert.run(model, toBytes(vector), id)
          revision.raise()
        }),
      ),
    search: ({ model, dimensions }, vector, limit) =>
      guarded(() => {
        const stored = matrix(model)
        return stored.dimensions === dimensions ? nearest(stored, vector, limit) : []
      }),
    get: (model, id) =>
      guarded(() => {
        const vector = one.get(model, id)?.vector
        return vector instanceof Uint8Array ? fromBytes(vector) : undefined
      }),
    count: (model) => guarded(() => Number(count.get(model)?.vectors)),
  }
}

/** Exact search: the dot product of unit vectors is their cosine. */
function nearest({ ids, values, dimensions }: Matrix, vector: Float32Array, limit: number): readonly Hit[] {
  const hits = ids.map((id, row) => {
    let score = 0
    const offset = row * dimensions
    for (let index = 0; index < dimensions; index++)
      score += (values[offset + index] ?? 0) * (vector[index] ?? 0)
    return { id, score }
  })
  return hits.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, limit)
}

const toBytes = (vector: Float32Array) => new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)
// Copied, because a row's bytes need not lie on a four-byte border.
const fromBytes = (bytes: Uint8Array) => new Float32Array(bytes.slice().buffer)
