import type { Clock } from '../../lib/clock.ts'
import type { JobLog } from '../jobs.ts'
import { createJobLog, type JobRow, type SqlValue } from '../jobs-sql.ts'
import type { Database, RunQuery } from './database.ts'

/** @param clock for tests: another clock than the server's, which is one for all machines */
export function createJobs(database: Database, clock?: Clock): JobLog {
  const now = () =>
    clock
      ? `CAST(${clock.now().getTime()} AS bigint)`
      : 'CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)'

  async function insertOne(query: RunQuery, row: JobRow): Promise<boolean> {
    const { id, queue, keys, series, dueAt, payload, notes, holder, lasting, attempts, outcome } = row
    await query('SAVEPOINT untouched')
    const { rows } = await query(
      `INSERT INTO jobs (id, queue, series, due_at, payload, notes, holder, held_at, free_at, attempts, outcome, finished_at)
      SELECT $1, $2, $3, CAST($4 AS bigint), $5, $6, $7, ${now()},
        greatest(CAST($4 AS bigint), ${now()} + CAST($8 AS bigint)), CAST($9 AS integer), CAST($10 AS text),
        CASE WHEN CAST($10 AS text) IS NOT NULL THEN ${now()} END
      RETURNING number`,
      [
        ...[id, queue, series ?? null, dueAt.getTime(), JSON.stringify(payload)],
        notes === undefined ? null : JSON.stringify(notes),
        ...[holder, lasting, attempts, outcome ?? null],
      ],
    )
    const distinct = [...new Set(keys)].sort()
    const { changes } = await query(
      `INSERT INTO job_keys (queue, key, job) SELECT $1, key, $3 FROM unnest($2::text[]) AS key
      ON CONFLICT DO NOTHING`,
      [queue, distinct, Number(rows[0]?.number)],
    )
    await query(
      changes === distinct.length ? 'RELEASE SAVEPOINT untouched' : 'ROLLBACK TO SAVEPOINT untouched',
    )
    return changes === distinct.length
  }

  const run = async (sql: string, values: readonly SqlValue[]) => (await database.query(sql, values)).rows
  return createJobLog({
    run,
    erase: run,
    insert: (rows) =>
      database.transaction(async (query) => {
        const added = new Set<string>()
        // In one order, so that two that share keys wait for each other.
        for (const row of rows.toSorted(byKeys)) if (await insertOne(query, row)) added.add(row.id)
        return added
      }),
    now,
    list: (place) => `SELECT json_array_elements_text(CAST(${place} AS json))`,
    skipLocked: 'FOR UPDATE SKIP LOCKED',
  })
}

function byKeys(one: JobRow, other: JobRow): number {
  const [first, second] = [one, other].map(({ queue, keys }) => JSON.stringify([queue, keys.toSorted()]))
  if (first === second) return 0
  return (first ?? '') < (second ?? '') ? -1 : 1
}
