import { type FactLog, toFact } from '../facts.ts'
import type { Database } from './database.ts'

export function createFactLog(database: Database): FactLog {
  return {
    async get(kind, name) {
      const { rows } = await database.query('SELECT * FROM facts WHERE kind = $1 AND name = $2', [kind, name])
      return rows.map(toFact)[0]
    },
    async all(kind) {
      return (await database.query('SELECT * FROM facts WHERE kind = $1 ORDER BY name', [kind])).rows.map(
        toFact,
      )
    },
    async put(kind, name, value, at) {
      await database.query(
        `INSERT INTO facts (kind, name, value, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (kind, name) DO UPDATE SET value = excluded.value, at = excluded.at`,
        [kind, name, JSON.stringify(value), at.getTime()],
      )
    },
    async remove(kind, name) {
      await database.query('DELETE FROM facts WHERE kind = $1 AND name = $2', [kind, name])
    },
  }
}
