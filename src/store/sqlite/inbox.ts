import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { Inbox } from '../store.ts'
import { transaction } from './database.ts'
import { guarded } from './errors.ts'

const JsonColumn = z.string().transform((json) => z.json().parse(JSON.parse(json)))
const Row = z.object({
  id: z.number().transform(String),
  payload: JsonColumn,
  // Wrapped, since a noted null is not the same as nothing noted.
  state: JsonColumn.transform((noted) => ({ state: noted })).nullable(),
  at: z.number().transform((at) => new Date(at)),
})

export function createInbox(database: DatabaseSync): Inbox {
  const known = database.prepare('SELECT 1 FROM inbox_keys WHERE platform = ? AND key = ?')
  const insert = database.prepare('INSERT INTO inbox (platform, at, payload) VALUES (?, ?, ?)')
  const addKey = database.prepare('INSERT OR IGNORE INTO inbox_keys (platform, key, item) VALUES (?, ?, ?)')
  const note = database.prepare('UPDATE inbox SET state = ? WHERE id = ? AND payload IS NOT NULL')
  const finish = database.prepare('UPDATE inbox SET payload = NULL, state = NULL WHERE id = ?')
  const unfinished = database.prepare(`
    SELECT id, payload, state, at FROM inbox WHERE platform = ? AND payload IS NOT NULL ORDER BY at, id`)
  const forget = database.prepare('DELETE FROM inbox WHERE payload IS NULL AND at < ?')
  return {
    accept: ({ keys, platform, payload, at }) =>
      guarded(() =>
        transaction(database, () => {
          if (keys.some((key) => known.get(platform, key) !== undefined)) return undefined
          const { lastInsertRowid } = insert.run(platform, at.getTime(), JSON.stringify(payload))
          for (const key of keys) addKey.run(platform, key, lastInsertRowid)
          return { id: String(lastInsertRowid) }
        }),
      ),
    note: (id, state) =>
      guarded(() => {
        note.run(JSON.stringify(state), Number(id))
      }),
    finish: (id) =>
      guarded(() => {
        finish.run(Number(id))
      }),
    unfinished: (platform) =>
      guarded(() =>
        unfinished.all(platform).map((row) => {
          const { state, ...item } = Row.parse(row)
          return { ...item, ...state }
        }),
      ),
    forget: (before) => guarded(() => Number(forget.run(before.getTime()).changes)),
  }
}
