import { hash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { Row, RunQuery } from '../postgres/database.ts'
import type { Table } from './tables.ts'

/** A value as Postgres holds it. */
export type Cell = string | number | boolean | Buffer | null
/** The values of a row, in the order of the table's columns. */
export type Cells = readonly Cell[]
/** The values that name a row. */
export type RowKey = readonly (string | number)[]

/** Rows that are read, and written, at once. */
const page = 500

/** Reads the next rows behind one, in the order of their keys. */
export type ReadRows = (table: Table, after: RowKey | undefined) => Promise<readonly Cells[]>

export function sqliteRows(database: DatabaseSync): ReadRows {
  return async (table, after) => {
    const columns = table.columns.map(({ name, from }) => (from ? `${from} AS ${name}` : name)).join(', ')
    const conditions = [...(table.where ? [table.where] : []), ...(after ? [behind(table, () => '?')] : [])]
    const sql = `SELECT ${columns} FROM ${table.name}${where(conditions)} ORDER BY ${keyOf(table)} LIMIT ${page}`
    return database
      .prepare(sql)
      .all(...(after ?? []))
      .map((row) => cellsOf(table, row))
  }
}

export function postgresRows(query: RunQuery): ReadRows {
  return async (table, after) => {
    const conditions = after ? [behind(table, (place) => `$${place}`)] : []
    const columns = table.columns.map(({ name }) => name).join(', ')
    const sql = `SELECT ${columns} FROM ${table.name}${where(conditions)} ORDER BY ${keyOf(table)} LIMIT ${page}`
    return (await query(sql, after ?? [])).rows.map((row) => cellsOf(table, row))
  }
}

const keyOf = ({ columns, key }: Table) =>
  columns
    .slice(0, key)
    .map(({ name }) => name)
    .join(', ')
const behind = (table: Table, value: (place: number) => string) =>
  `(${keyOf(table)}) > (${Array.from({ length: table.key }, (_, index) => value(index + 1)).join(', ')})`
const where = (conditions: readonly string[]) =>
  conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`

function cellsOf({ columns }: Table, row: Row): Cells {
  return columns.map(({ name, type }) => {
    const value = row[name]
    if (value === null || value === undefined) return null
    if (value instanceof Uint8Array) return Buffer.from(value)
    if (type === 'boolean') return Boolean(value)
    // Postgres holds every character but U+0000 in texts.
    return typeof value === 'number' ? value : String(value).replaceAll('\0', '\ufffd')
  })
}

/** The key of a row that was read. */
export function rowKey({ key }: Table, cells: Cells): RowKey {
  return cells.slice(0, key).map((cell) => (typeof cell === 'number' ? cell : String(cell)))
}

/** How many rows a table has and what they come to, in whatever order they are read. */
export type Sum = { rows: number; checksum: string }

/** Reads a whole table. */
export async function sumOf(table: Table, read: ReadRows, signal: AbortSignal): Promise<Sum> {
  let rows = 0
  let sum = 0n
  for (let after: RowKey | undefined; ; ) {
    signal.throwIfAborted()
    const found = await read(table, after)
    const last = found.at(-1)
    if (!last) return { rows, checksum: sum.toString(16) }
    for (const cells of found) {
      const words = JSON.stringify(cells.map((cell) => (Buffer.isBuffer(cell) ? cell.toString('hex') : cell)))
      sum = BigInt.asUintN(128, sum + BigInt(`0x${hash('sha256', words).slice(0, 32)}`))
    }
    rows += found.length
    after = rowKey(table, last)
  }
}
