import { Pool, type PoolClient, type PoolConfig, types } from 'pg'
import { type Backoff, retry } from '../../lib/retry.ts'
import { commitLost, isConflict, isConnectionLost, storeError } from './errors.ts'

type Single = string | number | boolean | Buffer | null
export type Value = Single | readonly Single[]
export type Row = Record<string, unknown>
export type QueryResult = { rows: readonly Row[]; changes: number }

/** Runs one statement; `$1` stands for the first value. */
export type RunQuery = (sql: string, values?: readonly Value[]) => Promise<QueryResult>

export type Database = {
  /**
   * Runs one statement by itself. It may run twice where the connection is lost, so it must be one that does no harm
   * twice; others belong into a transaction.
   */
  query: RunQuery
  /**
   * Runs work in one transaction: all or nothing. The work is done anew where the connection is lost before its end.
   *
   * @param options.unhurried whether its statements may take as long as they like, as those that make indexes do
   */
  transaction<T>(work: (query: RunQuery) => Promise<T>, options?: { unhurried?: boolean }): Promise<T>
  /** Waits for what is under way. Idempotent. */
  close(): Promise<void>
}

/** A server that starts anew is back within seconds. */
const waits = { first: 50, longest: 4_000, total: 20_000 }
/** What a server is given that was never reached: its address may be wrong. */
const firstWaits = { first: 50, longest: 1_000, total: 1_500 }

/**
 * In milliseconds. A statement that takes longer, or a transaction that nobody goes on with, is given up by the server;
 * a server that does not even say so is gone, and its connection is given up by us.
 */
const limits = { connectionTimeoutMillis: 10_000, query_timeout: 70_000 }
const serverLimits = { statement_timeout: 60_000, idle_in_transaction_session_timeout: 60_000 }
/** As long as a timer can be set: three weeks. */
const unhurriedTimeout = 2 ** 31 - 1

/** 64-bit integers as numbers: none of ours is beyond 2^53. */
const readTypes = {
  getTypeParser: ((oid, format) =>
    oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
}

/**
 * What every connection is told first, and not when it is made: PgBouncer refuses startup parameters that it does not
 * know. The names with a point mean nothing where pgvector is missing.
 */
const greeting = `SELECT ${Object.entries({
  ...serverLimits,
  'hnsw.ef_search': 200,
  client_min_messages: 'warning',
})
  .map(([name, value]) => `set_config('${name}', '${value}', false)`)
  .join(', ')}`

/** Connects when something is asked; a lost connection is replaced. */
export function createDatabase(config: PoolConfig): Database {
  const pool = new Pool({
    application_name: 'paperboy',
    max: 10,
    keepAlive: true,
    ...limits,
    ...config,
    types: readTypes,
  })
  // A connection that ends while nobody uses it is replaced by the next use; one in use fails what is asked of it.
  const replaced = () => undefined
  pool.on('error', replaced)
  pool.on('connect', (client) => client.on('error', replaced))
  const greeted = new WeakSet<PoolClient>()
  let reached = false
  let closing: Promise<void> | undefined

  /** Lends a connection for some work; one that failed for other reasons than the work is not used again. */
  async function withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    let lost = false
    try {
      if (!greeted.has(client)) await client.query(greeting)
      greeted.add(client)
      reached = true
      return await work(client)
    } catch (error) {
      lost = isConnectionLost(error)
      throw error
    } finally {
      client.release(lost)
    }
  }

  async function inTransaction<T>(
    client: PoolClient,
    work: (query: RunQuery) => Promise<T>,
    unhurried: boolean,
  ): Promise<T> {
    await client.query('BEGIN')
    let result: T
    try {
      if (unhurried) await client.query('SET LOCAL statement_timeout = 0')
      result = await work(queryOn(client, unhurried ? { query_timeout: unhurriedTimeout } : {}))
    } catch (error) {
      if (!isConnectionLost(error)) await client.query('ROLLBACK')
      throw error
    }
    try {
      await client.query('COMMIT')
      return result
    } catch (error) {
      // Whether it was written is not known, so it must not be done again.
      throw isConnectionLost(error) ? commitLost(error) : error
    }
  }

  const patience = () => (reached ? waits : firstWaits)

  return {
    query: (sql, values) => patiently(patience(), () => withClient((client) => queryOn(client)(sql, values))),
    transaction: (work, { unhurried = false } = {}) =>
      patiently(patience(), () => withClient((client) => inTransaction(client, work, unhurried))),
    close: () => {
      closing ??= pool.end()
      return closing
    },
  }
}

function queryOn(client: PoolClient, options: { query_timeout?: number } = {}): RunQuery {
  return async (text, values = []) => {
    const { rows, rowCount } = await client.query<Row>({ text, values: values.map(storable), ...options })
    return { rows, changes: rowCount ?? 0 }
  }
}

/** Postgres holds every character but U+0000 in texts. */
function storable(value: Value): Value {
  const clean = <T>(part: T) => (typeof part === 'string' ? part.replaceAll('\0', '\ufffd') : part)
  return Array.isArray(value) ? value.map(clean) : clean(value)
}

/** Tries again for some seconds where the server went away or two transactions got into each other's way. */
async function patiently<T>(waits: Backoff, attempt: () => Promise<T>): Promise<T> {
  const waitAsked = (error: unknown) => (isConnectionLost(error) || isConflict(error) ? 0 : undefined)
  try {
    return await retry(attempt, waits, { waitAsked })
  } catch (error) {
    throw storeError(error)
  }
}
