import { setTimeout as sleep } from 'node:timers/promises'
import type { Held } from '../jobs/holder.ts'
import type { Runner } from '../jobs/runner.ts'
import { describeError } from '../lib/errors.ts'
import { emitTelemetry } from '../lib/telemetry.ts'
import type { Deliver, DeliverTogether } from '../platform/deliver.ts'
import { placeKey } from '../store/json-columns.ts'
import { postsOf } from '../store/queues.ts'
import type { Platform } from '../store/subscriptions.ts'
import { type CarryOutParts, createCarryOut } from './carry-out.ts'
import { claimDue, mendDue } from './claim-due.ts'
import { type Delivery, toDelivery } from './delivery.ts'
import { gather } from './gather.ts'

/** Due subscriptions that are looked at in one go: more than wait for places that are busy. */
const batch = 500
/** How soon, in milliseconds, it is looked again whether a place is free. */
const patience = 3_000
/** How soon it is looked again though nothing is known to be due: another process may have taken on a subscription. */
const longestWait = 15_000
/** How soon, in milliseconds, what this version cannot read is looked at again. */
const unreadable = 5 * 60_000
/** Between the moments, in milliseconds, at which posts of one message can be tried again. */
const apart = 500
/** A post that more processes ended over has failed: few of them end because of it. */
const mostDeaths = 9
/** How often, in milliseconds, it is looked whether a clock ran ahead. */
const mending = 3_600_000

/** What this process is to deliver. */
type Task = { held: Held; delivery: Delivery }

export type SenderParts = CarryOutParts & {
  runner: Runner
  platform: Platform
  deliver: Deliver
  /** How posts go out as one message that are due together at a place; left out, each is a message of its own. */
  deliverTogether?: DeliverTogether
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
  const { store, runner, platform, deliver, deliverTogether, isConnected, clock, log, concurrency } = parts
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
    return Math.min((await nextWork()) + (deliverTogether ? apart : 0), longestWait)
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
    await start(await queue.take(room()), signal)
    const due = await subscriptions.due(platform, clock.now(), batch)
    const places = Map.groupBy(due, ({ to }) => placeKey(to))
    const free = [...places].filter(([place]) => !busy.has(place)).slice(0, Math.max(0, room()))
    // Where each is a message of its own, those that were due first at their places.
    const wanted = free.flatMap(([, all]) => (deliverTogether ? all : all.slice(0, 1)))
    if (wanted.length === 0) return
    await start(await claimDue(wanted, clock.now(), { subscriptions, jobs, queue }), signal)
  }

  /** Works on each unless its place is busy. */
  async function start(all: readonly Held[], signal: AbortSignal): Promise<void> {
    const groups = new Map<string, Task[]>()
    for (const held of all) {
      const delivery = readDelivery(held)
      if (!delivery) {
        await queue.release(held, unreadable)
        continue
      }
      const isShared = deliverTogether && delivery.kind === 'post'
      const name = isShared ? placeKey(delivery.to) : held.job.id
      groups.set(name, [...(groups.get(name) ?? []), { held, delivery }])
    }
    for (const group of groups.values()) {
      const [place = ''] = group.map(({ delivery }) => placeKey(delivery.to))
      if (busy.has(place)) await Promise.all(group.map(({ held }) => queue.release(held, patience)))
      else {
        const working = async () => {
          await work(group, signal)
          busy.delete(place)
        }
        busy.set(place, working())
      }
    }
  }

  async function work(group: readonly Task[], signal: AbortSignal): Promise<void> {
    const seat = deliverTogether && gather(group.length, deliverTogether)
    const endings: Promise<void>[] = []
    for (const { held, delivery } of group) {
      const own = delivery.kind === 'post' ? seat?.() : undefined
      const order = { delivery, held, isLast: queue.isLastAttempt(held.job) }
      const carrying = queue.work(held, () => carryOut(order, own?.deliver ?? deliver, signal))
      endings.push(
        carrying.then((ending) => {
          own?.leave()
          if (typeof ending === 'object' && 'outcome' in ending)
            emitTelemetry({ kind: 'post', platform, outcome: ending.outcome })
        }),
      )
      // The next one shows nothing that this one does.
      await own?.settled
    }
    await Promise.all(endings)
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
