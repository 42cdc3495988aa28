import { once } from 'node:events'
import {
  Client,
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayCloseCodes,
  GatewayIntentBits,
  type GuildMember,
  Options,
  Partials,
  type REST,
  Routes,
  type User,
} from 'discord.js'
import { z } from 'zod'
import { describeError, PaperboyError } from '../../lib/errors.ts'
import type { Log } from '../../lib/log.ts'
import { retry } from '../../lib/retry.ts'
import type { restOptions } from './rest.ts'

/** How connecting is tried again. */
const connecting = { first: 400, longest: 6_000, attempts: 6 }
/**
 * How long, in milliseconds, nothing may be heard while connecting: shards identify themselves one after the other, five
 * seconds apart, and discord.js waits for unavailable servers of each for fifteen.
 */
const patience = 30_000
/** Flags of an application whose message content intent is switched on, before and after its review. */
const messageContentFlags = (1 << 18) | (1 << 19)

/** What is kept of each channel and server: messages are read when they come, and people are known while they write. */
const remembered = {
  MessageManager: 0,
  GuildMemberManager: {
    maxSize: 200,
    keepOverLimit: ({ id, client }: GuildMember) => id === (client as Client).user?.id,
  },
  GuildEmojiManager: 0,
  GuildStickerManager: 0,
  UserManager: {
    maxSize: 1_000,
    // Before it is connected, a client is nobody yet.
    keepOverLimit: (user: User) => user.id === (user.client as Client).user?.id,
  },
}

/** How much the client keeps: the same however many people and servers there are. */
export const bounded = Options.cacheWithLimits({ ...Options.DefaultMakeCacheSettings, ...remembered })

const Application = z
  .object({
    id: z.string(),
    flags: z.number().default(0),
    owner: z.object({ id: z.string() }).optional(),
    team: z.object({ owner_user_id: z.string() }).nullish(),
  })
  .transform(({ id, flags, owner, team }) => ({
    id,
    owner: team?.owner_user_id ?? owner?.id,
    messageContent: (flags & messageContentFlags) !== 0,
  }))
export type Application = z.infer<typeof Application>

/** Servers are dealt out to `count` connections; a process opens those from the first to the last, from 0. */
export type Shards = { first: number; last: number; count: number }

type Connecting = {
  token: string
  options: ReturnType<typeof restOptions>
  rest: REST
  shards: Shards | undefined
  log: Log
  signal: AbortSignal
}

/**
 * Connects to Discord, trying again for 12 to 24 seconds when it cannot be reached. The message content intent is
 * asked for only where it is switched on: without it Discord would refuse the connection.
 *
 * @param prepare adds the listeners before anything can be heard
 * @throws PaperboyError that says what to do
 */
export async function connect(
  { token, options, rest, shards, log, signal }: Connecting,
  prepare: (client: Client, application: Application) => void,
): Promise<{ client: Client; application: Application }> {
  const onRetry = (error: unknown, wait: number) =>
    log.warn({ error: describeError(error), wait }, 'Discord cannot be reached; trying again')
  const waitAsked = (error: unknown) => (explain(error) ? undefined : 0)
  try {
    return await retry(attempt, connecting, { waitAsked, onRetry, signal })
  } catch (error) {
    throw (
      explain(error) ??
      new PaperboyError(
        'Discord cannot be reached.',
        'Check the network, DISCORD_API_URL and discordstatus.com, then start again.',
        { cause: error },
      )
    )
  }

  async function attempt(): Promise<{ client: Client; application: Application }> {
    let client: Client | undefined
    try {
      rest.setToken(token)
      const application = Application.parse(await rest.get(Routes.currentApplication()))
      client = createClient(options, application, shards)
      prepare(client, application)
      const silence = untilSilent(client, signal)
      const ready = once(client, Events.ClientReady, { signal: silence.signal })
      await Promise.all([client.login(token), ready]).finally(silence.end)
      return { client, application }
    } catch (error) {
      await client?.destroy()
      throw error
    }
  }
}

/** A signal that comes once nothing was heard for too long: however many shards there are, each tells when it is there. */
function untilSilent(client: Client, stop: AbortSignal) {
  const silent = new AbortController()
  const timer = setTimeout(() => silent.abort(new Error('Nothing was heard from Discord')), patience)
  const heard = () => void timer.refresh()
  client.on(Events.Raw, heard)
  client.on(Events.ShardReady, heard)
  return {
    signal: AbortSignal.any([stop, silent.signal]),
    end() {
      clearTimeout(timer)
      client.off(Events.Raw, heard)
      client.off(Events.ShardReady, heard)
    },
  }
}

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

function createClient(
  options: Connecting['options'],
  { messageContent }: Application,
  shards: Shards | undefined,
): Client {
  const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits
  return new Client({
    intents: [Guilds, GuildMessages, DirectMessages, ...(messageContent ? [MessageContent] : [])],
    partials: [Partials.Channel, Partials.Message],
    ...(shards ? { shards: numbersOf(shards), shardCount: shards.count } : { shards: 'auto' as const }),
    rest: options,
    makeCache: bounded,
    allowedMentions: { parse: [], repliedUser: false },
  })
}

const numbersOf = ({ first, last }: Shards): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

/** A failure to connect that another attempt would only repeat. */
function explain(error: unknown): PaperboyError | undefined {
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
