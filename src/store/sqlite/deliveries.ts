import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { z } from 'zod'
import { type Delivery, type DeliveryLog, type Due, deliveryId } from '../deliveries.ts'
import { placeKey, readAddress, readJson } from '../json-columns.ts'
import { transaction } from './database.ts'
import { guarded } from './errors.ts'

const Kind = z.enum(['post', 'notice'])
const Outcome = z.enum(['sent', 'nothing-new', 'skipped', 'failed'])

export function createDeliveryLog(database: DatabaseSync): DeliveryLog {
  const insert = database.prepare(`
    INSERT INTO deliveries (id, subscription, day, kind, platform, place, address, due, progress,
      holder, held_until, outcome, finished_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (subscription, day, kind) DO NOTHING`)
  const abandoned = database.prepare(`
    SELECT * FROM deliveries WHERE outcome IS NULL AND platform = ? AND held_until <= ?
    ORDER BY due, id LIMIT ?`)
  const free = database.prepare(
    'SELECT min(held_until) AS at FROM deliveries WHERE outcome IS NULL AND platform = ?',
  )
  const hold = database.prepare('UPDATE deliveries SET holder = ?, held_until = ? WHERE id = ?')
  const prolong = database.prepare(
    'UPDATE deliveries SET held_until = ? WHERE id = ? AND holder = ? AND outcome IS NULL',
  )
  const note = database.prepare(
    'UPDATE deliveries SET progress = ? WHERE id = ? AND outcome IS NULL RETURNING place',
  )
  const finish = database.prepare(
    'UPDATE deliveries SET outcome = ?, finished_at = ? WHERE id = ? AND outcome IS NULL',
  )
  const show = database.prepare(
    'INSERT OR IGNORE INTO shown_papers (place, paper, delivery, at, votes) VALUES (?, ?, ?, ?, ?)',
  )
  const hide = database.prepare('DELETE FROM shown_papers WHERE delivery = ?')
  const shown = database.prepare(
    'SELECT at, votes FROM shown_papers WHERE place = ? AND paper = ? ORDER BY at, delivery',
  )
  const latest = database.prepare(`
    SELECT * FROM deliveries WHERE subscription = ? AND kind = 'post' AND outcome IS NOT NULL
    ORDER BY day DESC LIMIT ?`)
  const failures = database.prepare(`
    SELECT count(*) AS number FROM deliveries
    WHERE outcome = 'failed' AND kind = 'post' AND finished_at >= ?`)
  const forget = database.prepare('DELETE FROM deliveries WHERE finished_at < ?')

  /** Adds one that was not known before; undefined when it was. */
  function add(due: Due, progress: string | null, state: readonly (string | number | null)[]) {
    const { subscription, day, kind, to } = due
    const id = deliveryId()
    const place = [to.platform, placeKey(to), JSON.stringify(to)] as const
    const { changes } = insert.run(
      ...[id, subscription, day, kind, ...place, due.due.getTime(), progress, ...state],
    )
    return Number(changes) === 0 ? undefined : id
  }

  return {
    claim: (due, { holder, until }) =>
      guarded(() =>
        transaction(database, () =>
          due.flatMap((one): readonly Delivery[] => {
            const progress = one.progress === undefined ? null : JSON.stringify(one.progress)
            const id = add(one, progress, [holder, until.getTime(), null, null])
            return id === undefined ? [] : [{ ...one, id }]
          }),
        ),
      ),
    skip: (missed, at) =>
      guarded(() =>
        transaction(database, () => {
          for (const one of missed) add(one, null, ['', at.getTime(), 'skipped', at.getTime()])
        }),
      ),
    takeOver: (platform, { holder, now, until }, limit) =>
      guarded(() =>
        transaction(database, () => {
          const rows = abandoned.all(platform, now.getTime(), limit)
          for (const { id } of rows) hold.run(holder, until.getTime(), String(id))
          return rows.map(toDelivery)
        }),
      ),
    free: (platform) =>
      guarded(() => {
        const at = free.get(platform)?.at ?? undefined
        return at === undefined ? undefined : new Date(Number(at))
      }),
    prolong: (id, { holder, until }) =>
      guarded(() => Number(prolong.run(until.getTime(), id, holder).changes) > 0),
    note: (id, progress) =>
      guarded(() => {
        note.run(JSON.stringify(progress), id)
      }),
    choose: (id, progress, papers, at) =>
      guarded(() =>
        transaction(database, () => {
          const place = note.get(JSON.stringify(progress), id)?.place
          if (place === undefined) return
          for (const { paper, votes } of papers) show.run(String(place), paper, id, at.getTime(), votes)
        }),
      ),
    finish: (id, outcome, at) =>
      guarded(() => {
        const end = () => Number(finish.run(outcome, at.getTime(), id).changes) > 0
        if (outcome === 'sent') end()
        else
          transaction(database, () => {
            if (end()) hide.run(id)
          })
      }),
    shown: (place, papers) =>
      guarded(() => {
        const known = papers.flatMap((paper) => {
          const rows = shown.all(placeKey(place), paper)
          const [first, last] = [rows[0], rows.at(-1)]
          if (!first || !last) return []
          const about = { first: new Date(Number(first.at)), times: rows.length, votes: Number(last.votes) }
          return [[paper, about] as const]
        })
        return new Map(known)
      }),
    of: (subscription, limit) =>
      guarded(() =>
        latest.all(subscription, limit).map((row) => ({
          ...toDelivery(row),
          outcome: Outcome.parse(row.outcome),
          at: new Date(Number(row.finished_at)),
        })),
      ),
    failures: (since) => guarded(() => Number(failures.get(since.getTime())?.number)),
    forget: (before) => guarded(() => Number(forget.run(before.getTime()).changes)),
  }
}

function toDelivery(row: Record<string, SQLOutputValue>): Delivery {
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
