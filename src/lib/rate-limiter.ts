import { LRUCache } from 'lru-cache'
import type { Clock } from './clock.ts'

export type RateLimiter = {
  /** Milliseconds until this key may go on; 0 when it may now. Counts nothing. */
  wait(key: string): number
  count(key: string): void
}

const minute = 60_000
/** Keys that are remembered; those that were silent longest are forgotten first. */
const mostKeys = 10_000

/** At most so many in any 60 seconds for each key: a sliding window, so that the wait it tells is exact. */
export function createRateLimiter(perMinute: number, clock: Clock): RateLimiter {
  const recent = new LRUCache<string, readonly number[]>({ max: mostKeys })
  const within = (key: string, now: number) => (recent.get(key) ?? []).filter((time) => time > now - minute)
  return {
    wait(key) {
      const now = clock.now().getTime()
      const leaving = within(key, now).at(-perMinute)
      return leaving === undefined ? 0 : leaving + minute - now
    },
    count(key) {
      const now = clock.now().getTime()
      recent.set(key, [...within(key, now), now])
    },
  }
}
