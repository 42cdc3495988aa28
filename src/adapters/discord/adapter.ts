import { setTimeout as sleep } from 'node:timers/promises'
import { ChannelType, type Client, Events, Routes, Status } from 'discord.js'
import { z } from 'zod'
import { describeError, type PaperboyError } from '../../lib/errors.ts'
import { emitTelemetry } from '../../lib/telemetry.ts'
import type { Adapter, AdapterParts } from '../../platform/adapter.ts'
import { link, paragraph, reply } from '../../replies/build.ts'
import { type Answering, createAnswering } from './answering.ts'
import { createChannelsOf } from './channels-of.ts'
import { createClosedChannels } from './closed-channels.ts'
import { leaveFormerPlaces } from './command-places.ts'
import { type Application, connect, type Shards } from './connect.ts'
import { createConversations } from './conversations.ts'
import { createGuard } from './guard.ts'
import { type ChannelKind, createDeliver } from './posts/deliver.ts'
import { createReceiver } from './receive.ts'
import { register, registrationOf } from './registration.ts'
import { renderPage } from './render.ts'
import { createRest, restOptions } from './rest.ts'
import { compareServers } from './servers.ts'
import { createSpelling } from './spelling.ts'
import { explainClose } from './start-errors.ts'
import { createTakeBack } from './take-back.ts'
import { createTalk } from './talk.ts'
import { directTransport } from './transports.ts'

export type DiscordOptions = AdapterParts & {
  token: string
  /** The address of the API up to `/api`; Discord's own by default. */
  apiUrl?: string
  /** Registers the slash commands in this server alone, where they show at once. */
  guildId?: string
  /** The part of all servers that this process hears; by default all of them. */
  shards?: Shards
}

/** How long the start waits for the slash commands, in milliseconds: Discord may make a new bot wait for them. */
const registrationPatience = 10_000

const { AnnouncementThread, PublicThread, PrivateThread } = ChannelType
const threadTypes: ReadonlySet<number> = new Set([AnnouncementThread, PublicThread, PrivateThread])
const Channel = z.object({ type: z.number() })

/** What it asks for is told in docs/discord.md. */
const inviteLink = ({ id }: Application): string =>
  `https://discord.com/oauth2/authorize?client_id=${id}&scope=bot%20applications.commands&permissions=309237746688`

/** Paperboy in Discord: slash commands, mentions, direct messages, replies and threads. */
export function createDiscordAdapter(options: DiscordOptions): Adapter {
  const { token, apiUrl, guildId, shards, menu, log } = options
  const calls = restOptions(apiUrl, createGuard(options))
  const rest = createRest(token, calls, options)
  const conversations = createConversations(rest.bot)
  const spelling = createSpelling(menu)
  const stopping = new AbortController()
  const { promise: failed, resolve: fail } = Promise.withResolvers<PaperboyError>()
  let connected: { client: Client; answering: Answering } | undefined
  let stopped: Promise<void> | undefined

  async function registerCommands({ id: application }: Application): Promise<void> {
    try {
      const scope = { application, guild: guildId }
      const { changed, id } = await register(rest.bot, registrationOf(menu), scope)
      spelling.registered(id)
      log.info({ changed }, 'The slash commands are registered in Discord')
      await leaveFormerPlaces(rest.bot, scope, options)
    } catch (error) {
      log.error({ error: describeError(error) }, 'The slash commands could not be registered in Discord')
    }
  }

  /** The log has it too, for those who do not take direct messages. */
  function tellOwner(owner: string | undefined, channel: string, guild: string | undefined): void {
    const line =
      'I was asked something in a channel, but may not write there. Let me view it and send messages.'
    const place = link('The channel', `https://discord.com/channels/${guild ?? '@me'}/${channel}`)
    log.warn({ channel }, 'Discord does not let Paperboy write in a channel')
    const body = renderPage(reply({ summary: line, tone: 'warning', blocks: [paragraph(line, ' ', place)] }))
    if (owner === undefined) return
    directTransport(rest.bot, { id: channel, person: owner, notice: '' })
      .put({ body, alone: true, known: undefined })
      .catch((error: unknown) => log.info({ error: describeError(error) }, 'The owner was not told'))
  }

  /** The client knows only the channels of the servers that it hears. */
  async function kindOf(channel: string): Promise<ChannelKind> {
    const known = connected?.client.channels.cache.get(channel)
    const { type } = known ?? Channel.parse(await rest.bot.get(Routes.channel(channel)))
    if (threadTypes.has(type)) return 'conversation'
    return type === ChannelType.GuildAnnouncement ? 'announcements' : 'channel'
  }

  return {
    name: 'Discord',
    failed,
    // Its shards connect each on its own.
    isConnected: () => connected?.client.ws.shards.every(({ status }) => status === Status.Ready) === true,
    posts: { platform: 'discord', deliver: createDeliver({ rest: rest.bot, kindOf, log }) },

    async start(handle) {
      const started = await connect(
        { ...options, options: calls, rest: rest.bot, shards, signal: stopping.signal },
        (client, application) => {
          const closed = createClosedChannels((channel, guild) =>
            tellOwner(application.owner, channel, guild),
          )
          const parts = {
            ...options,
            handle,
            rest,
            application: application.id,
            conversations,
            closed,
            spelling,
          }
          const self = () => client.user?.id
          const talk = createTalk(rest.bot, { self, readable: application.messageContent, log })
          const takeBack = createTakeBack(rest.bot, { self, turns: options.turns, log })
          const answering = createAnswering({
            ...parts,
            talk,
            takeBack,
            channelsOf: createChannelsOf(client, log),
          })
          const receiver = createReceiver({ ...parts, answering, readable: application.messageContent })
          client.on(Events.Error, (error) => log.error({ error: describeError(error) }, 'Discord: an error'))
          client.on(Events.ShardReconnecting, () => {
            emitTelemetry({ kind: 'reconnecting', platform: 'discord' })
            log.info({}, 'Discord: reconnecting')
          })
          client.on(Events.ShardDisconnect, ({ code }) => {
            const error = explainClose(code)
            if (!error) return
            answering.retire()
            fail(error)
          })
          client.on(Events.ChannelUpdate, ({ id }) => closed.delete(id))
          client.on(Events.GuildRoleUpdate, ({ guild }) => closed.deleteIn(guild.id))
          // Of itself it hears without the intent for members.
          client.on(Events.GuildMemberUpdate, ({ id, guild }) => {
            if (id === self()) closed.deleteIn(guild.id)
          })
          client.on(Events.GuildCreate, (guild) => {
            log.info({ server: guild.id, invite: inviteLink(application) }, 'Discord: invited to a server')
            void options.membership.joined({ platform: 'discord', workspace: guild.id })
            receiver.onGuild(guild)
          })
          // An outage comes as another event.
          client.on(
            Events.GuildDelete,
            ({ id }) => void options.membership.left({ platform: 'discord', workspace: id }),
          )
          client.on(Events.InteractionCreate, receiver.onInteraction)
          client.on(
            Events.MessageDelete,
            ({ id, channelId: channel }) => void takeBack.question({ channel, id }),
          )
          client.on(Events.MessageCreate, (message) => receiver.onMessage(message, client.user?.id ?? ''))
          connected = { client, answering }
        },
      )
      log.info(
        { invite: inviteLink(started.application) },
        'Discord: connected; others can invite it by this link',
      )
      connected?.answering.takeOver()
      void compareServers(
        rest.bot,
        options.membership,
        (id) => connected?.client.guilds.cache.has(id) === true,
      ).catch((error: unknown) =>
        log.warn({ error: describeError(error) }, 'Discord: servers were not compared'),
      )
      await Promise.race([
        registerCommands(started.application),
        sleep(registrationPatience, undefined, { ref: false }),
      ])
    },

    stop() {
      stopping.abort()
      stopped ??= (async () => {
        await connected?.client.destroy()
        await connected?.answering.drain()
      })()
      return stopped
    },
  }
}
