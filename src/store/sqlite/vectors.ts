import type { DatabaseSync } from 'node:sqlite'
import { fromBytes, type Matrix, nearest, toBytes, toMatrix } from '../exact-nearest.ts'
import type { VectorIndex } from '../store.ts'
import { transaction } from './database.ts'
import { guarded } from './errors.ts'
import { watchRevision } from './revision.ts'

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
    const made = toMatrix(rows)
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
