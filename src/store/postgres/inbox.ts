import { toUnfinishedItem } from '../rows.ts'
import type { Inbox } from '../store.ts'
import type { Database } from './database.ts'

export function createInbox(database: Database): Inbox {
  return {
    accept: ({ keys, platform, payload, at }, { holder, until }) =>
      database.transaction(async (query) => {
        // In one order, so that two that share keys wait for each other.
        const distinct = [...new Set(keys)].sort()
        const known = await query('SELECT 1 FROM inbox_keys WHERE platform = $1 AND key = ANY ($2) LIMIT 1', [
          platform,
          distinct,
        ])
        if (known.rows.length > 0) return undefined
        await query('SAVEPOINT untouched')
        const { rows } = await query(
          'INSERT INTO inbox (platform, at, payload, holder, held_until) VALUES ($1, $2, $3, $4, $5) RETURNING id',
          [platform, at.getTime(), JSON.stringify(payload), holder, until.getTime()],
        )
        const id = String(rows[0]?.id)
        const { changes } = await query(
          `INSERT INTO inbox_keys (platform, key, item) SELECT $1, key, $3 FROM unnest($2::text[]) AS key
          ON CONFLICT DO NOTHING`,
          [platform, distinct, id],
        )
        if (changes === distinct.length) return { id }
        await query('ROLLBACK TO SAVEPOINT untouched')
        return undefined
      }),
    async takeOver(platform, { holder, now, until }, limit) {
      const { rows } = await database.query(
        // Chosen once: as a mere condition, it may be looked up again and again, and more than the limit taken.
        `WITH free AS MATERIALIZED (
          SELECT id FROM inbox WHERE platform = $1 AND payload IS NOT NULL AND held_until <= $2
          ORDER BY at, id LIMIT $5 FOR UPDATE SKIP LOCKED)
        UPDATE inbox SET holder = $3, held_until = $4, takes = takes + 1
        WHERE id IN (SELECT id FROM free) RETURNING id, payload, state, at, takes`,
        [platform, now.getTime(), holder, until.getTime(), limit],
      )
      return rows
        .map(toUnfinishedItem)
        .sort((one, other) => one.at.getTime() - other.at.getTime() || Number(one.id) - Number(other.id))
    },
    async prolong(ids, { holder, until }) {
      const { rows } = await database.query(
        `UPDATE inbox SET held_until = $1 WHERE holder = $2 AND payload IS NOT NULL AND id = ANY ($3)
        RETURNING id`,
        [until.getTime(), holder, ids.map(numberOf)],
      )
      return rows.map(({ id }) => String(id))
    },
    async note(id, state) {
      await database.query('UPDATE inbox SET state = $1 WHERE id = $2 AND payload IS NOT NULL', [
        JSON.stringify(state),
        numberOf(id),
      ])
    },
    async finish(id) {
      await database.query('UPDATE inbox SET payload = NULL, state = NULL WHERE id = $1', [numberOf(id)])
    },
    async unfinished(platform) {
      const { rows } = await database.query(
        `SELECT id, payload, state, at, takes FROM inbox
        WHERE platform = $1 AND payload IS NOT NULL ORDER BY at, id`,
        [platform],
      )
      return rows.map(toUnfinishedItem)
    },
    async forget(before) {
      const { changes } = await database.query('DELETE FROM inbox WHERE payload IS NULL AND at < $1', [
        before.getTime(),
      ])
      return changes
    },
  }
}

/** Ids are numbers of ours; anything else is the id of nothing. */
const numberOf = (id: string) => (/^\d{1,15}$/.test(id) ? Number(id) : -1)
