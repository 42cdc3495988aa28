import type { Clock } from '../lib/clock.ts'
import { describeError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import type { Inbox } from '../store/store.ts'

/** How long finished work is known, in milliseconds: platforms deliver an event again within hours, not days. */
const remembered = 3 * 24 * 3_600_000
const interval = 3_600_000

/** Forgets finished work that cannot come again, now and every hour until the signal comes. Never fails. */
export function keepInboxSmall(
  { inbox, clock, log }: { inbox: Inbox; clock: Clock; log: Log },
  signal: AbortSignal,
): void {
  const tidy = async () => {
    try {
      const forgotten = await inbox.forget(new Date(clock.now().getTime() - remembered))
      log.debug({ forgotten }, 'Forgot finished work')
    } catch (error) {
      log.warn({ error: describeError(error) }, 'Finished work could not be forgotten')
    }
  }
  void tidy()
  const timer = setInterval(tidy, interval).unref()
  signal.addEventListener('abort', () => clearInterval(timer), { once: true })
}
