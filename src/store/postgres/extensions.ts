import { toPaperVectors } from '../vector-bytes.ts'
import type { RunQuery } from './database.ts'

/** What the server offers beyond plain Postgres. */
export type Extensions = {
  /** Word search by BM25 in an index of its own (pg_textsearch). */
  bm25: boolean
  /** Nearest vectors by an index (pgvector, from 0.7 on, which has halfvec). */
  nearest: boolean
  /** What is missing, what that means and what to do, each in a sentence or two. */
  notes: readonly string[]
}

/** What lacks without each. */
const known = {
  pg_textsearch:
    'Words are searched by plain Postgres, which takes longer for common words in large collections.',
  vector: 'Vectors are compared one by one in memory, which takes long beyond 100,000 papers.',
}

/** Makes the extensions that the server has, as far as the user may, and says what is missing. */
export async function useExtensions(query: RunQuery): Promise<Extensions> {
  const bm25 = await use(query, 'pg_textsearch')
  const nearest = await use(query, 'vector')
  const halfvec = await query("SELECT to_regtype('halfvec') IS NOT NULL AS known")
  const old = nearest === undefined && halfvec.rows[0]?.known !== true
  const notes = [
    bm25,
    nearest,
    old ? missing('vector', 'is older than 0.7: ALTER EXTENSION vector UPDATE') : undefined,
  ]
  return {
    bm25: bm25 === undefined,
    nearest: nearest === undefined && !old,
    notes: notes.filter((note) => note !== undefined),
  }
}

/** Undefined when the extension is there now, else what is missing. */
async function use(query: RunQuery, name: keyof typeof known): Promise<string | undefined> {
  const { rows } = await query(
    'SELECT installed_version AS installed FROM pg_available_extensions WHERE name = $1',
    [name],
  )
  const [offered] = rows
  if (!offered) return missing(name, 'is not installed on the server')
  if (offered.installed !== null) return undefined
  await query('SAVEPOINT extension')
  try {
    await query(`CREATE EXTENSION ${name}`)
    await query('RELEASE SAVEPOINT extension')
    return undefined
  } catch (error) {
    await query('ROLLBACK TO SAVEPOINT extension')
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    return missing(
      name,
      code === '42501'
        ? `may not be made by this user: run CREATE EXTENSION ${name} as a superuser`
        : `cannot be made: ${error instanceof Error ? error.message : error}`,
    )
  }
}

function missing(name: keyof typeof known, why: string): string {
  return `The extension ${name} ${why}. ${known[name]} See docs/postgres.md.`
}

/** Words that are indexed: the parser of the language "simple" takes stems as they are. */
const indexedWords = "to_tsvector('pg_catalog.simple', stems)"
export const bm25Index = 'papers_bm25'

/**
 * Finds some papers that hold words, always by the index. For words that many papers hold, Postgres would rather read
 * papers until it has enough, but reading one takes a thousand times as long here as it believes.
 */
const papersHolding = `
  CREATE OR REPLACE FUNCTION papers_holding(wanted tsquery, most bigint) RETURNS TABLE (id text, stems text)
  LANGUAGE sql STABLE SET enable_seqscan = off
  AS $$ SELECT papers.id, papers.stems FROM papers WHERE ${indexedWords} @@ wanted LIMIT most $$`

/** Makes the indexes that fit what the server offers, and drops those they make needless. */
export async function makeIndexes(query: RunQuery, { bm25, nearest }: Extensions): Promise<void> {
  await query(`DROP INDEX IF EXISTS ${bm25 ? 'papers_stems' : bm25Index}`)
  await query(
    bm25
      ? `CREATE INDEX IF NOT EXISTS ${bm25Index} ON papers USING bm25 (stems) WITH (text_config = 'simple')`
      : `CREATE INDEX IF NOT EXISTS papers_stems ON papers USING gin (${indexedWords})`,
  )
  await query(bm25 ? 'DROP FUNCTION IF EXISTS papers_holding' : papersHolding)
  if (!nearest) return
  await query('ALTER TABLE vectors ADD COLUMN IF NOT EXISTS near halfvec')
  await fillNear(query)
  const { rows } = await query('SELECT number, dimensions FROM spaces')
  for (const { number, dimensions } of rows) await indexSpace(query, Number(number), Number(dimensions))
}

/** Gives pgvector the vectors that were stored while it was not there, some at a time. */
async function fillNear(query: RunQuery): Promise<void> {
  for (;;) {
    const { rows } = await query(
      'SELECT model, paper, width, vector FROM vectors WHERE near IS NULL LIMIT 500',
    )
    if (rows.length === 0) return
    const words = rows.map((row) => {
      const vectors = toPaperVectors(row)
      return vectors ? inWords(vectors.paper) : null
    })
    await query(
      `UPDATE vectors SET near = given.near::halfvec
      FROM unnest($1::text[], $2::bigint[], $3::text[]) AS given (model, paper, near)
      WHERE vectors.model = given.model AND vectors.paper = given.paper`,
      [rows.map(({ model }) => String(model)), rows.map(({ paper }) => Number(paper)), words],
    )
  }
}

/** A vector as pgvector reads it. */
export const inWords = (vector: Float32Array): string => `[${vector.join(',')}]`

/** The most dimensions that pgvector's index takes for half precision. */
const mostDimensions = 4_000

/** Whether vectors of so many dimensions have an index where pgvector is there. */
export const isIndexable = (dimensions: number): boolean => dimensions <= mostDimensions

/** Makes the index of one space. Both numbers are the database's own. */
export async function indexSpace(query: RunQuery, number: number, dimensions: number): Promise<void> {
  if (!isIndexable(dimensions)) return
  await query(`
    CREATE INDEX IF NOT EXISTS vectors_near_${number} ON vectors
    USING hnsw ((near::halfvec(${dimensions})) halfvec_cosine_ops) WHERE space = ${number}`)
}
