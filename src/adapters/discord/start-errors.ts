import { DiscordAPIError, DiscordjsError, DiscordjsErrorCodes, GatewayCloseCodes } from 'discord.js'
import { describeError, PaperboyError } from '../../lib/errors.ts'

/** Why Discord ended a connection for good, by the code it closed it with; undefined when it may be opened again. */
export function explainClose(code: number): PaperboyError | undefined {
  switch (code) {
    case GatewayCloseCodes.AuthenticationFailed:
      return tokenRefused()
    case GatewayCloseCodes.DisallowedIntents:
      return intentsRefused()
    case GatewayCloseCodes.InvalidIntents:
      return new PaperboyError(
        'Discord does not know the intents that Paperboy asks for.',
        'Update Paperboy.',
      )
    case GatewayCloseCodes.InvalidShard:
      return new PaperboyError(
        'Discord does not know the shards that Paperboy asks for.',
        'Set DISCORD_SHARDS to a part of as many as all processes open together, such as 0-3/16, or leave it out.',
      )
    case GatewayCloseCodes.InvalidAPIVersion:
      return new PaperboyError(
        `Discord does not take connections from this version of Paperboy (code ${code}).`,
        'Update Paperboy.',
      )
    case GatewayCloseCodes.ShardingRequired:
      return new PaperboyError(
        'Discord wants more connections for so many servers.',
        'Start again: Paperboy opens as many as Discord asks for. If DISCORD_SHARDS is set, raise its count.',
      )
    default:
      return undefined
  }
}

/** A failure to connect that another attempt would only repeat. */
export function explain(error: unknown): PaperboyError | undefined {
  if (error instanceof PaperboyError) return error
  if (error instanceof DiscordAPIError && error.status === 401) return tokenRefused()
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid)
    return tokenRefused()
  const [, reset] = /^Not enough sessions remaining\b.*\bresets at (\S+)$/.exec(describeError(error)) ?? []
  if (reset !== undefined) return noSessions(new Date(reset))
  // discord.js tells the close codes of a first connection only by these words.
  switch (error instanceof Error ? error.message : '') {
    case 'Authentication failed':
      return tokenRefused()
    case 'Used disallowed intents':
      return intentsRefused()
    case 'Used invalid intents':
      return explainClose(GatewayCloseCodes.InvalidIntents)
    case 'Used an invalid API version':
      return explainClose(GatewayCloseCodes.InvalidAPIVersion)
    case 'Invalid shard':
      return explainClose(GatewayCloseCodes.InvalidShard)
    case 'Sharding is required':
      return explainClose(GatewayCloseCodes.ShardingRequired)
    default:
      return undefined
  }
}

/** A bot may begin 1,000 sessions a day: see "Session Start Limit Object". */
function noSessions(reset: Date): PaperboyError {
  const time = Number.isNaN(reset.getTime())
    ? 'tomorrow'
    : `${reset.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return new PaperboyError(
    `Discord lets no more sessions of this bot start before ${time}.`,
    'Start again then, and look for what started so many: a restart in a loop, or another program with this token.',
  )
}

function tokenRefused(): PaperboyError {
  return new PaperboyError(
    'Discord refused the bot token.',
    'In the Developer Portal choose Bot > Reset Token and put the new one into DISCORD_TOKEN.',
  )
}

function intentsRefused(): PaperboyError {
  return new PaperboyError(
    'Discord refused the message content intent.',
    'In the Developer Portal switch Message Content Intent under Bot on, or off and on again, then start again.',
  )
}
