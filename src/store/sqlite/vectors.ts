import type { DatabaseSync } from 'node:sqlite'
import { createMatrix, type Matrix, mostGone, type StoredVector } from '../exact-nearest.ts'
import { int8, toBytes, toPaperVectors, toWidth } from '../vector-bytes.ts'
import type { Hit, PaperVectors, VectorIndex, VectorSpace } from '../vectors.ts'
import { transaction } from './database.ts'
import { guarded } from './errors.ts'
import { watchRevision } from './revision.ts'

export type SearchVectors = (space: VectorSpace, vector: Float32Array, limit: number) => readonly Hit[]

type Row = Record<string, unknown>

/** All vectors of a space in memory, as they were in a revision, and how many more of papers that are gone. */
type Kept = { matrix: Matrix; revision: number; gone: number }

/**
 * The search of the contract, as a function of SQLite. It keeps all vectors in memory, and reads those that were written
 * since the last search; those that are gone are found out when they are met.
 */
export function createSearchVectors(database: DatabaseSync): SearchVectors {
  const since = database.prepare(`
    SELECT papers.id AS id, width, vector FROM vectors JOIN papers ON papers.key = vectors.paper
    WHERE model = ? AND dimensions = ? AND revision > ?`)
  const count = database.prepare('SELECT count(*) AS vectors FROM vectors WHERE model = ? AND dimensions = ?')
  const isThere = database.prepare(`
    SELECT 1 FROM papers JOIN vectors ON vectors.paper = papers.key WHERE id = ? AND model = ? AND dimensions = ?`)
  const revision = watchRevision(database)
  const spaces = new Map<string, Kept>()

  /** Vectors written after a revision; those of older versions have 0. */
  const written = ({ model, dimensions }: VectorSpace, after: number) =>
    storedVectors(since.iterate(model, dimensions, after))

  function refresh(space: VectorSpace, known: Kept | undefined): Kept {
    // Read before the vectors: what others write meanwhile is read once more the next time.
    const now = revision.current()
    if (known?.revision === now) return known
    if (known) {
      for (const stored of written(space, known.revision)) known.matrix.put(stored)
      const gone = Math.max(
        0,
        known.matrix.size() - Number(count.get(space.model, space.dimensions)?.vectors),
      )
      if (gone <= mostGone) return { matrix: known.matrix, revision: now, gone }
    }
    return { matrix: createMatrix(space.dimensions, written(space, -1)), revision: now, gone: 0 }
  }

  return (space, vector, limit) => {
    const key = JSON.stringify([space.model, space.dimensions])
    const kept = refresh(space, spaces.get(key))
    spaces.set(key, kept)
    const hits = kept.matrix.nearest(vector, limit + kept.gone)
    if (kept.gone === 0) return hits
    const present = hits.filter(({ id }) => isThere.get(id, space.model, space.dimensions) !== undefined)
    for (const hit of hits) if (!present.includes(hit)) kept.matrix.remove(hit.id)
    kept.gone -= hits.length - present.length
    return present.slice(0, limit)
  }
}

function* storedVectors(rows: Iterable<Row>): Iterable<StoredVector> {
  for (const { id, width, vector } of rows)
    if (vector instanceof Uint8Array) yield { id: String(id), width: toWidth(width), vector }
}

export function createVectorIndex(database: DatabaseSync, search: VectorIndex['search']): VectorIndex {
  const missing = database.prepare(`
    SELECT id FROM papers WHERE key NOT IN (SELECT paper FROM vectors WHERE model = ?)
    ORDER BY day DESC, key DESC LIMIT ?`)
  const insert = database.prepare(`
    INSERT INTO vectors (model, paper, width, vector, revision)
    SELECT ?, key, ${int8}, ?, ? FROM papers WHERE id = ? AND title = ? AND abstract = ?
    ON CONFLICT DO UPDATE SET width = excluded.width, vector = excluded.vector, revision = excluded.revision
    RETURNING paper`)
  // Not one statement with "<>", for which every vector would be looked at.
  const dropShorter = database.prepare('DELETE FROM vectors WHERE model = ? AND dimensions < ?')
  const dropLonger = database.prepare('DELETE FROM vectors WHERE model = ? AND dimensions > ?')
  const dropSentences = database.prepare('DELETE FROM sentence_vectors WHERE model = ? AND paper = ?')
  const insertPassages = database.prepare('INSERT INTO sentence_vectors VALUES (?, ?, ?)')
  const one = database.prepare(`
    SELECT width, vector, vectors AS passages FROM papers JOIN vectors ON vectors.paper = papers.key
    LEFT JOIN sentence_vectors USING (model, paper) WHERE id = ? AND model = ?`)
  const count = database.prepare('SELECT count(*) AS vectors FROM vectors WHERE model = ?')
  const revision = watchRevision(database)

  return {
    missing: (model, limit) => guarded(() => missing.all(model, limit).map((row) => String(row.id))),
    put: ({ model, dimensions }, papers) =>
      guarded(() =>
        transaction(database, () => {
          for (const drop of [dropShorter, dropLonger]) drop.run(model, dimensions)
          const now = revision.raise()
          let stored = 0
          for (const { of, paper, passages } of papers) {
            const written = insert.get(model, toBytes([paper]), now, of.id, of.title, of.abstract)
            if (!written) continue
            const key = Number(written.paper)
            dropSentences.run(model, key)
            if (passages) insertPassages.run(model, key, toBytes(passages))
            stored++
          }
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
