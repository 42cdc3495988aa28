import { DiscordAPIError } from 'discord.js'

/**
 * Why a place takes no posts any more, by the JSON error codes of the Discord documentation, page "Opcodes and Status
 * Codes", with what its owner can do.
 */
const closed: ReadonlyMap<number, string> = new Map([
  [10003, 'That channel is gone; subscribe again in another one'],
  [10004, 'I am not in that server any more; add me again and subscribe again'],
  [10013, 'That person cannot be written to any more'],
  [50001, 'I may not see that channel; let me view it and subscribe again'],
  [50007, 'You take no direct messages from me; allow them for a server we share and subscribe again'],
  [50013, 'I may not write in that channel; let me send messages there and subscribe again'],
  [50083, 'That thread is closed; open it and subscribe again'],
  [160005, 'That thread is locked; have it unlocked and subscribe again'],
])

/** In a sentence why a place takes no posts any more; undefined when the error does not say that. */
export function whyClosed(error: unknown): string | undefined {
  if (!(error instanceof DiscordAPIError) || error.status === 401) return undefined
  // A code that is not known may pass: it closes nothing.
  const words = closed.get(Number(error.code))
  return words && `${words} (${error.code}).`
}
