import { z } from 'zod'
import { readJson } from '../json-columns.ts'
import type { DialectLog } from '../store.ts'
import type { Database } from './database.ts'

const Row = z.object({ dialect: z.string(), at: z.coerce.number() })

export function createDialectLog(database: Database): DialectLog {
  return {
    async get(server) {
      const { rows } = await database.query('SELECT dialect, at FROM dialects WHERE server = $1', [server])
      const row = Row.optional().parse(rows[0])
      return row && { dialect: readJson(row.dialect), at: new Date(row.at) }
    },
    async put(server, dialect, at) {
      await database.query(
        `INSERT INTO dialects (server, dialect, at) VALUES ($1, $2, $3)
        ON CONFLICT (server) DO UPDATE SET dialect = excluded.dialect, at = excluded.at`,
        [server, JSON.stringify(dialect), at.getTime()],
      )
    },
  }
}
