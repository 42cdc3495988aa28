import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { z } from 'zod'
import { type Delivery, type DeliveryLog, deliveryId } from '../deliveries.ts'
import { placeKey, readAddress, readJson } from '../json-columns.ts'
import { transaction } from './database.ts'
import { guarded } from './errors.ts'

const Outcome = z.enum(['sent', 'nothing-new', 'skipped', 'failed'])

export function createDeliveryLog(database: DatabaseSync): DeliveryLog {
  const claim = database.prepare(`
    INSERT INTO deliveries (id, subscription, day, place, address, due, holder, held_until)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (subscription, day) DO NOTHING`)
  const abandoned = database.prepare(`
    SELECT * FROM deliveries WHERE outcome IS NULL AND held_until <= ? ORDER BY due, id LIMIT ?`)
  const hold = database.prepare('UPDATE deliveries SET holder = ?, held_until = ? WHERE id = ?')
  const prolong = database.prepare(
    'UPDATE deliveries SET held_until = ? WHERE id = ? AND holder = ? AND outcome IS NULL',
  )
  const note = database.prepare('UPDATE deliveries SET progress = ? WHERE id = ? AND outcome IS NULL')
  const finish = database.prepare(`
    UPDATE deliveries SET outcome = ?, finished_at = ? WHERE id = ? AND outcome IS NULL RETURNING place`)
  const show = database.prepare('INSERT OR IGNORE INTO shown_papers (place, paper, at) VALUES (?, ?, ?)')
  const shown = database.prepare('SELECT at FROM shown_papers WHERE place = ? AND paper = ?')
  const latest = database.prepare(`
    SELECT * FROM deliveries WHERE subscription = ? AND outcome IS NOT NULL ORDER BY day DESC LIMIT ?`)
  return {
    claim: ({ subscription, day, to, due }, { holder, until }) =>
      guarded(() => {
        const id = deliveryId()
        const values = [id, subscription, day, placeKey(to), JSON.stringify(to), due.getTime()] as const
        const { changes } = claim.run(...values, holder, until.getTime())
        return Number(changes) === 0 ? undefined : { id, subscription, day, to, due }
      }),
    takeOver: ({ holder, now, until }, limit) =>
      guarded(() =>
        transaction(database, () => {
          const rows = abandoned.all(now.getTime(), limit)
          for (const { id } of rows) hold.run(holder, until.getTime(), String(id))
          return rows.map(toDelivery)
        }),
      ),
    prolong: (id, { holder, until }) =>
      guarded(() => Number(prolong.run(until.getTime(), id, holder).changes) > 0),
    note: (id, progress) =>
      guarded(() => {
        note.run(JSON.stringify(progress), id)
      }),
    finish: (id, outcome, papers, at) =>
      guarded(() =>
        transaction(database, () => {
          const place = finish.get(outcome, at.getTime(), id)?.place
          if (place === undefined) return
          for (const paper of papers) show.run(String(place), paper, at.getTime())
        }),
      ),
    shown: (place, papers) =>
      guarded(() => {
        const known = papers.flatMap((paper) =>
          shown.all(placeKey(place), paper).map(({ at }) => [paper, new Date(Number(at))] as const),
        )
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
  }
}

function toDelivery(row: Record<string, SQLOutputValue>): Delivery {
  return {
    id: String(row.id),
    subscription: String(row.subscription),
    day: String(row.day),
    to: readAddress(String(row.address)),
    due: new Date(Number(row.due)),
    ...(row.progress !== null && { progress: readJson(String(row.progress)) }),
  }
}
