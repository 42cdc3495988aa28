import { once } from 'node:events'
import { WebSocketServer } from 'ws'
import { listen } from '../../loopback.ts'
import { createTextChannel, deleteChannel, openDm, openThread } from './channels.ts'
import { createGateway } from './gateway/gateway.ts'
import { guildJson, managersRole } from './gateway/guild-json.ts'
import { deleteMessage, intents } from './messages.ts'
import { createPerson, type Person } from './person.ts'
import { type Ping, pingsOf } from './reading/pings.ts'
import { type SeenMessage, seeChannel } from './reading/screen.ts'
import { applicationRoutes } from './rest/application-routes.ts'
import { callbackRoutes } from './rest/callback-routes.ts'
import { channelRoutes } from './rest/channel-routes.ts'
import { type Call, createRestServer } from './rest/server.ts'
import { webhookRoutes } from './rest/webhook-routes.ts'
import { memberJson } from './serialize.ts'
import { type Channel, createWorld, type Guild, type Message } from './world.ts'

export type FakeDiscordOptions = {
  /** Where to listen; any free port by default. */
  port?: number
  token?: string
  /** Whether the privileged message content intent is switched on for the application. */
  messageContent?: boolean
  heartbeatMs?: number
  /** How many more sessions the bot may begin today. */
  sessionsLeft?: number
}

export type FakeDiscord = Awaited<ReturnType<typeof startFakeDiscord>>

/** Milliseconds between heartbeats as Discord asks for. */
const usualHeartbeat = 41_250

/**
 * Discord on loopback: REST version 10 below `url` and the gateway, with one server ("guild") and its channel
 * `general`. It validates, limits and refuses as Discord documents it and keeps every call; tests act as people and
 * read what people see.
 */
export async function startFakeDiscord(options: FakeDiscordOptions = {}) {
  const token = options.token ?? 'MTA.fake.discord-bot-token'
  const world = createWorld({ token, messageContent: options.messageContent ?? false })
  let port = options.port ?? 0
  const gatewayUrl = () => `ws://127.0.0.1:${port}`
  const gateway = createGateway(world, {
    url: gatewayUrl,
    heartbeatMs: options.heartbeatMs ?? usualHeartbeat,
  })
  const { server, calls, faults, moments } = createRestServer(world, [
    ...applicationRoutes(gatewayUrl, options.sessionsLeft),
    ...channelRoutes,
    ...callbackRoutes,
    ...webhookRoutes,
  ])
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => gateway.accept(socket))
  port = await listen(server, port)

  const addGuild = (name: string) => {
    const guild = { id: world.nextId(), name }
    world.guilds.set(guild.id, guild)
    const general = createTextChannel(world, guild.id, { name: 'general' })
    world.emit({ name: 'GUILD_CREATE', intents: intents.guilds, data: () => guildJson(world, guild) })
    return { ...guild, general }
  }
  const guild = addGuild('Reading club')

  return {
    /** What DISCORD_API_URL is set to. */
    url: `http://127.0.0.1:${port}/api`,
    token,
    world,
    guild,
    general: guild.general,
    gateway,
    faults,
    /** What happens when the nth `POST /channels/:channel/messages` or any other route is so far. */
    moments,
    calls: calls as readonly Call[],
    addGuild,
    /** The bot was thrown out of a server, or the server cannot be reached for a while. */
    removeGuild({ id }: { id: string }, { outage = false } = {}) {
      if (!outage) world.guilds.delete(id)
      const data = outage ? { id, unavailable: true } : { id }
      world.emit({ name: 'GUILD_DELETE', intents: intents.guilds, data: () => data })
    },
    /** A server that threw the bot out invites it again. */
    inviteBack(guild: Guild) {
      world.guilds.set(guild.id, guild)
      world.emit({ name: 'GUILD_CREATE', intents: intents.guilds, data: () => guildJson(world, guild) })
    },
    addChannel: (name: string) => createTextChannel(world, guild.id, { name }),
    /** Only the bot and those who manage channels see it. */
    addSecret: (name: string) => createTextChannel(world, guild.id, { name, isSecret: true }),
    addAnnouncements: (name: string) => createTextChannel(world, guild.id, { name, isFollowed: true }),
    /** A role of the bot allows more now, or it has one more. */
    tellOfRole: (name: 'GUILD_ROLE_UPDATE' | 'GUILD_MEMBER_UPDATE') => {
      const member = { ...memberJson(world, world.bot), roles: [world.managersRoleId] }
      const data = { guild_id: guild.id, role: managersRole(world), ...member }
      world.emit({ name, intents: intents.guilds, data: () => data })
    },
    deleteChannel: (channel: Channel) => deleteChannel(world, channel),
    deleteMessage: (message: Message) => deleteMessage(world, message),
    /** A thread that the bot did not open. */
    addThread: (parent: Channel, name: string, from?: SeenMessage) => {
      const start = from && world.messages.get(from.id)
      return openThread(world, parent, {
        name,
        autoArchiveMinutes: 1440,
        ...(start && { from: start }),
        owner: '1',
      })
    },
    person: (name: string): Person => createPerson(world, name),
    dm: (person: Person): Channel => openDm(world, person.user),
    /** What a person sees in a channel, oldest first. */
    see: (channel: Channel, person?: Person): SeenMessage[] => seeChannel(world, channel, person?.user.id),
    /** Messages of the bot in a channel that this person sees. */
    answers: (channel: Channel, person?: Person): SeenMessage[] =>
      seeChannel(world, channel, person?.user.id).filter(
        ({ id }) => world.messages.get(id)?.authorId === world.bot.id,
      ),
    pings: (): Ping[] => pingsOf(world),
    /** Calls that were turned away. */
    refusals: (): Call[] => calls.filter(({ status }) => status >= 400),
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
