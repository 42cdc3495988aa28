import type { DatabaseSync } from 'node:sqlite'
import { fromBytes, type Matrix, nearest, toBytes, toMatrix } from '../exact-nearest.ts'
import type { Hit, VectorIndex, VectorSpace } from '../store.ts'
import { transaction } from './database.ts'
import { guarded } from './errors.ts'
import { watchRevision } from './revision.ts'

export type SearchVectors = (space: VectorSpace, vector: Float32Array, limit: number) => readonly Hit[]

/** The search of the contract, as a function of SQLite: it reads all vectors, once for each change of them. */
export function createSearchVectors(database: DatabaseSync): SearchVectors {
  const all = database.prepare(`
    SELECT papers.id AS id, vector FROM vectors JOIN papers ON papers.key = vectors.paper WHERE model = ? ORDER BY id`)
  const revision = watchRevision(database)
  const matrices = new Map<string, Matrix>()

  function matrix(model: string): Matrix {
    if (revision.hasChanged()) matrices.clear()
    const known = matrices.get(model)
    if (known) return known
    const rows = all
      .all(model)
      .flatMap(({ id, vector }) => (vector instanceof Uint8Array ? [{ id: String(id), vector }] : []))
    const made = toMatrix(rows)
    matrices.set(model, made)
    return made
  }

  return ({ model, dimensions }, vector, limit) => {
    const stored = matrix(model)
    return stored.dimensions === dimensions ? nearest(stored, vector, limit) : []
  }
}

export function createVectorIndex(database: DatabaseSync, search: VectorIndex['search']): VectorIndex {
  const missing = database.prepare(`
    SELECT id FROM papers WHERE key NOT IN (SELECT paper FROM vectors WHERE model = ?) ORDER BY key LIMIT ?`)
  const insert = database.prepare(`
    INSERT OR REPLACE INTO vectors (model, paper, vector) SELECT ?, key, ? FROM papers WHERE id = ?`)
  const strange = database.prepare('SELECT 1 FROM vectors WHERE model = ? AND length(vector) <> ? LIMIT 1')
  const remove = database.prepare('DELETE FROM vectors WHERE model = ? AND length(vector) <> ?')
  const one = database.prepare(`
    SELECT vector FROM vectors JOIN papers ON papers.key = vectors.paper WHERE model = ? AND id = ?`)
  const count = database.prepare('SELECT count(*) AS vectors FROM vectors WHERE model = ?')
  const revision = watchRevision(database)

  return {
    missing: (model, limit) => guarded(() => missing.all(model, limit).map((row) => String(row.id))),
    put: ({ model, dimensions }, vectors) =>
      guarded(() =>
        transaction(database, () => {
          const bytes = dimensions * Float32Array.BYTES_PER_ELEMENT
          if (strange.get(model, bytes)) remove.run(model, bytes)
          for (const { id, vector } of vectors) insert.run(model, toBytes(vector), id)
          revision.raise()
        }),
      ),
    search,
    get: (model, id) =>
      guarded(() => {
        const vector = one.get(model, id)?.vector
        return vector instanceof Uint8Array ? fromBytes(vector) : undefined
      }),
    count: (model) => guarded(() => Number(count.get(model)?.vectors)),
  }
}
