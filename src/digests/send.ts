import { setTimeout as sleep } from 'node:timers/promises'
import type { Held } from '../jobs/holder.ts'
import type { Runner } from '../jobs/runner.ts'
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
/** How soon, in milliseconds, it is looked again whether a place is free. */
const patience = 3_000
/** How soon it is looked again though nothing is known to be due: another process may have taken on a subscription. */
const longestWait = 15_000
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
  /** Whether the platform is connected: its posts wait until it is. */
  isConnected: () => boolean
  /** Posts that are worked on at once. */
  concurrency: number
}

/**
 * Sends the posts of one platform that are due, and those that become due meanwhile; resolves when none is under way any
 * more. One process at a time does this for a platform, which keeps to its rates.
 *
 * @param lead what says that it is this process
 * @returns in how many milliseconds to do it again
 * @throws the signal's reason when it came; whatever the store throws
 */
export type SendDue = (lead: Pick<Held, 'isMine'>, signal: AbortSignal) => Promise<number>

/**
 * Where daily posts start: due subscriptions become jobs that are carried out, those of a place one after the other,
 * those of several places side by side; so is what another process has left behind.
 */
export function createSender(parts: SenderParts): SendDue {
  const { store, runner, platform, deliver, isConnected, clock, log, concurrency } = parts
  const { subscriptions, jobs } = store
  const queue = runner.queue(postsOf(platform), { mostDeaths })
  const carryOut = createCarryOut(parts)
  /** What is under way, by place. */
  const busy = new Map<string, Promise<void>>()
  let mendAt = Number.NEGATIVE_INFINITY

  async function sendDue(lead: Pick<Held, 'isMine'>, signal: AbortSignal): Promise<number> {
    await mend()
    try {
      do {
        if (!signal.aborted && lead.isMine() && isConnected()) await begin(signal)
        await progress(signal)
      } while (busy.size > 0)
    } finally {
      await Promise.all(busy.values())
    }
    signal.throwIfAborted()
    return Math.min(await nextWork(), longestWait)
  }

  async function mend(): Promise<void> {
    if (performance.now() < mendAt) return
    await mendDue(platform, clock.now(), subscriptions)
    mendAt = performance.now() + mending
  }

  /** Resolves when one of those under way has ended, everything is to end, or somebody else may have left something. */
  async function progress(signal: AbortSignal): Promise<void> {
    if (busy.size === 0) return
    const over = new AbortController()
    const ended = AbortSignal.any([signal, over.signal])
    const slept = sleep(patience, undefined, { signal: ended }).catch(() => undefined)
    await Promise.race([slept, ...busy.values()])
    over.abort()
    if (signal.aborted) await Promise.all(busy.values())
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

  /** In how many milliseconds the next one is due. */
  async function nextWork(): Promise<number> {
    const [subscription] = await subscriptions.next(1, platform)
    const wait = (await queue.wait()) ?? longestWait
    if (!subscription) return wait
    return Math.max(0, Math.min(wait, subscription.nextDue.getTime() - clock.now().getTime()))
  }

  return sendDue
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
