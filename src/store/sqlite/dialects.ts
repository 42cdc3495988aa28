import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { readJson } from '../json-columns.ts'
import type { DialectLog } from '../store.ts'
import { guarded } from './errors.ts'

const Row = z.object({ dialect: z.string(), at: z.number() })

export function createDialectLog(database: DatabaseSync): DialectLog {
  const select = database.prepare('SELECT dialect, at FROM dialects WHERE server = ?')
  const replace = database.prepare('INSERT OR REPLACE INTO dialects (server, dialect, at) VALUES (?, ?, ?)')
  return {
    get: (server) =>
      guarded(() => {
        const row = Row.optional().parse(select.get(server))
        return row && { dialect: readJson(row.dialect), at: new Date(row.at) }
      }),
    put: (server, dialect, at) =>
      guarded(() => {
        replace.run(server, JSON.stringify(dialect), at.getTime())
      }),
  }
}
