import { z } from 'zod'
import type { Held } from '../jobs/holder.ts'
import { keepDoing } from '../jobs/recurring.ts'
import type { Runner } from '../jobs/runner.ts'
import type { Clock } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'
import { tidying } from '../store/queues.ts'
import type { Store } from '../store/store.ts'

const hour = 3_600_000
const day = 24 * hour
/** How long finished things are known, in milliseconds. */
const remembered = {
  /** Platforms deliver an event again within hours, not days. */
  work: 3 * day,
  /** For those who ask what became of a post; which papers were shown is never forgotten. */
  posts: 90 * day,
  /** Longer than anything looks back on them. */
  votes: 60 * day,
  /** What is kept of a workspace that took Paperboy out: it may be invited again. */
  left: 7 * day,
}
/** A clock that differs by more than this from the time of the last look, in milliseconds, may be wrong. */
const leap = 2 * day
/** It is believed after so many looks, an hour apart, at which it went on as clocks do. */
const looksUntilBelieved = 24

const Notes = z.object({
  /** What the clock said at the last look, in milliseconds since 1970. */
  at: z.number(),
  /** Looks since the clock leapt; left out when it is believed. */
  doubted: z.number().exactOptional(),
})
type Notes = z.infer<typeof Notes>

type Parts = {
  store: Pick<Store, 'jobs' | 'turns' | 'leaving' | 'votes'>
  runner: Runner
  /** How long conversations are known; 0 for good. */
  rememberDays: number
  clock: Clock
  log: Log
}

/**
 * Forgets what is finished and cannot come again, conversations in time, and workspaces that Paperboy was taken out of:
 * now and every hour until the signal comes, in one process for all. Never fails. After downtime of days, or a clock that
 * was set, it waits for a day: forgetting by age on a machine whose clock is far ahead would forget everything.
 */
export async function keepStoreSmall(
  { store, runner, rememberDays, clock, log }: Parts,
  signal: AbortSignal,
): Promise<void> {
  await keepDoing({ name: tidying, work: tidy }, { runner, log }, signal)

  async function tidy(held: Held): Promise<number> {
    const now = clock.now().getTime()
    const notes = lookAt(now, Notes.safeParse(held.job.notes).data)
    await held.note(notes)
    if (notes.doubted !== undefined) {
      log.debug({ looks: notes.doubted }, 'Nothing is forgotten until the clock is believed')
      return hour
    }
    const ago = (milliseconds: number) => new Date(now - milliseconds)
    const jobs = await store.jobs.forget({ plain: ago(remembered.work), outcomes: ago(remembered.posts) })
    const turns = rememberDays === 0 ? 0 : await store.turns.forgetBefore(ago(rememberDays * day))
    for (const left of await store.leaving.forgetLeft(ago(remembered.left)))
      log.info(left, 'Forgot what was kept of a workspace that had removed Paperboy')
    const votes = await store.votes.forgetBefore(ago(remembered.votes))
    log.debug({ jobs, turns, votes }, 'Forgot what is finished')
    return hour
  }
}

/** What is known of the clock after another look at it. */
function lookAt(at: number, before: Notes | undefined): Notes {
  if (!before || Math.abs(at - before.at) > leap) return { at, doubted: 0 }
  if (before.doubted === undefined || before.doubted + 1 >= looksUntilBelieved) return { at }
  return { at, doubted: before.doubted + 1 }
}
