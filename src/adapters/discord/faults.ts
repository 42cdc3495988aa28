import { DiscordAPIError } from 'discord.js'

/** What a failed request means for what was to be sent. */
export type Fault =
  /** The interaction was answered already. */
  | 'acknowledged'
  /** The token is no more: another way is left. */
  | 'gone'
  /** Somebody deleted the message, and so does not want it. */
  | 'deleted'
  /** Paperboy may not write there: another way is left, and this one is not tried again. */
  | 'closed'
  /** Discord does not take what was sent; it would not take it a second time. */
  | 'refused'
  /** The line, the server or the limits; a later attempt may succeed. */
  | 'passing'

/** JSON error codes of the Discord documentation, page "Opcodes and Status Codes". */
const acknowledged = 40060
/** Unknown message. */
const deleted = 10008
/** Unknown webhook and interaction; token of an interaction expired. */
const gone = new Set([10015, 10062, 50027])
/** Unknown channel and server, no access, no permission, the person takes no DMs, archived and locked threads. */
const closed = new Set([10003, 10004, 50001, 50007, 50013, 50083, 160005])

/** An interaction was not responded to in time: its token is of no use. */
export class TokenGone extends Error {
  constructor(options: ErrorOptions) {
    super('The interaction was not responded to in time.', options)
  }
}

export function faultOf(error: unknown): Fault {
  if (error instanceof TokenGone) return 'gone'
  if (!(error instanceof DiscordAPIError)) return 'passing'
  const code = Number(error.code)
  if (code === acknowledged) return 'acknowledged'
  if (code === deleted) return 'deleted'
  if (gone.has(code)) return 'gone'
  if (closed.has(code) || error.status === 403 || error.status === 401) return 'closed'
  return error.status === 429 ? 'passing' : 'refused'
}
