import { placeKey, placesWithin, readSubscription } from '../json-columns.ts'
import { mentions } from '../people.ts'
import type { Subscription, SubscriptionStore } from '../subscriptions.ts'
import type { Database, Row, RunQuery, Value } from './database.ts'

export function createSubscriptionStore(database: Database): SubscriptionStore {
  const all = async (sql: string, values: readonly Value[]) =>
    (await database.query(`SELECT * FROM subscriptions ${sql}`, values)).rows.map(toSubscription)

  /** Changes one while nobody else does; undefined when it is gone or nothing is to be changed. */
  const change = (id: string, work: (known: Subscription) => Subscription | undefined) =>
    database.transaction(async (query) => {
      const { rows } = await query('SELECT * FROM subscriptions WHERE id = $1 FOR UPDATE', [id])
      const changed = rows.map(toSubscription).map(work)[0]
      if (changed) await write(query, changed)
      return changed
    })

  return {
    put: (subscription) => write(database.query, subscription),
    get: async (id) => (await all('WHERE id = $1', [id]))[0],
    change: (id, work) => change(id, (known) => ({ ...work(known), id })),
    at: (place) => all('WHERE place = $1 ORDER BY key', [placeKey(place)]),
    atAny: (places, limit) =>
      all('WHERE place = ANY ($1) ORDER BY key LIMIT $2', [places.map(placeKey), limit]),
    mailedBy: async (owner) =>
      (
        await all("WHERE platform = 'mail' AND subscription LIKE $1 ESCAPE '!' ORDER BY key", [
          mentions({ id: owner }),
        ])
      ).filter((one) => one.owner.id === owner),
    due: (platform, now, limit) =>
      all('WHERE active AND platform = $1 AND next_due <= $2 ORDER BY next_due, key LIMIT $3', [
        platform,
        now.getTime(),
        limit,
      ]),
    next: (limit, platform) =>
      platform
        ? all('WHERE active AND platform = $2 ORDER BY next_due, key LIMIT $1', [limit, platform])
        : all('WHERE active ORDER BY next_due, key LIMIT $1', [limit]),
    advance: (moves) =>
      database.transaction(async (query) => {
        // One after the other, as one may move several times; in one order, so that two that do the same wait.
        for (const { id, from, to } of moves.toSorted((one, other) => compare(one.id, other.id)))
          await query('UPDATE subscriptions SET next_due = $1 WHERE id = $2 AND next_due = $3', [
            to.getTime(),
            id,
            from.getTime(),
          ])
      }),
    async pause(id, paused) {
      await change(id, (known) => (known.paused === undefined ? { ...known, paused } : undefined))
    },
    async pauseWithin(workspace, why) {
      const { changes } = await database.query(
        `UPDATE subscriptions SET active = false, subscription =
          CAST(jsonb_set(CAST(subscription AS jsonb), '{paused}', to_jsonb(CAST($1 AS text))) AS text)
        WHERE active AND starts_with(place, $2)`,
        [why, placesWithin(workspace)],
      )
      return changes
    },
    async zonesWithin(workspace) {
      const { rows } = await database.query(
        `SELECT CAST(subscription AS jsonb) #>> '{schedule,zone}' AS zone FROM subscriptions
        WHERE starts_with(place, $1) GROUP BY zone ORDER BY count(*) DESC, zone`,
        [placesWithin(workspace)],
      )
      return rows.map(({ zone }) => String(zone))
    },
    async remove(id) {
      const { changes } = await database.query('DELETE FROM subscriptions WHERE id = $1', [id])
      return changes > 0
    },
    async count() {
      const { rows } = await database.query(`
        SELECT count(*) FILTER (WHERE active) AS active, count(*) FILTER (WHERE NOT active) AS paused
        FROM subscriptions`)
      return { active: Number(rows[0]?.active), paused: Number(rows[0]?.paused) }
    },
  }
}

async function write(query: RunQuery, { nextDue, ...kept }: Subscription): Promise<void> {
  await query(
    `INSERT INTO subscriptions (id, platform, place, next_due, active, subscription)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (id) DO UPDATE SET platform = excluded.platform, place = excluded.place,
      next_due = excluded.next_due, active = excluded.active, subscription = excluded.subscription`,
    [
      kept.id,
      kept.to.platform,
      placeKey(kept.to),
      nextDue.getTime(),
      kept.paused === undefined,
      JSON.stringify(kept),
    ],
  )
}

const compare = (one: string, other: string) => (one === other ? 0 : one < other ? -1 : 1)

function toSubscription(row: Row): Subscription {
  return { ...readSubscription(String(row.subscription)), nextDue: new Date(Number(row.next_due)) }
}
