import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { placeKey, readSubscription } from '../json-columns.ts'
import type { Subscription, SubscriptionStore } from '../subscriptions.ts'
import { guarded } from './errors.ts'

export function createSubscriptionStore(database: DatabaseSync): SubscriptionStore {
  const put = database.prepare(`
    INSERT INTO subscriptions (id, place, next_due, active, subscription) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET place = excluded.place, next_due = excluded.next_due,
      active = excluded.active, subscription = excluded.subscription`)
  const get = database.prepare('SELECT * FROM subscriptions WHERE id = ?')
  const at = database.prepare('SELECT * FROM subscriptions WHERE place = ? ORDER BY key')
  const due = database.prepare(
    'SELECT * FROM subscriptions WHERE active AND next_due <= ? ORDER BY next_due, key LIMIT ?',
  )
  const next = database.prepare('SELECT * FROM subscriptions WHERE active ORDER BY next_due, key LIMIT ?')
  const advance = database.prepare('UPDATE subscriptions SET next_due = ? WHERE id = ? AND next_due = ?')
  const remove = database.prepare('DELETE FROM subscriptions WHERE id = ?')
  const count = database.prepare(`
    SELECT count(*) FILTER (WHERE active) AS active, count(*) FILTER (WHERE NOT active) AS paused
    FROM subscriptions`)
  return {
    put: ({ nextDue, ...kept }) =>
      guarded(() => {
        const active = kept.paused === undefined ? 1 : 0
        put.run(kept.id, placeKey(kept.to), nextDue.getTime(), active, JSON.stringify(kept))
      }),
    get: (id) => guarded(() => get.all(id).map(toSubscription)[0]),
    at: (place) => guarded(() => at.all(placeKey(place)).map(toSubscription)),
    due: (now, limit) => guarded(() => due.all(now.getTime(), limit).map(toSubscription)),
    next: (limit) => guarded(() => next.all(limit).map(toSubscription)),
    advance: (id, from, to) =>
      guarded(() => Number(advance.run(to.getTime(), id, from.getTime()).changes) > 0),
    remove: (id) => guarded(() => Number(remove.run(id).changes) > 0),
    count: () =>
      guarded(() => {
        const row = count.get()
        return { active: Number(row?.active), paused: Number(row?.paused) }
      }),
  }
}

function toSubscription(row: Record<string, SQLOutputValue>): Subscription {
  return { ...readSubscription(String(row.subscription)), nextDue: new Date(Number(row.next_due)) }
}
