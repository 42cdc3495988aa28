import type { Held } from '../jobs/holder.ts'
import type { Ending } from '../jobs/queue.ts'
import { describeError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import type { Deliver } from '../platform/deliver.ts'
import { postsOf } from '../store/queues.ts'
import type { Store } from '../store/store.ts'
import type { PostAddress, Subscription } from '../store/subscriptions.ts'
import { type AttemptParts, createAttempt, nextDue, type PostTask } from './attempt.ts'
import { type Delivery, type Outcome, toJob } from './delivery.ts'
import { noticeOf, openNotes, type Trouble } from './progress.ts'

/** Waits between attempts, in milliseconds: each twice as long as the one before, up to the longest. */
const waits = { first: 30_000, longest: 30 * 60_000 }
/** Attempts in about a day; a post is given up before that when the next one is due. */
const mostAttempts = 50
/** Processes end over it again and again. */
const deadly: Trouble = { kind: 'failed', why: 'I stopped each time I tried to send it.' }

export type CarryOutParts = AttemptParts & {
  store: Pick<Store, 'subscriptions' | 'papers' | 'turns' | 'shown' | 'jobs' | 'workspaces'>
  log: Log
  /** How long one attempt may take, in milliseconds; then it has failed. */
  longestAttempt: number
}

/** What is to be carried out: a job that is held, and whether all that is left is to say that nothing comes of it. */
type Order = { delivery: Delivery; held: Held; isLast: boolean }

/**
 * Carries out one delivery as far as it comes in one attempt; -> whether it is tried again, and when.
 *
 * @throws when the store fails: the process that takes the delivery over goes on
 */
export type CarryOut = (order: Order, deliver: Deliver, signal: AbortSignal) => Promise<Ending>

/** From a job to its end: tried again while that makes sense, its owner told when nothing comes of it. */
export function createCarryOut(parts: CarryOutParts): CarryOut {
  const { store, clock, log, longestAttempt } = parts
  const { subscriptions } = store
  const attempt = createAttempt(parts)

  return async function carryOut({ delivery, held, isLast }, deliver, signal) {
    const subscription = await subscriptions.get(delivery.subscription)
    if (!subscription) return finish(delivery, 'skipped')
    const task = { delivery, subscription, held, notes: openNotes(held) }
    if (isLast) return giveUp(task, deadly)
    try {
      const limit = AbortSignal.any([signal, held.signal, AbortSignal.timeout(longestAttempt)])
      const ending = await attempt(task, deliver, limit)
      if (ending === 'done' || 'again' in ending) return ending
      if ('trouble' in ending) return giveUp(task, ending.trouble)
      return finish(delivery, ending.outcome)
    } catch (error) {
      if (signal.aborted || !held.isMine()) return 'interrupted'
      return tryAgain(task, error)
    }
  }

  async function tryAgain(task: PostTask, error: unknown): Promise<Ending> {
    const { delivery, notes } = task
    const why = describeError(error)
    const attempts = notes.progress().attempts + 1
    const wait = Math.min(waits.first * 2 ** (attempts - 1), waits.longest)
    const next = clock.now().getTime() + wait
    log.warn({ delivery: delivery.id, attempts, error: why }, 'A post could not be sent')
    if (attempts >= mostAttempts || next >= nextDue(task).getTime())
      return giveUp(task, { kind: 'failed', why })
    await notes.change({ attempts })
    return { again: wait }
  }

  /** Once noted it stays decided; each step may be done again. */
  async function giveUp(task: PostTask, trouble: Trouble): Promise<Ending> {
    const { delivery, subscription, notes } = task
    if (delivery.kind !== 'notice') {
      await notes.change({ trouble })
      if (trouble.kind === 'closed') await subscriptions.pause(subscription.id, trouble.why)
      const canHear =
        subscription.asked !== undefined || delivery.to.kind === 'channel' || trouble.kind === 'failed'
      const notice = { ...delivery, kind: 'notice' as const, to: ownerOf(subscription), due: clock.now() }
      const queue = postsOf(notice.to.platform)
      if (canHear) await store.jobs.add([{ ...toJob(notice, noticeOf(trouble)), queue }])
    }
    return finish(delivery, 'failed')
  }

  async function finish({ id, kind }: Delivery, outcome: Outcome): Promise<Ending> {
    if (outcome !== 'sent') await store.shown.remove(id)
    return kind === 'post' ? { outcome } : 'done'
  }
}

/** The direct conversation with the owner; Discord's belong to no server. */
function ownerOf({ to, asked, owner }: Subscription): PostAddress {
  const { platform, workspace } = asked ?? to
  const person = { platform, kind: 'direct' as const, person: owner.id }
  return workspace !== undefined && platform === 'slack' ? { ...person, workspace } : person
}
