import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../lib/clock.ts'
import { describeError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import type { Sender } from './send.ts'

/** Waits, in milliseconds. */
const waits = {
  /** Between two looks, however much there is to do. */
  shortest: 100,
  /** Until it is asked again whether the platform is connected. */
  connecting: 500,
  /** After a look that failed. */
  failed: 5_000,
  /** Though nothing is known to be due: another process may have taken on a subscription. */
  longest: 15_000,
  /** For what is under way when everything stops. */
  end: 5_000,
}

type Parts = {
  sender: Sender
  /** Whether the platform is connected: its posts wait until it is. */
  isConnected: () => boolean
  clock: Clock
  log: Log
}

/**
 * Sends what becomes due until the signal comes, woken by the next due moment. Then what is under way may end for a few
 * seconds; the rest is left for whoever comes next. It never fails.
 */
export async function keepSending(
  { sender, isConnected, clock, log }: Parts,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const wait = isConnected() ? await look() : waits.connecting
    await pause(Math.min(Math.max(wait, waits.shortest), waits.longest))
  }
  await Promise.race([settle(), sleep(waits.end, undefined, { ref: false })])

  /** -> milliseconds until it is worth looking again. */
  async function look(): Promise<number> {
    try {
      const next = await sender.tick(signal)
      return next === undefined ? waits.longest : next.getTime() - clock.now().getTime()
    } catch (error) {
      log.warn({ error: describeError(error) }, 'Due posts could not be looked up')
      return waits.failed
    }
  }

  async function settle(): Promise<void> {
    try {
      await sender.settled()
    } catch (error) {
      log.warn({ error: describeError(error) }, 'Sending posts did not stop in order')
    }
  }

  /** Waits so long, or until there is room for more, or everything is to stop. */
  async function pause(milliseconds: number): Promise<void> {
    const over = new AbortController()
    const ended = AbortSignal.any([signal, over.signal])
    const slept = sleep(milliseconds, undefined, { signal: ended }).catch(() => undefined)
    await Promise.race([slept, sender.progressed()])
    over.abort()
  }
}
