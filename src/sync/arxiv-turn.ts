import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../lib/clock.ts'
import type { Leases } from '../store/leases.ts'
import type { Turn } from './arxiv.ts'

/** One request in three seconds over all machines: https://info.arxiv.org/help/api/tou.html */
const pauseMs = 3_000
/** How long a request may take before it is taken for lost with its process. */
const patienceMs = 90_000

/**
 * Lets one request at a time go to arXiv, three seconds apart, over all processes that share the database. A turn is a
 * lease that nobody gives back: it runs out three seconds after its request ended.
 *
 * @param options.pause for tests: another pause, in milliseconds
 */
export function createArxivTurn(
  { leases, clock }: { leases: Leases; clock: Clock },
  { pause = pauseMs }: { pause?: number } = {},
): Turn {
  const hold = (holder: string, length: number) => {
    const now = clock.now()
    return leases.take('arxiv', { holder, now, until: new Date(now.getTime() + length) })
  }
  return async (signal) => {
    const holder = randomUUID()
    while (!(await hold(holder, patienceMs))) await sleep(Math.min(200, pause), undefined, { signal })
    return async () => {
      await hold(holder, pause)
    }
  }
}
