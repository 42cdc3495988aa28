import { setTimeout as sleep } from 'node:timers/promises'
import type { Runner } from '../jobs/runner.ts'
import type { HttpSlot } from '../lib/http.ts'

/** Waits until a source may be asked. */
export type RequestSlot = (signal: AbortSignal) => Promise<HttpSlot>

/** How often it is looked whose turn it is, at the least and the most, in milliseconds. */
const looks = { least: 20, most: 500 }

/**
 * Lets one request at a time go to a source, with a pause behind each, over all processes that share the database. A turn
 * is a lease that rests for so long when its request has ended.
 *
 * @param pause in milliseconds
 */
export function createRequestSlot(jobs: Runner, lease: string, pause: number): RequestSlot {
  return async (signal) => {
    for (;;) {
      signal.throwIfAborted()
      const held = await jobs.lease(lease)
      if (held) return { isMine: held.isMine, end: () => held.release(pause) }
      const wait = await jobs.leaseWait(lease)
      await sleep(Math.min(Math.max(wait, looks.least), looks.most), undefined, { signal })
    }
  }
}
