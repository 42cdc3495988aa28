import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { placeKey, placesWithin, readSubscription } from '../json-columns.ts'
import { mentions } from '../people.ts'
import type { Subscription, SubscriptionStore } from '../subscriptions.ts'
import { transaction } from './database.ts'
import { guarded } from './errors.ts'

export function createSubscriptionStore(database: DatabaseSync): SubscriptionStore {
  const put = database.prepare(`
    INSERT INTO subscriptions (id, platform, place, next_due, active, subscription) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET platform = excluded.platform, place = excluded.place,
      next_due = excluded.next_due, active = excluded.active, subscription = excluded.subscription`)
  const get = database.prepare('SELECT * FROM subscriptions WHERE id = ?')
  const at = database.prepare('SELECT * FROM subscriptions WHERE place = ? ORDER BY key')
  const atAny = database.prepare(
    'SELECT * FROM subscriptions WHERE place IN (SELECT value FROM json_each(?)) ORDER BY key LIMIT ?',
  )
  const mailed = database.prepare(
    "SELECT * FROM subscriptions WHERE platform = 'mail' AND subscription LIKE ? ESCAPE '!' ORDER BY key",
  )
  const due = database.prepare(`
    SELECT * FROM subscriptions WHERE active AND platform = ? AND next_due <= ? ORDER BY next_due, key LIMIT ?`)
  const next = database.prepare('SELECT * FROM subscriptions WHERE active ORDER BY next_due, key LIMIT ?')
  const nextOn = database.prepare(
    'SELECT * FROM subscriptions WHERE active AND platform = ? ORDER BY next_due, key LIMIT ?',
  )
  const advance = database.prepare('UPDATE subscriptions SET next_due = ? WHERE id = ? AND next_due = ?')
  const pause = database.prepare(`
    UPDATE subscriptions SET active = 0, subscription = json_set(subscription, '$.paused', ?)
    WHERE id = ? AND active`)
  const pauseWithin = database.prepare(`
    UPDATE subscriptions SET active = 0, subscription = json_set(subscription, '$.paused', ?1)
    WHERE active AND substr(place, 1, length(?2)) = ?2`)
  const zones = database.prepare(`
    SELECT json_extract(subscription, '$.schedule.zone') AS zone FROM subscriptions
    WHERE place BETWEEN ?1 AND ?1 || char(1114111) GROUP BY zone ORDER BY count(*) DESC, zone`)
  const remove = database.prepare('DELETE FROM subscriptions WHERE id = ?')
  const count = database.prepare(`
    SELECT count(*) FILTER (WHERE active) AS active, count(*) FILTER (WHERE NOT active) AS paused
    FROM subscriptions`)
  const find = (id: string) => get.all(id).map(toSubscription)[0]
  const write = ({ nextDue, ...kept }: Subscription) => {
    const active = kept.paused === undefined ? 1 : 0
    const place = [kept.to.platform, placeKey(kept.to)] as const
    put.run(kept.id, ...place, nextDue.getTime(), active, JSON.stringify(kept))
  }
  return {
    put: (subscription) => guarded(() => write(subscription)),
    get: (id) => guarded(() => find(id)),
    change: (id, change) =>
      guarded(() =>
        transaction(database, () => {
          const known = find(id)
          const changed = known && { ...change(known), id }
          if (changed) write(changed)
          return changed
        }),
      ),
    at: (place) => guarded(() => at.all(placeKey(place)).map(toSubscription)),
    atAny: (places, limit) =>
      guarded(() => atAny.all(JSON.stringify(places.map(placeKey)), limit).map(toSubscription)),
    mailedBy: (owner) =>
      guarded(() =>
        mailed
          .all(mentions({ id: owner }))
          .map(toSubscription)
          .filter((one) => one.owner.id === owner),
      ),
    due: (platform, now, limit) => guarded(() => due.all(platform, now.getTime(), limit).map(toSubscription)),
    next: (limit, platform) =>
      guarded(() => (platform ? nextOn.all(platform, limit) : next.all(limit)).map(toSubscription)),
    advance: (moves) =>
      guarded(() =>
        transaction(database, () => {
          for (const { id, from, to } of moves) advance.run(to.getTime(), id, from.getTime())
        }),
      ),
    pause: (id, why) =>
      guarded(() => {
        pause.run(why, id)
      }),
    pauseWithin: (workspace, why) =>
      guarded(() => Number(pauseWithin.run(why, placesWithin(workspace)).changes)),
    zonesWithin: (workspace) =>
      guarded(() => zones.all(placesWithin(workspace)).map(({ zone }) => String(zone))),
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
