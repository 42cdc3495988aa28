import type { DatabaseSync } from 'node:sqlite'
import { type Matrix, nearest, type StoredVector, toMatrix } from '../exact-nearest.ts'
import type { Hit, PaperVectors, VectorIndex, VectorSpace } from '../store.ts'
import { int8, toBytes, toPaperVectors, toWidth } from '../vector-bytes.ts'
import { transaction } from './database.ts'
import { guarded } from './errors.ts'
import { watchRevision } from './revision.ts'

export type SearchVectors = (space: VectorSpace, vector: Float32Array, limit: number) => readonly Hit[]

type Row = Record<string, unknown>

/** The search of the contract, as a function of SQLite: it reads all vectors, once for each change of them. */
export function createSearchVectors(database: DatabaseSync): SearchVectors {
  const all = database.prepare(`
    SELECT papers.id AS id, width, vector FROM vectors JOIN papers ON papers.key = vectors.paper
    WHERE model = ? AND dimensions = ?`)
  const revision = watchRevision(database)
  const matrices = new Map<string, Matrix>()

  function matrix({ model, dimensions }: VectorSpace): Matrix {
    if (revision.hasChanged()) matrices.clear()
    const space = JSON.stringify([model, dimensions])
    const known = matrices.get(space)
    if (known) return known
    const made = toMatrix(dimensions, storedVectors(all.iterate(model, dimensions)))
    matrices.set(space, made)
    return made
  }

  return (space, vector, limit) => nearest(matrix(space), vector, limit)
}

function* storedVectors(rows: Iterable<Row>): Iterable<StoredVector> {
  for (const { id, width, vector } of rows)
    if (vector instanceof Uint8Array) yield { id: String(id), width: toWidth(width), vector }
}

export function createVectorIndex(database: DatabaseSync, search: VectorIndex['search']): VectorIndex {
  const missing = database.prepare(`
    SELECT id FROM papers WHERE NOT EXISTS (SELECT 1 FROM vectors WHERE paper = key AND model = ?)
    ORDER BY day DESC, key DESC LIMIT ?`)
  const insert = database.prepare(`
    INSERT INTO vectors (model, paper, width, vector)
    SELECT ?, key, ${int8}, ? FROM papers WHERE id = ? AND title = ? AND abstract = ?
    ON CONFLICT DO UPDATE SET width = excluded.width, vector = excluded.vector
    RETURNING paper`)
  // Not one statement with "<>", for which every vector would be looked at.
  const dropShorter = database.prepare('DELETE FROM vectors WHERE model = ? AND dimensions < ?')
  const dropLonger = database.prepare('DELETE FROM vectors WHERE model = ? AND dimensions > ?')
  const dropSentences = database.prepare('DELETE FROM sentence_vectors WHERE model = ? AND paper = ?')
  const insertSentences = database.prepare('INSERT INTO sentence_vectors VALUES (?, ?, ?)')
  const one = database.prepare(`
    SELECT width, vector, vectors AS sentences FROM papers JOIN vectors ON vectors.paper = papers.key
    LEFT JOIN sentence_vectors USING (model, paper) WHERE id = ? AND model = ?`)
  const count = database.prepare('SELECT count(*) AS vectors FROM vectors WHERE model = ?')
  const revision = watchRevision(database)

  return {
    missing: (model, limit) => guarded(() => missing.all(model, limit).map((row) => String(row.id))),
    put: ({ model, dimensions }, papers) =>
      guarded(() =>
        transaction(database, () => {
          for (const drop of [dropShorter, dropLonger]) drop.run(model, dimensions)
          let stored = 0
          for (const { of, paper, sentences } of papers) {
            const written = insert.get(model, toBytes([paper]), of.id, of.title, of.abstract)
            if (!written) continue
            const key = Number(written.paper)
            dropSentences.run(model, key)
            if (sentences) insertSentences.run(model, key, toBytes(sentences))
            stored++
          }
          revision.raise()
          return stored
        }),
      ),
    search,
    get: (model, ids) =>
      guarded(() => {
        const found = new Map<string, PaperVectors>()
        for (const id of ids) {
          const vectors = toPaperVectors(one.get(id, model))
          if (vectors) found.set(id, vectors)
        }
        return found
      }),
    count: (model) => guarded(() => Number(count.get(model)?.vectors)),
  }
}
