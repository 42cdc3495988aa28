import {
  ChannelType,
  type Client,
  DiscordAPIError,
  type Guild,
  type GuildBasedChannel,
  type GuildMember,
  PermissionFlagsBits,
} from 'discord.js'
import { LRUCache } from 'lru-cache'
import { describeError } from '../../lib/errors.ts'
import type { Log } from '../../lib/log.ts'
import type { Channels } from '../../platform/request.ts'
import { faultOf } from './faults.ts'

/** Which channels a person sees. */
export type ChannelsOf = {
  /** Somebody used Paperboy in a server. */
  heard(person: string, server: string): void
  /** Those of one server, or of those in which the person is known to be. Never fails. */
  of(person: string, server: string | undefined): Promise<Channels>
}

/** In so many servers a person is looked for at once; and how many people's servers are remembered, and how many of each. */
const most = { servers: 10, people: 10_000 }

const notFound = 404

const reasons = {
  unknown:
    'Type /paper subscriptions in a server, with “all”, to see what comes to the channels you can read there.',
  failing: 'Discord is not telling me right now which channels you can see.',
}

/**
 * Discord tells no bot which servers a person is in, so that it is asked in few: where they used Paperboy lately, and in all
 * of them where those are few.
 */
export function createChannelsOf(client: Pick<Client, 'guilds'>, log: Log): ChannelsOf {
  const known = new LRUCache<string, readonly string[]>({ max: most.people })

  function serversFor(person: string): readonly string[] {
    const all = [...client.guilds.cache.keys()]
    return all.length <= most.servers ? all : (known.get(person) ?? [])
  }

  return {
    heard(person, server) {
      const others = (known.get(person) ?? []).filter((one) => one !== server)
      known.set(person, [server, ...others].slice(0, most.servers))
    },

    async of(person, server) {
      const servers = server === undefined ? serversFor(person) : [server]
      if (servers.length === 0) return { why: reasons.unknown }
      try {
        const found = await Promise.all(
          servers.map((one) => channelsIn(client.guilds.cache.get(one), person)),
        )
        return { known: found.flat().map(server === undefined ? withServer : withoutServer) }
      } catch (error) {
        log.info({ error: describeError(error) }, 'Could not look which channels a person sees')
        return { why: reasons.failing }
      }
    },
  }
}

type Seen = { channel: GuildBasedChannel; guild: Guild }

async function channelsIn(guild: Guild | undefined, person: string): Promise<readonly Seen[]> {
  const member = guild && (await memberOf(guild, person))
  if (!member) return []
  return [...guild.channels.cache.values()]
    .filter((channel) => isSeenBy(member, channel))
    .map((channel) => ({ channel, guild }))
}

/** With the roles that they have now; undefined where they are not in the server. */
async function memberOf(guild: Guild, person: string): Promise<GuildMember | undefined> {
  try {
    return await guild.members.fetch({ user: person, force: true, cache: false })
  } catch (error) {
    const isOutside = error instanceof DiscordAPIError && error.status === notFound
    if (isOutside || faultOf(error) === 'closed') return undefined
    throw error
  }
}

/** Who is in a private thread is not known, so that none is shown. */
function isSeenBy(member: GuildMember, channel: GuildBasedChannel): boolean {
  if (channel.type === ChannelType.PrivateThread) return false
  // Of a thread whose channel is not known, nothing is.
  const allowed: ReturnType<typeof channel.permissionsFor> | null = channel.permissionsFor(member)
  return allowed?.has(PermissionFlagsBits.ViewChannel) === true
}

const withoutServer = ({ channel: { id, name }, guild }: Seen) => ({
  name: `#${name}`,
  posts: { platform: 'discord', workspace: guild.id, kind: 'channel', channel: id } as const,
})
const withServer = (seen: Seen) => {
  const shown = withoutServer(seen)
  return { ...shown, name: `${shown.name} (${seen.guild.name})` }
}
