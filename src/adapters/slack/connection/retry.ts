import { setTimeout as sleep } from 'node:timers/promises'

/** Waits between attempts, in milliseconds: doubled from the first to the longest, until all take `total`. */
export type Backoff = { first: number; longest: number; total: number }

/**
 * Tries until it works.
 *
 * @param leastWait how long a failure asks to wait at least, in milliseconds; undefined when it will not heal by itself
 * @param signal ends the waiting
 * @throws the last failure, when it will not heal or the time is over
 */
export async function retry<Result>(
  attempt: () => Promise<Result>,
  { first, longest, total }: Backoff,
  leastWait: (error: unknown) => number | undefined,
  signal: AbortSignal,
): Promise<Result> {
  const end = performance.now() + total
  for (let wait = first; ; wait = Math.min(longest, wait * 2)) {
    try {
      return await attempt()
    } catch (error) {
      const least = leastWait(error)
      const next = Math.max(least ?? 0, wait * (0.75 + Math.random() / 2))
      if (least === undefined || signal.aborted || performance.now() + next > end) throw error
      await sleep(next, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) throw error
    }
  }
}

/** @throws Error with `what` when it takes longer than some milliseconds */
export async function within<Result>(work: Promise<Result>, most: number, what: string): Promise<Result> {
  const done = new AbortController()
  const late = sleep(most, undefined, { signal: done.signal }).then(
    () => Promise.reject(new Error(what)),
    () => new Promise<never>(() => undefined),
  )
  try {
    return await Promise.race([work, late])
  } finally {
    done.abort()
  }
}
