import { existsSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { PaperboyError } from '../../lib/errors.ts'
import { createDatabase, type Database, type RunQuery } from '../postgres/database.ts'
import { makeIndexes } from '../postgres/extensions.ts'
import { isMoving, prepareSchema } from '../postgres/schema.ts'
import { openDatabase } from '../sqlite/database.ts'
import { storeError } from '../sqlite/errors.ts'
import { postgresRows, type RowKey, rowKey, type Sum, sqliteRows, sumOf } from './rows.ts'
import { type Table, tables } from './tables.ts'
import { writeTableRows } from './write-rows.ts'

/** How far a move is: rows done of all, now in this table, and whether they are copied or compared. */
export type MoveProgress = { step: 'copy' | 'compare'; table: string; done: number; total: number }

export type MoveOptions = {
  /** The SQLite file. */
  file: string
  /** The address of the Postgres database. */
  to: string
  onProgress: (progress: MoveProgress) => void
  /** Ends it between two steps; it goes on there when it is called again. */
  signal: AbortSignal
}

/**
 * Copies an SQLite database into an empty Postgres one and compares every row. What was interrupted, in whichever way,
 * goes on where it was; until it is complete, nothing else can open the new database. The file stays as it is.
 *
 * @returns how many rows each table has
 * @throws PaperboyError when either cannot be used, or the two differ in the end
 */
export async function moveStore(options: MoveOptions): Promise<readonly { name: string; rows: number }[]> {
  if (!existsSync(options.file))
    throw new PaperboyError(
      `There is no database ${options.file}.`,
      'Set DATABASE_URL to the one to be moved.',
    )
  const source = openSnapshot(options.file)
  const database = createDatabase({ connectionString: options.to })
  try {
    const extensions = await prepareSchema(database, { forMove: true })
    await database.transaction((query) => begin(query, options.file))
    await copyAll(source, database, options)
    const moved = await compareAll(source, database, options)
    await database.transaction(
      async (query) => {
        await end(query, source)
        await makeIndexes(query, extensions)
        await query('DROP TABLE moving')
      },
      { unhurried: true },
    )
    await database.query('ANALYZE')
    return moved
  } finally {
    await database.close()
    source.close()
  }
}

/** The file as it is at this moment, whatever is written to it meanwhile. */
function openSnapshot(file: string): DatabaseSync {
  try {
    const database = openDatabase(file)
    database.exec('BEGIN')
    database.prepare('SELECT count(*) FROM sqlite_schema').get()
    return database
  } catch (error) {
    throw storeError(error)
  }
}

/** Notes in an empty database what moves into it, or finds that it is the same as before. */
async function begin(query: RunQuery, file: string): Promise<void> {
  if (await isMoving(query)) {
    const { rows } = await query("SELECT after AS file FROM moving WHERE name = ''")
    if (rows[0]?.file === file) return
    throw new PaperboyError(
      `Another database is on its way there: ${rows[0]?.file}.`,
      'Go on with that one, or recreate the new database with dropdb and createdb.',
    )
  }
  for (const { name } of tables) {
    const { rows } = await query(`SELECT 1 FROM ${name} LIMIT 1`)
    if (rows.length > 0)
      throw new PaperboyError(
        'The database to move to holds data already.',
        'Make an empty one with createdb, and name that one.',
      )
  }
  await query('CREATE TABLE moving (name text PRIMARY KEY, after text)')
  await query("INSERT INTO moving VALUES ('', $1)", [file])
  await query('INSERT INTO moving (name) SELECT * FROM unnest($1::text[])', [tables.map(({ name }) => name)])
}

async function copyAll(source: DatabaseSync, database: Database, { onProgress, signal }: MoveOptions) {
  const read = sqliteRows(source)
  const total = totalOf(source)
  let done = 0
  for (const table of tables) {
    for (let copied = 1; copied > 0; done += copied) {
      signal.throwIfAborted()
      onProgress({ step: 'copy', table: table.name, done, total })
      copied = await database.transaction(async (query) => {
        // What is written and how far it is are one, so that nothing is written twice or left out.
        const { rows } = await query('SELECT after FROM moving WHERE name = $1 FOR UPDATE', [table.name])
        const found = await read(table, toKey(rows[0]?.after))
        const last = found.at(-1)
        if (!last) return 0
        await writeTableRows(query, table, found)
        await query('UPDATE moving SET after = $1 WHERE name = $2', [
          JSON.stringify(rowKey(table, last)),
          table.name,
        ])
        return found.length
      })
    }
  }
}

const toKey = (json: unknown): RowKey | undefined => (typeof json === 'string' ? JSON.parse(json) : undefined)

async function compareAll(source: DatabaseSync, database: Database, { onProgress, signal }: MoveOptions) {
  const total = totalOf(source)
  let done = 0
  const moved: { name: string; rows: number }[] = []
  for (const table of tables) {
    onProgress({ step: 'compare', table: table.name, done, total })
    const [before, after] = [
      await sumOf(table, sqliteRows(source), signal),
      await sumOf(table, postgresRows(database.query), signal),
    ]
    if (before.rows !== after.rows || before.checksum !== after.checksum) throw differ(table, before, after)
    moved.push({ name: table.name, rows: after.rows })
    done += after.rows
  }
  return moved
}

function differ({ name }: Table, before: Sum, after: Sum): PaperboyError {
  const rows = ({ rows }: Sum) => `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`
  const what = before.rows === after.rows ? 'other contents' : `${rows(after)} there and ${rows(before)} here`
  return new PaperboyError(
    `The databases differ: ${name} has ${what}. The old one was written to while it was moved.`,
    'Stop what uses it, recreate the new database with dropdb and createdb, and move again.',
  )
}

function totalOf(source: DatabaseSync): number {
  return tables.reduce(
    (sum, { name }) => sum + Number(source.prepare(`SELECT count(*) AS rows FROM ${name}`).get()?.rows),
    0,
  )
}

/** Columns whose numbers go on where the old database was. */
const counters = [
  ['papers', 'key'],
  ['turns', 'key'],
  ['jobs', 'number'],
  ['usage', 'key'],
  ['subscriptions', 'key'],
] as const

async function end(query: RunQuery, source: DatabaseSync): Promise<void> {
  for (const [table, column] of counters) {
    const used = source.prepare(`SELECT max(${column}) AS last FROM ${table}`).get()?.last
    // Jobs never use a number again, also when they are forgotten.
    const ever = source.prepare('SELECT seq FROM sqlite_sequence WHERE name = ?').get(table)?.seq
    const last = Math.max(Number(used ?? 0), Number(ever ?? 0))
    if (last > 0) await query(`SELECT setval(pg_get_serial_sequence('${table}', '${column}'), $1)`, [last])
  }
  await query('UPDATE paperboy SET papers = (SELECT count(*) FROM papers), vectors = vectors + 1')
}
