import { fromBytes, type Matrix, nearest, toBytes, toMatrix } from '../exact-nearest.ts'
import type { Hit, VectorIndex, VectorSpace } from '../store.ts'
import type { Database, Query, Row } from './database.ts'
import { type Extensions, indexSpace, inWords, isIndexable } from './extensions.ts'

/** How many more papers pgvector is asked for, since it compares numbers of half precision: ours rank them. */
const slack = 3

export function createVectorIndex(database: Database, { nearest: hasIndex }: Extensions): VectorIndex {
  const matrices = new Map<string, Matrix>()
  let seen: number | undefined

  async function spaceOf({ model, dimensions }: VectorSpace, query: Query): Promise<number | undefined> {
    const { rows } = await query('SELECT number FROM spaces WHERE model = $1 AND dimensions = $2', [
      model,
      dimensions,
    ])
    return rows[0] && Number(rows[0].number)
  }

  /** The number of a space, which is made with its index when it is new. */
  async function makeSpace(space: VectorSpace, query: Query): Promise<number> {
    const { model, dimensions } = space
    await query('INSERT INTO spaces (model, dimensions) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      model,
      dimensions,
    ])
    const number = (await spaceOf(space, query)) ?? 0
    if (hasIndex) await indexSpace(query, number, dimensions)
    return number
  }

  /** All vectors of a space, in memory until any vector changes. */
  async function matrixOf(space: number, key: string): Promise<Matrix> {
    const { rows } = await database.query('SELECT vectors FROM paperboy')
    const revision = Number(rows[0]?.vectors)
    if (revision !== seen) matrices.clear()
    seen = revision
    const known = matrices.get(key)
    if (known) return known
    const all = await database.query(
      `SELECT papers.id AS id, vector FROM vectors JOIN papers ON papers.key = vectors.paper
      WHERE space = $1 ORDER BY id`,
      [space],
    )
    const made = toMatrix(all.rows.flatMap(toStored))
    if (seen === revision) matrices.set(key, made)
    return made
  }

  /** By pgvector's index, in half precision, then exactly. */
  async function searchIndex(number: number, vector: Float32Array, limit: number): Promise<readonly Hit[]> {
    const type = `halfvec(${vector.length})`
    const { rows } = await database.query(
      `SELECT papers.id AS id, vector FROM (
        SELECT paper, vector FROM vectors WHERE space = ${number} ORDER BY near::${type} <=> $1::${type} LIMIT $2
      ) AS near JOIN papers ON papers.key = near.paper`,
      [inWords(vector), limit * slack],
    )
    return nearest(toMatrix(rows.flatMap(toStored)), vector, limit)
  }

  return {
    async missing(model, limit) {
      const { rows } = await database.query(
        `SELECT id FROM papers WHERE NOT EXISTS (SELECT 1 FROM vectors WHERE model = $1 AND paper = key)
        ORDER BY key LIMIT $2`,
        [model, limit],
      )
      return rows.map(({ id }) => String(id))
    },
    put: (space, vectors) =>
      database.transaction(async (query) => {
        const number = await makeSpace(space, query)
        await query(
          `DELETE FROM vectors WHERE model = $1
          AND space IN (SELECT number FROM spaces WHERE model = $1 AND number <> $2)`,
          [space.model, number],
        )
        // In one order, so that two that write the same ones wait for each other.
        const ordered = vectors.toSorted((one, other) => (one.id < other.id ? -1 : 1))
        for (const { id, vector } of ordered)
          await query(
            `INSERT INTO vectors (model, paper, space, vector${hasIndex ? ', near' : ''})
            SELECT $1, key, $2, $3${hasIndex ? ', $5::halfvec' : ''} FROM papers WHERE id = $4
            ON CONFLICT (model, paper) DO UPDATE SET space = excluded.space, vector = excluded.vector${
              hasIndex ? ', near = excluded.near' : ''
            }`,
            [space.model, number, Buffer.from(toBytes(vector)), id, ...(hasIndex ? [inWords(vector)] : [])],
          )
        await query('UPDATE paperboy SET vectors = vectors + 1')
      }),
    async search(space, vector, limit) {
      const number = await spaceOf(space, database.query)
      if (number === undefined) return []
      if (hasIndex && isIndexable(space.dimensions)) return searchIndex(number, vector, limit)
      return nearest(await matrixOf(number, JSON.stringify(space)), vector, limit)
    },
    async get(model, id) {
      const { rows } = await database.query(
        `SELECT vector FROM vectors JOIN papers ON papers.key = vectors.paper WHERE model = $1 AND id = $2`,
        [model, id],
      )
      const vector = rows[0]?.vector
      return vector instanceof Uint8Array ? fromBytes(vector) : undefined
    },
    async count(model) {
      const { rows } = await database.query('SELECT count(*) AS vectors FROM vectors WHERE model = $1', [
        model,
      ])
      return Number(rows[0]?.vectors)
    },
  }
}

const toStored = ({ id, vector }: Row) => (vector instanceof Uint8Array ? [{ id: String(id), vector }] : [])
