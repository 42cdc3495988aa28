import { readSync } from '../json-columns.ts'
import type { SyncLog } from '../syncs.ts'
import type { Database } from './database.ts'

export function createSyncLog(database: Database): SyncLog {
  return {
    async get(source) {
      const { rows } = await database.query('SELECT state FROM syncs WHERE source = $1', [source])
      return rows.map(({ state }) => readSync(String(state)))[0]
    },
    async put(state) {
      await database.query(
        `INSERT INTO syncs (source, state) VALUES ($1, $2)
        ON CONFLICT (source) DO UPDATE SET state = excluded.state`,
        [state.source, JSON.stringify(state)],
      )
    },
    async all() {
      const { rows } = await database.query('SELECT state FROM syncs ORDER BY source')
      return rows.map(({ state }) => readSync(String(state)))
    },
  }
}
