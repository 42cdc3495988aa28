import { z } from 'zod'
import { type Delivery, type DeliveryLog, type Due, deliveryId } from '../deliveries.ts'
import { placeKey, readAddress, readJson } from '../json-columns.ts'
import type { Database, Query, Row } from './database.ts'

const Kind = z.enum(['post', 'notice'])
const Outcome = z.enum(['sent', 'nothing-new', 'skipped', 'failed'])

/** What is known of deliveries that are about to be added. */
type State = { holder: string; until: Date; outcome?: 'skipped' }

export function createDeliveryLog(database: Database): DeliveryLog {
  return {
    claim: (due, { holder, until }) => database.transaction((query) => add(query, due, { holder, until })),
    skip: (missed, at) =>
      database.transaction(async (query) => {
        await add(query, missed, { holder: '', until: at, outcome: 'skipped' })
      }),
    async takeOver(platform, { holder, now, until }, limit) {
      const { rows } = await database.query(
        // Chosen once, as in the inbox.
        `WITH free AS MATERIALIZED (
          SELECT id FROM deliveries WHERE outcome IS NULL AND platform = $1 AND held_until <= $2
          ORDER BY due, id LIMIT $5 FOR UPDATE SKIP LOCKED)
        UPDATE deliveries SET holder = $3, held_until = $4 WHERE id IN (SELECT id FROM free) RETURNING *`,
        [platform, now.getTime(), holder, until.getTime(), limit],
      )
      return rows
        .map(toDelivery)
        .sort((one, other) => one.due.getTime() - other.due.getTime() || (one.id < other.id ? -1 : 1))
    },
    async free(platform) {
      const { rows } = await database.query(
        'SELECT min(held_until) AS at FROM deliveries WHERE outcome IS NULL AND platform = $1',
        [platform],
      )
      const at = rows[0]?.at ?? undefined
      return at === undefined ? undefined : new Date(Number(at))
    },
    async prolong(id, { holder, until }) {
      const { changes } = await database.query(
        'UPDATE deliveries SET held_until = $1 WHERE id = $2 AND holder = $3 AND outcome IS NULL',
        [until.getTime(), id, holder],
      )
      return changes > 0
    },
    async note(id, progress) {
      await database.query('UPDATE deliveries SET progress = $1 WHERE id = $2 AND outcome IS NULL', [
        JSON.stringify(progress),
        id,
      ])
    },
    async choose(id, progress, papers, at) {
      await database.query(
        `WITH noted AS (
          UPDATE deliveries SET progress = $1 WHERE id = $2 AND outcome IS NULL RETURNING id, place
        )
        INSERT INTO shown_papers (place, paper, delivery, at, votes)
        SELECT place, paper, id, $3, votes FROM noted, unnest($4::text[], $5::integer[]) AS chosen (paper, votes)
        ON CONFLICT DO NOTHING`,
        [
          JSON.stringify(progress),
          id,
          at.getTime(),
          papers.map(({ paper }) => paper),
          papers.map(({ votes }) => votes),
        ],
      )
    },
    async finish(id, outcome, at) {
      await database.query(
        `WITH ended AS (
          UPDATE deliveries SET outcome = $2, finished_at = $3 WHERE id = $1 AND outcome IS NULL RETURNING id
        )
        DELETE FROM shown_papers USING ended WHERE delivery = ended.id AND $4::boolean`,
        [id, outcome, at.getTime(), outcome !== 'sent'],
      )
    },
    async shown(place, papers) {
      const { rows } = await database.query(
        `SELECT paper, min(at) AS first, count(*) AS times, (array_agg(votes ORDER BY at, delivery))[count(*)] AS votes
        FROM shown_papers WHERE place = $1 AND paper = ANY ($2) GROUP BY paper`,
        [placeKey(place), papers],
      )
      return new Map(
        rows.map(({ paper, first, times, votes }) => [
          String(paper),
          { first: new Date(Number(first)), times: Number(times), votes: Number(votes) },
        ]),
      )
    },
    async of(subscription, limit) {
      const { rows } = await database.query(
        `SELECT * FROM deliveries WHERE subscription = $1 AND kind = 'post' AND outcome IS NOT NULL
        ORDER BY day DESC LIMIT $2`,
        [subscription, limit],
      )
      return rows.map((row) => ({
        ...toDelivery(row),
        outcome: Outcome.parse(row.outcome),
        at: new Date(Number(row.finished_at)),
      }))
    },
    async failures(since) {
      const { rows } = await database.query(
        `SELECT count(*) AS number FROM deliveries WHERE outcome = 'failed' AND kind = 'post' AND finished_at >= $1`,
        [since.getTime()],
      )
      return Number(rows[0]?.number)
    },
    async forget(before) {
      const { changes } = await database.query('DELETE FROM deliveries WHERE finished_at < $1', [
        before.getTime(),
      ])
      return changes
    },
  }
}

/** Adds those that were not known before and returns them, in the order they came in. */
async function add(
  query: Query,
  all: Parameters<DeliveryLog['claim']>[0],
  { holder, until, outcome }: State,
): Promise<readonly Delivery[]> {
  const added = new Set<string>()
  const deliveries = all.map((due) => ({ ...due, id: deliveryId() }))
  // In one order, so that two that claim the same wait for each other.
  for (const { id, subscription, day, kind, to, due, progress } of deliveries.toSorted(byName)) {
    const { changes } = await query(
      `INSERT INTO deliveries (id, subscription, day, kind, platform, place, address, due, progress,
        holder, held_until, outcome, finished_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
      ON CONFLICT (subscription, day, kind) DO NOTHING`,
      [
        ...[id, subscription, day, kind, to.platform, placeKey(to), JSON.stringify(to), due.getTime()],
        progress === undefined ? null : JSON.stringify(progress),
        ...[holder, until.getTime()],
        ...(outcome === undefined ? [null, null] : [outcome, until.getTime()]),
      ],
    )
    if (changes > 0) added.add(id)
  }
  return deliveries.filter(({ id }) => added.has(id))
}

function byName(one: Due, other: Due): number {
  const [first, second] = [one, other].map(({ subscription, day, kind }) =>
    JSON.stringify([subscription, day, kind]),
  )
  if (first === second) return 0
  return (first ?? '') < (second ?? '') ? -1 : 1
}

function toDelivery(row: Row): Delivery {
  return {
    id: String(row.id),
    subscription: String(row.subscription),
    day: String(row.day),
    kind: Kind.parse(row.kind),
    to: readAddress(String(row.address)),
    due: new Date(Number(row.due)),
    ...(row.progress !== null && { progress: readJson(String(row.progress)) }),
  }
}
