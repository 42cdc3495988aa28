import { setTimeout as sleep } from 'node:timers/promises'
import type { Runner } from '../jobs/runner.ts'
import { arxivTurn } from '../store/queues.ts'
import type { Turn } from './arxiv.ts'

/** One request in three seconds over all machines: https://info.arxiv.org/help/api/tou.html */
const pauseMs = 3_000
/** How often it is looked whose turn it is, at the least and the most, in milliseconds. */
const looks = { least: 20, most: 500 }

/**
 * Lets one request at a time go to arXiv, three seconds apart, over all processes that share the database. A turn is a
 * lease that rests for three seconds when its request has ended.
 *
 * @param options.pause for tests: another pause, in milliseconds
 */
export function createArxivTurn(jobs: Runner, { pause = pauseMs }: { pause?: number } = {}): Turn {
  return async (signal) => {
    for (;;) {
      signal.throwIfAborted()
      const lease = await jobs.lease(arxivTurn)
      if (lease) return () => lease.release(pause)
      const wait = await jobs.leaseWait(arxivTurn)
      await sleep(Math.min(Math.max(wait, looks.least), looks.most), undefined, { signal })
    }
  }
}
