import type { DatabaseSync } from 'node:sqlite'
import { type FactLog, toFact } from '../facts.ts'
import { guarded } from './errors.ts'

export function createFactLog(database: DatabaseSync): FactLog {
  const select = database.prepare('SELECT * FROM facts WHERE kind = ? AND name = ?')
  const all = database.prepare('SELECT * FROM facts WHERE kind = ? ORDER BY name')
  const replace = database.prepare('INSERT OR REPLACE INTO facts (kind, name, value, at) VALUES (?, ?, ?, ?)')
  const remove = database.prepare('DELETE FROM facts WHERE kind = ? AND name = ?')
  return {
    get: (kind, name) => guarded(() => select.all(kind, name).map(toFact)[0]),
    all: (kind) => guarded(() => all.all(kind).map(toFact)),
    put: (kind, name, value, at) =>
      guarded(() => {
        replace.run(kind, name, JSON.stringify(value), at.getTime())
      }),
    remove: (kind, name) =>
      guarded(() => {
        remove.run(kind, name)
      }),
  }
}
