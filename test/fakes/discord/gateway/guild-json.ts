import { channelJson, memberJson } from '../serialize.ts'
import { type Channel, type Guild, invitedPermissions, permissions, type World } from '../world.ts'

/** A server as GUILD_CREATE brings it, with its channels and threads. */
export function guildJson(world: World, guild: Guild) {
  const channels = [...world.channels.values()].filter(({ guildId }) => guildId === guild.id)
  const of = (kind: Channel['kind']) =>
    channels.filter((channel) => channel.kind === kind).map((channel) => channelJson(world, channel))
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    owner_id: '1',
    unavailable: false,
    large: false,
    member_count: world.users.size,
    joined_at: '2024-01-01T00:00:00.000Z',
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    system_channel_flags: 0,
    afk_timeout: 300,
    preferred_locale: 'en-US',
    features: [],
    emojis: [],
    stickers: [],
    roles: [roleJson(guild.id, '@everyone', 0, invitedPermissions), managersRole(world)],
    members: [memberJson(world, world.bot)],
    channels: of('text'),
    threads: of('thread'),
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  }
}

export const managersRole = ({ managersRoleId }: World) =>
  roleJson(managersRoleId, 'Managers', 1, permissions.manageChannels)

function roleJson(id: string, name: string, position: number, allowed: bigint) {
  return {
    id,
    name,
    permissions: String(allowed),
    position,
    color: 0,
    hoist: false,
    managed: false,
    mentionable: false,
  }
}
