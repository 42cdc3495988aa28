import type { Delivery, DeliveryLog, Due, Hold } from '../store/deliveries.ts'
import type { Subscription, SubscriptionStore } from '../store/subscriptions.ts'
import { latestRun, nextRun } from './schedule.ts'

/** Most missed posts that are recorded as skipped, of one subscription. */
const longestRecord = 30

type Parts = { subscriptions: SubscriptionStore; deliveries: DeliveryLog }

/**
 * Claims the latest post of each subscription that is due, records older ones as skipped, and moves each on to its next
 * post. Every step may be repeated: a process that ends between two of them leaves nothing half-done.
 *
 * @returns what this process is to send: another may have claimed some of them
 */
export async function claimDue(
  due: readonly Subscription[],
  hold: Hold,
  { subscriptions, deliveries }: Parts,
): Promise<readonly Delivery[]> {
  const found = due.map((subscription) => ({ subscription, ...runsOf(subscription, hold.now) }))
  const missed = found.flatMap(({ older }) => older)
  if (missed.length > 0) await deliveries.skip(missed, hold.now)
  const claimed = await deliveries.claim(
    found.flatMap(({ latest }) => latest),
    hold,
  )
  await subscriptions.advance(
    found.map(({ subscription: { id, nextDue, schedule } }) => ({
      id,
      from: nextDue,
      to: nextRun(schedule, hold.now).at,
    })),
  )
  return claimed
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
  const older: Due[] = []
  let run = latestRun(schedule, new Date(latest.at.getTime() - 1))
  while (run.at >= nextDue && older.length < longestRecord) {
    older.push(post(run))
    run = latestRun(schedule, new Date(run.at.getTime() - 1))
  }
  return { latest: latest.at > createdAt ? [post(latest)] : [], older }
}
