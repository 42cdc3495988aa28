import { asRequest } from '../lib/request-id.ts'
import type { Deliver } from '../platform/deliver.ts'
import type { Delivery } from '../store/deliveries.ts'
import { placeKey } from '../store/json-columns.ts'
import type { Leases } from '../store/leases.ts'
import type { Platform, Subscription } from '../store/subscriptions.ts'
import { type CarryOutParts, createCarryOut } from './carry-out.ts'
import { claimDue } from './claim-due.ts'
import { holdFrom } from './keep-hold.ts'

/** Due subscriptions that are looked at in one go: more than wait for places that are busy. */
const batch = 500
/** How soon, in milliseconds, it is looked again whether another process has ended, or a place is free. */
const patience = 3_000

export type SenderParts = CarryOutParts & {
  store: CarryOutParts['store'] & { leases: Leases }
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
 * Where daily posts start: due subscriptions are claimed and carried out, those of a place one after the other, those
 * of several places side by side; so is what another process has left behind.
 */
export function createSender(parts: SenderParts): Sender {
  const { store, platform, deliver, clock, holder, concurrency } = parts
  const { subscriptions, deliveries, leases } = store
  const lease = `posts of ${platform}`
  const carryOut = createCarryOut(parts)
  /** What is under way, by place. */
  const busy = new Map<string, Promise<void>>()
  let leads = false

  async function tick(signal: AbortSignal): Promise<Date | undefined> {
    const next = await nextWork()
    const now = clock.now()
    const isDue = next !== undefined && next <= now
    if (!isDue && busy.size === 0) {
      await resign()
      return next
    }
    const soon = new Date(now.getTime() + patience)
    leads = await leases.take(lease, holdFrom(now, holder))
    if (!leads) return soon
    if (isDue) await begin(signal)
    const after = await nextWork()
    // What waits for a place or for room is begun when something has ended.
    return busy.size > 0 && (!after || after <= now || after > soon) ? soon : after
  }

  async function begin(signal: AbortSignal): Promise<void> {
    const hold = holdFrom(clock.now(), holder)
    const room = () => concurrency - busy.size
    if (room() <= 0) return
    for (const delivery of await deliveries.takeOver(platform, hold, room()))
      if (busy.has(placeKey(delivery.to)))
        await deliveries.prolong(delivery.id, holdFrom(clock.now(), holder, patience))
      else start(delivery, signal)
    const due = firstOfEachPlace(await subscriptions.due(platform, hold.now, batch))
    const wanted = due.filter(({ to }) => !busy.has(placeKey(to))).slice(0, room())
    if (wanted.length === 0) return
    for (const delivery of await claimDue(wanted, hold, store)) start(delivery, signal)
  }

  function start(delivery: Delivery, signal: AbortSignal): void {
    const place = placeKey(delivery.to)
    const work = asRequest(delivery.id, () => carryOut(delivery, deliver, signal)).finally(() =>
      busy.delete(place),
    )
    busy.set(place, work)
  }

  async function nextWork(): Promise<Date | undefined> {
    const [subscription] = await subscriptions.next(1, platform)
    const free = await deliveries.free(platform)
    const moments = [subscription?.nextDue, free].flatMap((moment) => moment ?? [])
    return moments.sort((one, other) => one.getTime() - other.getTime())[0]
  }

  async function resign(): Promise<void> {
    if (leads) await leases.release(lease, holder)
    leads = false
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
