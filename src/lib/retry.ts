import { setTimeout as sleep } from 'node:timers/promises'
import pRetry from 'p-retry'

/** Waits between attempts, in milliseconds. */
export type Backoff = {
  /** After the first failure: doubled after each further one, and spread over up to twice as much. */
  first: number
  longest: number
  /** No attempt begins later than this after the first one. */
  total?: number
  /** Most attempts. */
  attempts?: number
}

export type Retrying = {
  /**
   * How long a failure asks to wait, in milliseconds: above 0 it is kept as it is given, at 0 the wait grows; undefined
   * when another attempt would not help. By default, 0.
   */
  waitAsked?(error: unknown): number | undefined
  /** Told before each wait, with what failed and how long it is in milliseconds. */
  onRetry?(error: unknown, wait: number): void
  /** Ends the waiting. */
  signal?: AbortSignal | undefined
  /** Waiting keeps no process alive. */
  unref?: boolean
}

/**
 * Tries until it works.
 *
 * @throws the last failure when it will not heal or its time is over; what the signal says when it came; a `TypeError`
 *   that is none of the network at once, since it is a mistake of ours
 */
export function retry<Result>(
  attempt: () => Promise<Result>,
  { first, longest, total = Number.POSITIVE_INFINITY, attempts = Number.POSITIVE_INFINITY }: Backoff,
  { waitAsked = () => 0, onRetry, signal, unref = false }: Retrying = {},
): Promise<Result> {
  const end = performance.now() + total
  return pRetry(attempt, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: first,
    maxTimeout: longest,
    randomize: true,
    signal,
    unref,
    shouldConsumeRetry: ({ error }) => !waitAsked(error),
    async shouldRetry({ error, attemptNumber, retryDelay }) {
      const asked = waitAsked(error)
      const wait = asked || retryDelay
      if (asked === undefined || attemptNumber >= attempts || performance.now() + wait > end) return false
      onRetry?.(error, wait)
      if (asked > 0) await sleep(asked, undefined, { signal, ref: !unref }).catch(() => undefined)
      return true
    },
  })
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
