import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Clock } from '../../lib/clock.ts'
import type { JobLog } from '../jobs.ts'
import { createJobLog, type JobRow, type SqlValue } from '../jobs-sql.ts'
import { erase, numbered, transaction } from './database.ts'
import { guarded } from './errors.ts'

/** @param clock the machine's: all that share the file have the same */
export function createJobs(database: DatabaseSync, clock: Clock): JobLog {
  const known = database.prepare('SELECT 1 FROM job_keys WHERE queue = ? AND key = ?')
  const insertJob = database.prepare(`
    INSERT INTO jobs (id, queue, series, due_at, payload, notes, holder, held_at, free_at, attempts, outcome, finished_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const insertKey = database.prepare('INSERT OR IGNORE INTO job_keys (queue, key, job) VALUES (?, ?, ?)')
  const milliseconds = () => clock.now().getTime()

  function insertOne({ id, queue, keys, series, dueAt, payload, notes, ...held }: JobRow): readonly string[] {
    if (keys.some((key) => known.get(queue, key) !== undefined)) return []
    const now = milliseconds()
    const { lastInsertRowid } = insertJob.run(
      ...[id, queue, series ?? null, dueAt.getTime(), JSON.stringify(payload)],
      notes === undefined ? null : JSON.stringify(notes),
      ...[held.holder, now, Math.max(dueAt.getTime(), now + held.lasting), held.attempts],
      ...(held.outcome === undefined ? [null, null] : [held.outcome, now]),
    )
    for (const key of keys) insertKey.run(queue, key, lastInsertRowid)
    return [id]
  }

  database.function('clock_now', milliseconds)
  const prepared = new Map<string, StatementSync>()
  const run = (sql: string, values: readonly SqlValue[]) => {
    const statement = prepared.get(sql) ?? database.prepare(numbered(sql))
    prepared.set(sql, statement)
    return statement.all(...values)
  }
  return createJobLog({
    run: (sql, values) => guarded(() => run(sql, values)),
    erase: (sql, values) => guarded(() => erase(database, () => run(sql, values))),
    insert: (rows) => guarded(() => transaction(database, () => new Set(rows.flatMap(insertOne)))),
    now: () => 'clock_now()',
    list: (place) => `SELECT value FROM json_each(${place})`,
    skipLocked: '',
  })
}
