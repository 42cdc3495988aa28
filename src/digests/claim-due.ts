import type { Held } from '../jobs/holder.ts'
import type { Queue } from '../jobs/queue.ts'
import type { JobLog } from '../store/jobs.ts'
import { postsOf } from '../store/queues.ts'
import type { Platform, Subscription, SubscriptionStore } from '../store/subscriptions.ts'
import { type Due, toJob } from './delivery.ts'
import { afterPause, latestRun, nextRun } from './schedule.ts'

/** Most missed posts that are recorded as skipped, of one subscription. */
const longestRecord = 30
/** Subscriptions of a platform whose next post is looked at. */
const mostMended = 100_000

type Parts = { subscriptions: SubscriptionStore; jobs: JobLog; queue: Pick<Queue, 'add'> }

/**
 * Makes jobs of the latest post of each subscription that is due, records older ones as skipped, and moves each on to
 * its next post. Every step may be repeated: a process that ends between two of them leaves nothing half-done.
 *
 * @returns what this process is to send: another may have some of them
 */
export async function claimDue(
  due: readonly Subscription[],
  now: Date,
  { subscriptions, jobs, queue }: Parts,
): Promise<readonly Held[]> {
  const found = due.map((subscription) => ({ subscription, ...runsOf(subscription, now) }))
  const missed = found.flatMap(({ older }) =>
    older.map((one) => ({ ...toJob(one), queue: postsOf(one.to.platform) })),
  )
  if (missed.length > 0) await jobs.record(missed, 'skipped')
  const claimed = await queue.add(found.flatMap(({ latest }) => latest.map((one) => toJob(one))))
  await subscriptions.advance(
    found.map(({ subscription: { id, nextDue, schedule } }) => ({
      id,
      from: nextDue,
      to: nextRun(schedule, now).at,
    })),
  )
  return claimed
}

/** Brings back posts that are due later than their schedule says: they were moved on by a clock that ran ahead. */
export async function mendDue(
  platform: Platform,
  now: Date,
  subscriptions: SubscriptionStore,
): Promise<void> {
  const moves = (await subscriptions.next(mostMended, platform)).flatMap(
    ({ id, nextDue, schedule, pausedUntil }) => {
      const { at } = nextRun(schedule, afterPause(schedule, pausedUntil, now))
      return nextDue > at ? [{ id, from: nextDue, to: at }] : []
    },
  )
  if (moves.length > 0) await subscriptions.advance(moves)
}

/** The post to be sent now, and those before it that were missed; none from before the subscription was made. */
function runsOf({ id, to, schedule, nextDue, createdAt }: Subscription, now: Date) {
  const post = ({ at, day }: { at: Date; day: string }): Due => ({
    subscription: id,
    day,
    kind: 'post',
    to,
    due: at,
  })
  const latest = latestRun(schedule, now)
  // One that was made later than now was made while a clock ran ahead.
  const isAfterMaking = createdAt > now ? latest.at >= nextDue : latest.at > createdAt
  const older: Due[] = []
  let run = latestRun(schedule, new Date(latest.at.getTime() - 1))
  while (run.at >= nextDue && older.length < longestRecord) {
    older.push(post(run))
    run = latestRun(schedule, new Date(run.at.getTime() - 1))
  }
  return { latest: isAfterMaking ? [post(latest)] : [], older }
}
