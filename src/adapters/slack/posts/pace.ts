import { setTimeout as sleep } from 'node:timers/promises'
import { limits } from '../limits.ts'

/** Resolves when the next message of a post may be sent to a channel. @throws what the signal says when it came */
export type WaitForTurn = (channel: string, signal: AbortSignal) => Promise<void>

/**
 * Spaces the messages of posts, in each channel and over all of them, so that the rest of what Slack allows is left to
 * answers: those never wait here.
 */
export function createPostPace({ channel: inChannel, everywhere } = limits.rates.posts): WaitForTurn {
  /** When the next may follow, in milliseconds, by channel. */
  const next = new Map<string, number>()
  let nextAnywhere = 0

  return async (channel, signal) => {
    for (;;) {
      signal.throwIfAborted()
      const now = performance.now()
      const wait = Math.max(nextAnywhere, next.get(channel) ?? 0) - now
      if (wait <= 0) {
        for (const [name, at] of next) if (at <= now) next.delete(name)
        next.set(channel, now + inChannel)
        nextAnywhere = now + everywhere
        return
      }
      await sleep(wait, undefined, { signal })
    }
  }
}
