import { once } from 'node:events'
import {
  Client,
  Events,
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
import type { AdapterParts } from '../../platform/adapter.ts'
import { identifyInTurn } from './identify.ts'
import type { restOptions } from './rest.ts'
import { explain } from './start-errors.ts'

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
  reserve: AdapterParts['reserve']
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
  { token, options, rest, shards, reserve, log, signal }: Connecting,
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
      const identify = identifyInTurn({ reserve, log })
      client = createClient({ options, application, shards, identify })
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

function createClient({
  options,
  application: { messageContent },
  shards,
  identify,
}: Pick<Connecting, 'options' | 'shards'> & {
  application: Application
  identify: ReturnType<typeof identifyInTurn>
}): Client {
  const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits
  return new Client({
    intents: [Guilds, GuildMessages, DirectMessages, ...(messageContent ? [MessageContent] : [])],
    partials: [Partials.Channel, Partials.Message],
    ...(shards ? { shards: numbersOf(shards), shardCount: shards.count } : { shards: 'auto' as const }),
    rest: options,
    ws: { buildIdentifyThrottler: identify },
    makeCache: bounded,
    allowedMentions: { parse: [], repliedUser: false },
  })
}

const numbersOf = ({ first, last }: Shards): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)
