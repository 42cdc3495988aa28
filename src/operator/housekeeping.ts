import type { Clock } from '../lib/clock.ts'
import { describeError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import type { DeliveryLog } from '../store/deliveries.ts'
import type { Inbox, TurnLog } from '../store/store.ts'

const day = 24 * 3_600_000
/** How long finished things are known, in milliseconds. */
const remembered = {
  /** Platforms deliver an event again within hours, not days. */
  work: 3 * day,
  /** For those who ask what became of a post; which papers were shown is never forgotten. */
  posts: 90 * day,
}
const interval = 3_600_000

type Parts = {
  store: {
    inbox: Pick<Inbox, 'forget'>
    deliveries: Pick<DeliveryLog, 'forget'>
    turns: Pick<TurnLog, 'forgetBefore'>
  }
  /** How long conversations are known; 0 for good. */
  rememberDays: number
  clock: Clock
  log: Log
}

/** Forgets what is finished and cannot come again, and conversations in time, now and every hour until the signal comes. Never fails. */
export function keepStoreSmall({ store, rememberDays, clock, log }: Parts, signal: AbortSignal): void {
  const ago = (milliseconds: number) => new Date(clock.now().getTime() - milliseconds)
  const tidy = async () => {
    try {
      const work = await store.inbox.forget(ago(remembered.work))
      const posts = await store.deliveries.forget(ago(remembered.posts))
      const turns = rememberDays === 0 ? 0 : await store.turns.forgetBefore(ago(rememberDays * day))
      log.debug({ work, posts, turns }, 'Forgot what is finished')
    } catch (error) {
      log.warn({ error: describeError(error) }, 'What is finished could not be forgotten')
    }
  }
  void tidy()
  const timer = setInterval(tidy, interval).unref()
  signal.addEventListener('abort', () => clearInterval(timer), { once: true })
}
