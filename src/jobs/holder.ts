import { randomUUID } from 'node:crypto'
import type { Clock } from '../lib/clock.ts'
import { describeError } from '../lib/errors.ts'
import type { Json } from '../lib/json.ts'
import type { Log } from '../lib/log.ts'
import type { Job, JobLog, NewJob } from '../store/jobs.ts'

/** A job that this process alone may work on now. */
export type Held = {
  job: Job
  /** Comes when another process may have taken it over: nothing more is to be sent. */
  signal: AbortSignal
  /**
   * Whether it is still this process's alone, by its own clocks. To be asked right before anything that others see,
   * with nothing awaited in between: a process that was frozen, or slept with the whole machine, wakes up before the signal.
   */
  isMine(): boolean
  /**
   * Remembers how far it is, in place of what was noted before. Durable when it resolves.
   *
   * @throws LostError when another process has it by now
   */
  note(notes: Json): Promise<void>
}

/** Another process may be at work on it: nothing more is to be done about it here. */
export class LostError extends Error {
  override name = 'LostError'
  constructor() {
    super('Another process may have taken it over.')
  }
}

/** How long, in milliseconds, work is held, and how often that is prolonged: what a crash costs until others go on. */
export const lasting = 9_000
export const interval = 1_500
/** So long before the end nothing more is sent, in milliseconds: what is on its way must arrive before others look for it. */
const onItsWay = 3_000
/** How long after something was lost this process tells that it lives, in milliseconds: until others have taken it over. */
const doubted = 30_000

/** What this process holds, of all queues. */
export type Holder = {
  /** Adds jobs and holds those that were not known. */
  add(jobs: readonly NewJob[]): Promise<readonly Held[]>
  /** Takes on what is free. */
  take(queue: string, limit: number): Promise<readonly Held[]>
  /** Loses what it could not hold on to: a process that slept, or could not reach the database, does not know what others did. */
  expire(): void
  /** Goes on holding all of it. Never throws. */
  prolong(): Promise<void>
  /** The job is done. @returns false when it was lost before */
  finish(held: Held, outcome?: string): Promise<boolean>
  /** Gives jobs back: see `JobLog.release`. */
  release(all: readonly Held[], how: { wait: number; ended: boolean }): Promise<void>
  /** Whether there is nothing to go on holding, and nobody who may think that this process is dead. */
  isIdle(): boolean
}

/** @param clock the machine's, which goes on while the machine sleeps, as the process's own time does not */
export function createHolder({ jobs, clock, log }: { jobs: JobLog; clock: Clock; log: Log }): Holder {
  const holder = randomUUID()
  const all = new Map<string, { held: Held; renew(since: Moment): void; lose(): void }>()
  let doubtedUntil = Number.NEGATIVE_INFINITY

  const now = () => ({ running: performance.now(), wall: clock.now().getTime() })
  type Moment = ReturnType<typeof now>
  const hold = () => ({ holder, lasting })

  function keep(job: Job, held: Moment): Held {
    const losing = new AbortController()
    let since = held
    const isMine = () => {
      if (losing.signal.aborted) return false
      // The one clock stands still in a frozen machine, the other may be set back.
      const { running, wall } = now()
      return Math.max(running - since.running, wall - since.wall) <= lasting - onItsWay
    }
    const mine: Held = {
      job,
      signal: losing.signal,
      isMine,
      async note(notes) {
        if (await jobs.note(job.id, holder, notes)) return
        lose(job.id)
        throw new LostError()
      },
    }
    all.set(job.id, {
      held: mine,
      renew: (moment) => {
        since = moment
      },
      lose: () => losing.abort(new LostError()),
    })
    return mine
  }

  function lose(id: string): void {
    all.get(id)?.lose()
    all.delete(id)
    doubtedUntil = performance.now() + doubted
  }

  return {
    async add(given) {
      const since = now()
      return (await jobs.add(given, hold())).map((job) => keep(job, since))
    },

    async take(queue, limit) {
      const since = now()
      return (await jobs.take(queue, hold(), limit)).map((job) => keep(job, since))
    },

    expire() {
      for (const [id, { held }] of all) if (!held.isMine()) lose(id)
    },

    async prolong() {
      try {
        if (performance.now() <= doubtedUntil) await jobs.live(holder)
        if (all.size === 0) return
        const since = now()
        const before = [...all]
        const ids = before.map(([id]) => id)
        const ours = new Set(await jobs.prolong(ids, hold()))
        for (const [id, one] of before)
          if (ours.has(id)) one.renew(since)
          // What ended meanwhile is not held any more.
          else if (all.get(id) === one) lose(id)
      } catch (error) {
        log.warn({ error: describeError(error) }, 'Work could not be held on to for now')
      }
    },

    async finish(held, outcome) {
      const { id } = held.job
      const isDone = await jobs.finish(id, holder, outcome)
      const one = all.get(id)
      // Also when it was lost and taken on again meanwhile.
      if (one && (isDone || one.held === held)) {
        one.lose()
        all.delete(id)
      }
      return isDone
    },

    async release(some, how) {
      const ours = some.filter((held) => all.get(held.job.id)?.held === held)
      if (ours.length === 0) return
      const ids = ours.map(({ job }) => job.id)
      for (const id of ids) {
        all.get(id)?.lose()
        all.delete(id)
      }
      await jobs.release(ids, holder, how)
    },

    isIdle: () => all.size === 0 && performance.now() > doubtedUntil,
  }
}
