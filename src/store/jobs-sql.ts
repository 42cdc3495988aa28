import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { EndedJob, Job, JobLog, NewJob } from './jobs.ts'
import { readJson } from './json-columns.ts'

export type SqlValue = string | number | null
type Row = Record<string, unknown>

/** What the job log needs of an engine; `$1` stands for the first value. */
export type JobsEngine = {
  /** Runs one statement, which does no harm when it is done twice. */
  run(sql: string, values: readonly SqlValue[]): Promise<readonly Row[]>
  /** The same where words are deleted, so that they are nowhere in the file either. */
  erase(sql: string, values: readonly SqlValue[]): Promise<readonly Row[]>
  /** Adds jobs with their keys in one transaction; -> the ids of those that were not known. */
  insert(rows: readonly JobRow[]): Promise<ReadonlySet<string>>
  /** Now, in milliseconds since 1970, as an expression. */
  now(): string
  /** The strings of a JSON list, as rows. */
  list(place: string): string
  /** What keeps two that look for work at once from waiting for each other. */
  skipLocked: string
}

/** A job as it is added; `wait` is in milliseconds from the moment of its writing. */
export type JobRow = NewJob & {
  id: string
  holder: string
  attempts: number
  /** How long nobody may take it, at least. */
  lasting: number
  outcome?: string
}

const JsonColumn = z.string().transform(readJson)
const JobColumns = z.object({
  id: z.string(),
  queue: z.string(),
  due_at: z.number().transform((at) => new Date(at)),
  attempts: z.number(),
  died: z.string(),
  payload: JsonColumn,
  // Wrapped, since a noted null is not the same as nothing noted.
  notes: JsonColumn.transform((noted) => ({ noted })).nullable(),
})
const EndedColumns = z.object({
  outcome: z.string(),
  finished_at: z.number().transform((at) => new Date(at)),
})

const columns = 'id, queue, due_at, attempts, died, payload, notes, number'
const open = 'finished_at IS NULL'

/** 20 characters, since Discord takes no longer nonce than 25 with a message's number behind. */
const newId = () => randomBytes(10).toString('hex')

/** The job log of both engines. */
export function createJobLog(engine: JobsEngine): JobLog {
  const { run, erase, insert, now, list, skipLocked } = engine

  /** In how many milliseconds something of a queue is free; undefined when nothing is open. */
  async function look(queue: string): Promise<number | undefined> {
    const find = `SELECT min(free_at) - ${now()} AS wait, max(held_at) - ${now()} AS ahead
      FROM jobs WHERE queue = $1 AND ${open}`
    const [row] = await run(find, [queue])
    if (Number(row?.ahead) <= 0) return typeof row?.wait === 'number' ? Math.max(0, row.wait) : undefined
    // What a clock wrote that ran ahead lasts as long as it was to last, from now on.
    await run(
      `UPDATE jobs SET free_at = ${now()} + (free_at - held_at), held_at = ${now()}
      WHERE queue = $1 AND ${open} AND held_at > ${now()}`,
      [queue],
    )
    const [mended] = await run(find, [queue])
    return Math.max(0, Number(mended?.wait))
  }

  return {
    async add(jobs, hold) {
      const rows = jobs.map((job): JobRow => {
        const { holder, lasting } = hold ?? { holder: '', lasting: 0 }
        return { ...job, id: newId(), holder, lasting, attempts: hold ? 1 : 0 }
      })
      const added = await insert(rows)
      return rows.filter(({ id }) => added.has(id)).map(asAdded)
    },

    async record(jobs, outcome) {
      await insert(jobs.map((job) => ({ ...job, id: newId(), holder: '', lasting: 0, attempts: 0, outcome })))
    },

    async take(queue, { holder, lasting }, limit) {
      // Looked for often and seldom found: only what is found is worth a lock.
      if ((await look(queue)) !== 0) return []
      const rows = await run(
        // Chosen once: as a mere condition, it may be looked up again and again, and more than the limit taken.
        `WITH free AS MATERIALIZED (
          SELECT number FROM jobs WHERE queue = $1 AND ${open} AND free_at <= ${now()}
          ORDER BY due_at, number LIMIT $4 ${skipLocked})
        UPDATE jobs SET holder = $2, held_at = ${now()}, free_at = ${now()} + CAST($3 AS bigint),
          attempts = attempts + 1,
          died = CASE WHEN holder = '' OR holder = $2 THEN died ELSE died || ' ' || holder END
        WHERE number IN (SELECT number FROM free) RETURNING ${columns}`,
        [queue, holder, lasting, limit],
      )
      return rows.toSorted(byDue).map(toJob)
    },

    wait: look,

    async hurry(queue) {
      await run(
        `UPDATE jobs SET held_at = ${now()}, free_at = ${now()}
        WHERE queue = $1 AND ${open} AND holder = '' AND free_at > ${now()}`,
        [queue],
      )
    },

    async prolong(ids, { holder, lasting }) {
      const rows = await run(
        `UPDATE jobs SET held_at = ${now()}, free_at = ${now()} + CAST($1 AS bigint)
        WHERE holder = $2 AND ${open} AND id IN (${list('$3')}) RETURNING id`,
        [lasting, holder, JSON.stringify(ids)],
      )
      return rows.map(({ id }) => String(id))
    },

    async release(ids, holder, { wait, ended }) {
      await run(
        `UPDATE jobs SET holder = '', held_at = ${now()}, free_at = ${now()} + CAST($1 AS bigint)
        ${ended ? ", died = ''" : ''}
        WHERE holder = $2 AND ${open} AND id IN (${list('$3')})`,
        [wait, holder, JSON.stringify(ids)],
      )
    },

    async note(id, holder, notes) {
      const rows = await run(
        `UPDATE jobs SET notes = $1 WHERE id = $2 AND holder = $3 AND ${open} RETURNING id`,
        [JSON.stringify(notes), id, holder],
      )
      return rows.length > 0
    },

    async finish(id, holder, outcome) {
      const rest = outcome === undefined ? `, payload = 'null', notes = NULL` : ''
      const rows = await erase(
        `UPDATE jobs SET finished_at = ${now()}, outcome = $1 ${rest}
        WHERE id = $2 AND holder = $3 AND ${open} RETURNING id`,
        [outcome ?? null, id, holder],
      )
      return rows.length > 0
    },

    async live(holder) {
      await run(`UPDATE jobs SET died = replace(died, $1, '') WHERE ${open} AND died <> ''`, [` ${holder}`])
    },

    async unfinished(queue) {
      const [which, name] =
        typeof queue === 'string'
          ? ['queue = $1', queue]
          : ['substr(queue, 1, length($1)) = $1', queue.within]
      const rows = await run(
        `SELECT ${columns} FROM jobs WHERE ${which} AND ${open} ORDER BY due_at, number`,
        [name],
      )
      return rows.map(toJob)
    },

    async ended(queue, series, limit) {
      const rows = await run(
        `SELECT ${columns}, outcome, finished_at FROM jobs
        WHERE series = $1 AND queue = $2 AND outcome IS NOT NULL ORDER BY due_at DESC, number DESC LIMIT $3`,
        [series, queue, limit],
      )
      return rows.map(toEnded)
    },

    async count(outcome, since) {
      const [row] = await run(
        `SELECT count(*) AS number FROM jobs WHERE outcome = $1 AND finished_at >= $2
        AND series IS NOT NULL`,
        [outcome, since.getTime()],
      )
      return Number(row?.number)
    },

    async forget({ plain, outcomes }) {
      const rows = await run(
        `DELETE FROM jobs WHERE outcome IS NULL AND finished_at < $1 OR outcome IS NOT NULL AND finished_at < $2
        RETURNING id`,
        [plain.getTime(), outcomes.getTime()],
      )
      return rows.length
    },
  }
}

function toJob(row: Row): Job {
  const { due_at: dueAt, died, notes, ...job } = JobColumns.parse(row)
  return { ...job, dueAt, deaths: died === '' ? 0 : died.trim().split(' ').length, notes: notes?.noted }
}

function toEnded(row: Row): EndedJob {
  const { outcome, finished_at: endedAt } = EndedColumns.parse(row)
  return { ...toJob(row), outcome, endedAt }
}

/** As it stands there now. */
const asAdded = ({ id, queue, dueAt, attempts, payload, notes }: JobRow): Job => ({
  ...{ id, queue, dueAt, attempts, payload, notes },
  deaths: 0,
})

const byDue = (one: Row, other: Row) =>
  Number(one.due_at) - Number(other.due_at) || Number(one.number) - Number(other.number)
