import type { Held } from '../jobs/holder.ts'
import type { Lease, Runner } from '../jobs/runner.ts'
import { describeError } from '../lib/errors.ts'
import { tell } from '../lib/telemetry.ts'
import type { Deliver } from '../platform/deliver.ts'
import { placeKey } from '../store/json-columns.ts'
import { postsOf } from '../store/queues.ts'
import type { Platform, Subscription } from '../store/subscriptions.ts'
import { type CarryOutParts, createCarryOut } from './carry-out.ts'
import { claimDue, mendDue } from './claim-due.ts'
import { toDelivery } from './delivery.ts'

/** Due subscriptions that are looked at in one go: more than wait for places that are busy. */
const batch = 500
/** How soon, in milliseconds, it is looked again whether another process has ended, or a place is free. */
const patience = 3_000
/** How soon, in milliseconds, what this version cannot read is looked at again. */
const unreadable = 5 * 60_000
/** A post that more processes ended over has failed: few of them end because of it. */
const mostDeaths = 9
/** How often, in milliseconds, it is looked whether a clock ran ahead. */
const mending = 3_600_000

export type SenderParts = CarryOutParts & {
  runner: Runner
  platform: Platform
  deliver: Deliver
  /** Posts that are worked on at once. */
  concurrency: number
}

/** Sends the posts of one platform. */
export type Sender = {
  /**
   * Begins what is due, as far as there is room, and resolves without waiting for its end. One process at a time does
   * this for a platform. Never called again before it has resolved.
   *
   * @returns when to do it again, as far as is known
   */
  tick(signal: AbortSignal): Promise<Date | undefined>
  /** Resolves when one of those under way has ended; pending while there is none. */
  progressed(): Promise<void>
  /** Resolves when all that are under way have ended. */
  settled(): Promise<void>
}

/**
 * Where daily posts start: due subscriptions become jobs that are carried out, those of a place one after the other,
 * those of several places side by side; so is what another process has left behind.
 */
export function createSender(parts: SenderParts): Sender {
  const { store, runner, platform, deliver, clock, log, concurrency } = parts
  const { subscriptions, jobs } = store
  const queue = runner.queue(postsOf(platform), { mostDeaths })
  const carryOut = createCarryOut(parts)
  /** What is under way, by place. */
  const busy = new Map<string, Promise<void>>()
  let lead: Lease | undefined
  let mendAt = Number.NEGATIVE_INFINITY

  async function tick(signal: AbortSignal): Promise<Date | undefined> {
    await mend()
    const now = clock.now()
    const next = await nextWork(now)
    const isDue = next !== undefined && next <= now
    if (!isDue && busy.size === 0) {
      await resign()
      return next
    }
    const soon = new Date(now.getTime() + patience)
    if (!(await leads())) return soon
    if (isDue) await begin(signal)
    const after = await nextWork(now)
    // What waits for a place or for room is begun when something has ended.
    return busy.size > 0 && (!after || after <= now || after > soon) ? soon : after
  }

  async function mend(): Promise<void> {
    if (performance.now() < mendAt) return
    await mendDue(platform, clock.now(), subscriptions)
    mendAt = performance.now() + mending
  }

  async function leads(): Promise<boolean> {
    if (!lead?.isMine()) lead = await runner.lease(`lease:posts of ${platform}`)
    return lead !== undefined
  }

  async function begin(signal: AbortSignal): Promise<void> {
    const room = () => concurrency - busy.size
    for (const held of await queue.take(room())) await start(held, signal)
    const due = firstOfEachPlace(await subscriptions.due(platform, clock.now(), batch))
    const wanted = due.filter(({ to }) => !busy.has(placeKey(to))).slice(0, Math.max(0, room()))
    if (wanted.length === 0) return
    for (const held of await claimDue(wanted, clock.now(), { subscriptions, jobs, queue }))
      await start(held, signal)
  }

  /** Works on it unless its place is busy. */
  async function start(held: Held, signal: AbortSignal): Promise<void> {
    const delivery = readDelivery(held)
    if (!delivery) return queue.release(held, unreadable)
    const place = placeKey(delivery.to)
    if (busy.has(place)) return queue.release(held, patience)
    const isLast = queue.isLastAttempt(held.job)
    const working = async () => {
      const ending = await queue.work(held, () => carryOut({ delivery, held, isLast }, deliver, signal))
      busy.delete(place)
      if (typeof ending === 'object' && 'outcome' in ending)
        tell({ kind: 'post', platform, outcome: ending.outcome })
    }
    busy.set(place, working())
  }

  function readDelivery({ job }: Held) {
    try {
      return toDelivery(job)
    } catch (error) {
      log.error(
        { delivery: job.id, error: describeError(error) },
        'A post of another version was left for it',
      )
      return undefined
    }
  }

  async function nextWork(now: Date): Promise<Date | undefined> {
    const [subscription] = await subscriptions.next(1, platform)
    const wait = await queue.wait()
    const moments = [
      ...(subscription ? [subscription.nextDue] : []),
      ...(wait === undefined ? [] : [new Date(now.getTime() + wait)]),
    ]
    return moments.sort((one, other) => one.getTime() - other.getTime())[0]
  }

  async function resign(): Promise<void> {
    await lead?.release()
    lead = undefined
  }

  return {
    tick,
    progressed: () => Promise.race(busy.values()),
    async settled() {
      while (busy.size > 0) await Promise.all(busy.values())
      await resign()
    },
  }
}

/** Those that were due first at their places. */
function firstOfEachPlace(due: readonly Subscription[]): readonly Subscription[] {
  const places = new Map<string, Subscription>()
  for (const subscription of due) {
    const place = placeKey(subscription.to)
    if (!places.has(place)) places.set(place, subscription)
  }
  return [...places.values()]
}
