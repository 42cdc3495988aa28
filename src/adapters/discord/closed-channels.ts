import { LRUCache } from 'lru-cache'

export type ClosedChannels = {
  has(channel: string): boolean
  add(channel: string, guild: string | undefined): void
  /** Its permissions may have changed. */
  delete(channel: string): void
  /** Those of all channels of a server may have, as they do with a role. */
  deleteIn(guild: string): void
}

/** How long a channel that refused a message is left alone, in milliseconds. */
const leftAlone = 60 * 60_000

/**
 * Channels in which Paperboy may not write. They are not asked again until Discord says that they changed, or an hour
 * has passed: requests that are refused count towards a ban.
 *
 * @param onFirst told once for each channel
 */
export function createClosedChannels(
  onFirst: (channel: string, guild: string | undefined) => void,
): ClosedChannels {
  const closed = new LRUCache<string, { guild: string | undefined }>({ max: 10_000, ttl: leftAlone })
  return {
    has: (channel) => closed.has(channel),
    add(channel, guild) {
      if (closed.has(channel)) return
      closed.set(channel, { guild })
      onFirst(channel, guild)
    },
    delete: (channel) => void closed.delete(channel),
    deleteIn(guild) {
      for (const [channel, known] of [...closed.entries()]) if (known.guild === guild) closed.delete(channel)
    },
  }
}
