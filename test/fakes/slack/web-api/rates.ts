import type { Fault } from './faults.ts'
import type { Fields } from './request-body.ts'

/** Calls a minute, from the tiers in the reference of each method. */
const perMinute: Readonly<Record<string, number>> = {
  'chat.update': 50,
  'chat.delete': 50,
  'conversations.history': 50,
  'conversations.replies': 50,
  'chat.startStream': 20,
  'chat.stopStream': 20,
  'chat.postEphemeral': 100,
  'chat.appendStream': 100,
  'views.open': 100,
  'views.publish': 100,
  'views.update': 100,
}
/** `chat.postMessage` has a rate of its own: one a second in a channel, short bursts tolerated. */
const posts = { perMinute: 60, burst: 10 }

export type Rates = ReturnType<typeof createRates>

/** Rates of the Web API: each method has a bucket that fills up by and by. */
export function createRates(enforced: boolean) {
  const buckets = new Map<string, { left: number; at: number }>()

  return {
    /** Counts a call; -> how it is turned away when there are too many. */
    take(method: string, { channel }: Fields): Fault | undefined {
      const isPost = method === 'chat.postMessage'
      const rate = isPost ? posts.perMinute : perMinute[method]
      if (!enforced || rate === undefined) return undefined
      const most = isPost ? posts.burst : rate
      const key = isPost ? `${method} ${channel}` : method
      const now = Date.now()
      const { left, at } = buckets.get(key) ?? { left: most, at: now }
      const available = Math.min(most, left + ((now - at) / 60_000) * rate)
      if (available >= 1) {
        buckets.set(key, { left: available - 1, at: now })
        return undefined
      }
      buckets.set(key, { left: available, at: now })
      return { kind: 'rate-limited', retryAfterSeconds: Math.ceil(((1 - available) * 60) / rate) }
    },
  }
}
