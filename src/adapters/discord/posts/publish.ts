import { DiscordAPIError, RateLimitError, type REST, Routes } from 'discord.js'
import { describeError } from '../../../lib/errors.ts'
import type { Log } from '../../../lib/log.ts'
import { faultOf } from '../faults.ts'

/** "Opcodes and Status Codes": this message was already crossposted. */
const published = 40033
/** When it is tried again after what may pass by itself, in milliseconds. */
const patience = 60_000

/**
 * Brings a message to all channels that follow the one it stands in. Discord does that once for each message, and for about
 * ten messages an hour in a channel.
 *
 * @returns in how many milliseconds to do it again; undefined once it is published, or never will be
 */
export async function publish(
  { channel, message }: { channel: string; message: string },
  rest: REST,
  log: Log,
): Promise<number | undefined> {
  try {
    await rest.post(Routes.channelMessageCrosspost(channel, message))
    return undefined
  } catch (error) {
    if (error instanceof DiscordAPIError && error.code === published) return undefined
    const wait = error instanceof RateLimitError ? Math.max(error.retryAfter, 1_000) : patience
    const isPassing = faultOf(error) === 'passing'
    const about = { channel, error: describeError(error), ...(isPassing && { wait }) }
    log.warn(about, 'A post could not be published to the channels that follow its own')
    return isPassing ? wait : undefined
  }
}
