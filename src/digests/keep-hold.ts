import type { Clock } from '../lib/clock.ts'
import { describeError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import type { Hold } from '../store/deliveries.ts'

/** How long, in milliseconds, work is held, and how often that is prolonged: what a crash costs until others go on. */
const lasting = 10_000
const interval = 3_000

/** A hold from now on. */
export const holdFrom = (now: Date, holder: string, milliseconds = lasting): Hold => ({
  holder,
  now,
  until: new Date(now.getTime() + milliseconds),
})

type Parts = {
  holder: string
  /** Goes on holding; false when another one holds it by now. */
  prolong: (hold: Hold) => Promise<boolean>
  clock: Clock
  log: Log
  /** Ends the work, too. */
  signal: AbortSignal
}

/**
 * Does work that only its holder may do, and goes on holding it meanwhile. The signal that the work is given says when
 * to stop: when it is asked to, and when the hold was lost or could not be prolonged in time.
 */
export async function whileHeld<T>(
  { holder, prolong, clock, log, signal }: Parts,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController()
  const end = () => ending.abort(signal.reason)
  let until = clock.now().getTime() + lasting
  const timer = setInterval(async () => {
    // Asking may itself take longer than there is time.
    if (clock.now().getTime() + interval > until)
      return ending.abort(new Error('It could not be held on to.'))
    const hold = holdFrom(clock.now(), holder)
    try {
      if (await prolong(hold)) until = hold.until.getTime()
      else ending.abort(new Error('Another process has taken it over.'))
    } catch (error) {
      log.warn({ error: describeError(error) }, 'A hold could not be prolonged')
    }
  }, interval).unref()
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  try {
    return await work(ending.signal)
  } finally {
    clearInterval(timer)
    signal.removeEventListener('abort', end)
  }
}
