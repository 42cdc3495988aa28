import { createMatrix, type Matrix, mostGone, type StoredVector } from '../exact-nearest.ts'
import { fromBytes, int8, toBytes, toPaperVectors, toWidth } from '../vector-bytes.ts'
import type { Hit, PaperVectors, VectorIndex, VectorSpace } from '../vectors.ts'
import type { Database, Row, RunQuery } from './database.ts'
import { type Extensions, indexSpace, inWords, isIndexable } from './extensions.ts'
import { lockPapers } from './write-papers.ts'

/** Vectors that are read from the database at a time. */
const page = 5_000
/**
 * The vectors of a space in memory, and how many more of papers that are gone; the last one that was read, and the
 * database's counter of changes then.
 */
type Kept = { matrix: Matrix; gone: number; revision: number; paper: number; counter: number }
const empty = (dimensions: number): Kept => ({
  matrix: createMatrix(dimensions),
  gone: 0,
  revision: -1,
  paper: -1,
  counter: -1,
})

/** How many more papers pgvector is asked for, since it compares numbers of half precision: ours rank them. */
const slack = 3

export function createVectorIndex(database: Database, { nearest: hasIndex }: Extensions): VectorIndex {
  const spaces = new Map<number, Kept>()
  /** One search at a time: it changes what is kept. */
  let reading: Promise<unknown> = Promise.resolve()

  async function spaceOf({ model, dimensions }: VectorSpace, query: RunQuery): Promise<number | undefined> {
    const { rows } = await query('SELECT number FROM spaces WHERE model = $1 AND dimensions = $2', [
      model,
      dimensions,
    ])
    return rows[0] && Number(rows[0].number)
  }

  /** The number of a space, which is made with its index when it is new. */
  async function makeSpace(space: VectorSpace, query: RunQuery): Promise<number> {
    const { model, dimensions } = space
    await query('INSERT INTO spaces (model, dimensions) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      model,
      dimensions,
    ])
    const number = (await spaceOf(space, query)) ?? 0
    if (hasIndex) await indexSpace(query, number, dimensions)
    return number
  }

  /** All vectors of a space in memory, as they are now: what was written since the last time is read. */
  async function refresh(space: number, dimensions: number): Promise<Kept> {
    // Read before the vectors: what others write meanwhile is looked at once more the next time.
    const counter = Number((await database.query('SELECT vectors FROM paperboy')).rows[0]?.vectors)
    const known = spaces.get(space)
    if (known?.counter === counter) return known
    const kept = known ?? empty(dimensions)
    await readOn(space, kept)
    const { rows } = await database.query('SELECT count(*) AS count FROM vectors WHERE space = $1', [space])
    kept.gone = Math.max(0, kept.matrix.size() - Number(rows[0]?.count))
    if (kept.gone > mostGone) {
      Object.assign(kept, empty(dimensions))
      await readOn(space, kept)
    }
    kept.counter = counter
    spaces.set(space, kept)
    return kept
  }

  /** Compares all vectors; those of papers that are gone are found out when they are met. */
  async function searchAll(space: number, vector: Float32Array, limit: number): Promise<readonly Hit[]> {
    const kept = await refresh(space, vector.length)
    const hits = kept.matrix.nearest(vector, limit + kept.gone)
    if (kept.gone === 0) return hits
    const { rows } = await database.query(
      'SELECT id FROM papers JOIN vectors ON vectors.paper = papers.key WHERE space = $1 AND id = ANY ($2)',
      [space, hits.map(({ id }) => id)],
    )
    const there = new Set(rows.map(({ id }) => String(id)))
    for (const { id } of hits) if (!there.has(id)) kept.matrix.remove(id)
    kept.gone -= hits.length - there.size
    return hits.filter(({ id }) => there.has(id)).slice(0, limit)
  }

  /** Reads the vectors behind the last one that was read, some at a time: rows take many times the memory of the matrix. */
  async function readOn(space: number, kept: Kept): Promise<void> {
    for (;;) {
      const { rows } = await database.query(
        `SELECT papers.id AS id, width, vector, revision, vectors.paper AS paper
        FROM vectors JOIN papers ON papers.key = vectors.paper
        WHERE space = $1 AND (revision, vectors.paper) > ($2, $3) ORDER BY revision, vectors.paper LIMIT ${page}`,
        [space, kept.revision, kept.paper],
      )
      for (const stored of rows.flatMap(toStored)) kept.matrix.put(stored)
      const last = rows.at(-1)
      if (last) Object.assign(kept, { revision: Number(last.revision), paper: Number(last.paper) })
      if (rows.length < page) return
    }
  }

  /** By pgvector's index, in half precision, then exactly. */
  async function searchIndex(number: number, vector: Float32Array, limit: number): Promise<readonly Hit[]> {
    const type = `halfvec(${vector.length})`
    const { rows } = await database.query(
      `SELECT papers.id AS id, width, vector FROM (
        SELECT paper, width, vector FROM vectors WHERE space = ${number} ORDER BY near::${type} <=> $1::${type} LIMIT $2
      ) AS near JOIN papers ON papers.key = near.paper`,
      [inWords(vector), limit * slack],
    )
    return createMatrix(vector.length, rows.flatMap(toStored)).nearest(vector, limit)
  }

  return {
    async missing(model, limit) {
      const { rows } = await database.query(
        `SELECT id FROM papers WHERE NOT EXISTS (SELECT 1 FROM vectors WHERE model = $1 AND paper = key)
        ORDER BY day DESC NULLS LAST, key DESC LIMIT $2`,
        [model, limit],
      )
      return rows.map(({ id }) => String(id))
    },
    put: (space, vectors) =>
      database.transaction(async (query) => {
        await lockPapers(query)
        const number = await makeSpace(space, query)
        const raised = await query('UPDATE paperboy SET vectors = vectors + 1 RETURNING vectors')
        await query(
          `DELETE FROM vectors WHERE space IN (SELECT number FROM spaces WHERE model = $1 AND number <> $2)`,
          [space.model, number],
        )
        // Each once: one statement writes no row twice.
        const all = [...new Map(vectors.map((each) => [each.of.id, each])).values()]
        const written = await query(
          `INSERT INTO vectors (model, paper, space, width, revision, vector${hasIndex ? ', near' : ''})
          SELECT $1, key, $2, ${int8}, $8, given.vector${hasIndex ? ', given.near::halfvec' : ''}
          FROM unnest($3::text[], $4::text[], $5::text[], $6::bytea[], $7::text[])
            AS given (id, title, abstract, vector, near)
          JOIN papers ON papers.id = given.id AND papers.title = given.title AND papers.abstract = given.abstract
          ON CONFLICT (model, paper) DO UPDATE SET space = excluded.space, width = excluded.width,
            revision = excluded.revision, vector = excluded.vector${hasIndex ? ', near = excluded.near' : ''}
          RETURNING paper`,
          [
            space.model,
            number,
            all.map(({ of }) => of.id),
            all.map(({ of }) => of.title),
            all.map(({ of }) => of.abstract),
            all.map(({ paper }) => Buffer.from(toBytes([paper]))),
            all.map(({ paper }) => (hasIndex ? inWords(fromBytes(toBytes([paper]), int8)) : null)),
            Number(raised.rows[0]?.vectors),
          ],
        )
        const keys = written.rows.map(({ paper }) => Number(paper))
        await query('DELETE FROM sentence_vectors WHERE model = $1 AND paper = ANY ($2)', [space.model, keys])
        const split = all.flatMap(({ of, passages }) => (passages ? [{ id: of.id, passages }] : []))
        await query(
          `INSERT INTO sentence_vectors (model, paper, vectors)
          SELECT $1, key, given.vectors FROM unnest($2::text[], $3::bytea[]) AS given (id, vectors)
          JOIN papers ON papers.id = given.id WHERE key = ANY ($4)`,
          [
            space.model,
            split.map(({ id }) => id),
            split.map(({ passages }) => Buffer.from(toBytes(passages))),
            keys,
          ],
        )
        return keys.length
      }),
    async search(space, vector, limit) {
      const number = await spaceOf(space, database.query)
      if (number === undefined) return []
      if (hasIndex && isIndexable(space.dimensions)) return searchIndex(number, vector, limit)
      const found = reading.then(() => searchAll(number, vector, limit))
      reading = found.catch(() => undefined)
      return found
    },
    async get(model, ids) {
      const { rows } = await database.query(
        `SELECT id, width, vector, vectors AS passages FROM papers JOIN vectors ON vectors.paper = papers.key
        LEFT JOIN sentence_vectors USING (model, paper) WHERE model = $1 AND id = ANY ($2)`,
        [model, ids],
      )
      return new Map<string, PaperVectors>(
        rows.flatMap((row) => {
          const vectors = toPaperVectors(row)
          return vectors ? [[String(row.id), vectors]] : []
        }),
      )
    },
    async count(model) {
      const { rows } = await database.query('SELECT count(*) AS vectors FROM vectors WHERE model = $1', [
        model,
      ])
      return Number(rows[0]?.vectors)
    },
  }
}

const toStored = ({ id, width, vector }: Row): readonly StoredVector[] =>
  vector instanceof Uint8Array ? [{ id: String(id), width: toWidth(width), vector }] : []
