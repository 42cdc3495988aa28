import { describeError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import { tell } from '../lib/telemetry.ts'
import type { Deliver } from '../platform/deliver.ts'
import type { Delivery, Hold, Outcome } from '../store/deliveries.ts'
import type { Store } from '../store/store.ts'
import type { PostAddress, Subscription } from '../store/subscriptions.ts'
import { type AttemptParts, createAttempt, nextDue, type Task } from './attempt.ts'
import { holdFrom, whileHeld } from './keep-hold.ts'
import { noticeOf, openNotes, type Trouble } from './progress.ts'

/** Waits between attempts, in milliseconds: each twice as long as the one before, up to the longest. */
const waits = { first: 30_000, longest: 30 * 60_000 }
/** Attempts in about a day; a post is given up before that when the next one is due. */
const mostAttempts = 50

export type CarryOutParts = AttemptParts & {
  store: Pick<Store, 'subscriptions' | 'deliveries' | 'papers' | 'turns'>
  log: Log
  /** This process, among those that work on the same store. */
  holder: string
  /** How long one attempt may take, in milliseconds; then it has failed. */
  longestAttempt: number
}

/** Carries out one claimed delivery, or makes sure that it is tried again, by whichever process. It never fails. */
export type CarryOut = (delivery: Delivery, deliver: Deliver, signal: AbortSignal) => Promise<void>

/** From a claim to its end: held meanwhile, tried again while that makes sense, its owner told when nothing comes of it. */
export function createCarryOut(parts: CarryOutParts): CarryOut {
  const { store, clock, log, holder, longestAttempt } = parts
  const { subscriptions, deliveries } = store
  const attempt = createAttempt(parts)

  return async function carryOut(delivery, deliver, signal) {
    const prolong = (hold: Hold) => deliveries.prolong(delivery.id, hold)
    try {
      await whileHeld({ holder, prolong, clock, log, signal }, (ending) => work(delivery, deliver, ending))
    } catch (error) {
      // Only the store fails this far out. The hold runs out, and whoever takes the delivery over goes on.
      log.warn({ delivery: delivery.id, error: describeError(error) }, 'A post was left for later')
    }
  }

  async function work(delivery: Delivery, deliver: Deliver, signal: AbortSignal): Promise<void> {
    const subscription = await subscriptions.get(delivery.subscription)
    if (!subscription) return finish(delivery, 'skipped')
    const task = { delivery, subscription, notes: openNotes(delivery, deliveries) }
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(longestAttempt)])
      const ending = await attempt(task, deliver, limit)
      if ('trouble' in ending) await giveUp(task, ending.trouble)
      else await finish(delivery, ending.outcome)
    } catch (error) {
      if (signal.aborted) await giveBack(task, 0)
      else await tryAgain(task, error)
    }
  }

  async function tryAgain(task: Task, error: unknown): Promise<void> {
    const { delivery, notes } = task
    const why = describeError(error)
    const attempts = notes.progress().attempts + 1
    const wait = Math.min(waits.first * 2 ** (attempts - 1), waits.longest)
    const next = clock.now().getTime() + wait
    log.warn({ delivery: delivery.id, attempts, error: why }, 'A post could not be sent')
    if (attempts >= mostAttempts || next >= nextDue(task).getTime())
      return giveUp(task, { kind: 'failed', why })
    await notes.change({ attempts })
    await giveBack(task, wait)
  }

  /** Once noted it stays decided; each step may be done again. */
  async function giveUp(task: Task, trouble: Trouble): Promise<void> {
    const { delivery, subscription, notes } = task
    if (delivery.kind === 'post') {
      await notes.change({ trouble })
      if (trouble.kind === 'closed') await subscriptions.pause(subscription.id, trouble.why)
      const to = ownerOf(subscription)
      const canHear = delivery.to.kind === 'channel' || trouble.kind === 'failed'
      // Held by nobody from now on, so that it is sent next.
      const notice = {
        ...delivery,
        kind: 'notice' as const,
        to,
        due: clock.now(),
        progress: noticeOf(trouble),
      }
      if (canHear) await deliveries.claim([notice], holdFrom(clock.now(), holder, 0))
    }
    await finish(delivery, 'failed')
  }

  async function finish(delivery: Delivery, outcome: Outcome): Promise<void> {
    await deliveries.finish(delivery.id, outcome, clock.now())
    if (delivery.kind === 'post') tell({ kind: 'post', platform: delivery.to.platform, outcome })
  }

  async function giveBack({ delivery }: Task, wait: number): Promise<void> {
    await deliveries.prolong(delivery.id, holdFrom(clock.now(), holder, wait))
  }
}

/** The direct conversation with the owner; Discord's belong to no server. */
function ownerOf({ to, owner }: Subscription): PostAddress {
  const { platform, workspace } = to
  const person = { platform, kind: 'direct' as const, person: owner.id }
  return workspace !== undefined && platform === 'slack' ? { ...person, workspace } : person
}
