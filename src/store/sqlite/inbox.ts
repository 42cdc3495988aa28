import type { DatabaseSync } from 'node:sqlite'
import { toUnfinishedItem } from '../rows.ts'
import type { Inbox } from '../store.ts'
import { erase, transaction } from './database.ts'
import { guarded } from './errors.ts'

export function createInbox(database: DatabaseSync): Inbox {
  const known = database.prepare('SELECT 1 FROM inbox_keys WHERE platform = ? AND key = ?')
  const insert = database.prepare(
    'INSERT INTO inbox (platform, at, payload, holder, held_until) VALUES (?, ?, ?, ?, ?)',
  )
  const addKey = database.prepare('INSERT OR IGNORE INTO inbox_keys (platform, key, item) VALUES (?, ?, ?)')
  const isFree = 'platform = ?1 AND payload IS NOT NULL AND held_until <= ?2'
  const anyFree = database.prepare(`SELECT 1 FROM inbox WHERE ${isFree} LIMIT 1`)
  const takeOver = database.prepare(`
    UPDATE inbox SET holder = ?3, held_until = ?4, takes = takes + 1
    WHERE id IN (SELECT id FROM inbox WHERE ${isFree} ORDER BY at, id LIMIT ?5)
    RETURNING id, payload, state, at, takes`)
  const prolong = database.prepare(`
    UPDATE inbox SET held_until = ? WHERE holder = ? AND payload IS NOT NULL
    AND id IN (SELECT value FROM json_each(?)) RETURNING id`)
  const note = database.prepare('UPDATE inbox SET state = ? WHERE id = ? AND payload IS NOT NULL')
  const finish = database.prepare('UPDATE inbox SET payload = NULL, state = NULL WHERE id = ?')
  const unfinished = database.prepare(`
    SELECT id, payload, state, at, takes FROM inbox
    WHERE platform = ? AND payload IS NOT NULL ORDER BY at, id`)
  const forget = database.prepare('DELETE FROM inbox WHERE payload IS NULL AND at < ?')
  return {
    accept: ({ keys, platform, payload, at }, { holder, until }) =>
      guarded(() =>
        transaction(database, () => {
          if (keys.some((key) => known.get(platform, key) !== undefined)) return undefined
          const json = JSON.stringify(payload)
          const { lastInsertRowid } = insert.run(platform, at.getTime(), json, holder, until.getTime())
          for (const key of keys) addKey.run(platform, key, lastInsertRowid)
          return { id: String(lastInsertRowid) }
        }),
      ),
    takeOver: (platform, { holder, now, until }, limit) =>
      guarded(() => {
        // Looked for often and seldom found: only what is found is worth the lock.
        if (anyFree.get(platform, now.getTime()) === undefined) return []
        const rows = takeOver.all(platform, now.getTime(), holder, until.getTime(), limit)
        return rows
          .map(toUnfinishedItem)
          .sort((one, other) => one.at.getTime() - other.at.getTime() || Number(one.id) - Number(other.id))
      }),
    prolong: (ids, { holder, until }) =>
      guarded(() => {
        const numbers = JSON.stringify(ids.map(Number))
        return prolong.all(until.getTime(), holder, numbers).map(({ id }) => String(id))
      }),
    note: (id, state) =>
      guarded(() => {
        note.run(JSON.stringify(state), Number(id))
      }),
    finish: (id) =>
      guarded(() => {
        erase(database, () => finish.run(Number(id)))
      }),
    unfinished: (platform) => guarded(() => unfinished.all(platform).map(toUnfinishedItem)),
    forget: (before) => guarded(() => Number(forget.run(before.getTime()).changes)),
  }
}
