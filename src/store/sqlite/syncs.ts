import type { DatabaseSync } from 'node:sqlite'
import { readSync } from '../json-columns.ts'
import type { SyncLog } from '../syncs.ts'
import { guarded } from './errors.ts'

export function createSyncLog(database: DatabaseSync): SyncLog {
  const put = database.prepare('INSERT OR REPLACE INTO syncs (source, state) VALUES (?, ?)')
  const get = database.prepare('SELECT state FROM syncs WHERE source = ?')
  const all = database.prepare('SELECT state FROM syncs ORDER BY source')
  return {
    get: (source) => guarded(() => get.all(source).map(({ state }) => readSync(String(state)))[0]),
    put: (state) =>
      guarded(() => {
        put.run(state.source, JSON.stringify(state))
      }),
    all: () => guarded(() => all.all().map(({ state }) => readSync(String(state)))),
  }
}
