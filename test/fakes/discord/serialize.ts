import { numbered } from './validation/components.ts'
import { messageFlags } from './validation/message-body.ts'
import {
  type Channel,
  invitedPermissions,
  type Message,
  permissions,
  type User,
  type World,
} from './world.ts'

export const channelTypes = { text: 0, dm: 1, thread: 11 } as const
/** What kind of channel it is, as Discord counts them. */
export const typeOf = ({ kind, isFollowed }: Channel): number => (isFollowed ? 5 : channelTypes[kind])
const iso = (at: number) => new Date(at).toISOString()

/** Says whether the message content intent is switched on, for an application in few servers. */
export const applicationFlags = (world: World) => (world.privileged.messageContent ? 1 << 19 : 0)

export function userJson(user: User) {
  return {
    id: user.id,
    username: user.name.toLowerCase(),
    global_name: user.name,
    discriminator: '0',
    avatar: null,
    bot: user.bot,
    public_flags: 0,
  }
}

export function memberJson(world: World, user: User) {
  const { managesChannels, readsOnly } = user
  const allowed = readsOnly ? invitedPermissions & ~permissions.sendMessages : invitedPermissions
  return {
    user: userJson(user),
    nick: null,
    roles: managesChannels ? [world.managersRoleId] : [],
    joined_at: '2024-01-01T00:00:00.000Z',
    deaf: false,
    mute: false,
    flags: 0,
    permissions: String(allowed | (managesChannels ? permissions.manageChannels : 0n)),
  }
}

export function channelJson(world: World, channel: Channel) {
  const base = { id: channel.id, type: typeOf(channel), flags: 0, last_message_id: null }
  if (channel.kind === 'dm') {
    const recipient = world.users.get(channel.recipientId ?? '')
    return { ...base, recipients: recipient ? [userJson(recipient)] : [] }
  }
  const inGuild = {
    ...base,
    name: channel.name,
    guild_id: channel.guildId,
    parent_id: channel.parentId ?? null,
  }
  if (channel.kind === 'text') {
    return {
      ...inGuild,
      position: 0,
      topic: null,
      nsfw: false,
      rate_limit_per_user: 0,
      permission_overwrites: overwritesOf(world, channel),
    }
  }
  return {
    ...inGuild,
    owner_id: channel.ownerId ?? world.bot.id,
    message_count: 0,
    member_count: 1,
    rate_limit_per_user: 0,
    thread_metadata: {
      archived: channel.archived,
      locked: channel.locked,
      auto_archive_duration: channel.autoArchiveMinutes,
      archive_timestamp: iso(world.now()),
      create_timestamp: iso(world.now()),
    },
    member: { id: channel.id, user_id: world.bot.id, join_timestamp: iso(world.now()), flags: 0 },
  }
}

/**
 * A message as the bot is given it: what people wrote is left out unless it may read everything, is named in it,
 * wrote it, or they talk alone.
 */
export function messageJson(
  world: World,
  message: Message,
  { messageContent }: { messageContent: boolean },
): object {
  const channel = world.channels.get(message.channelId)
  const author = world.users.get(message.authorId) ?? world.bot
  const readable =
    messageContent ||
    author.id === world.bot.id ||
    channel?.kind === 'dm' ||
    message.mentions.includes(world.bot.id)
  const { content, embeds, components, flags, attachments } = message.contents
  const repliedTo = message.replyTo === undefined ? undefined : world.messages.get(message.replyTo)
  const thread = message.threadId === undefined ? undefined : world.channels.get(message.threadId)
  return {
    id: message.id,
    type: message.replyTo === undefined ? 0 : 19,
    channel_id: message.channelId,
    ...(channel?.guildId && { guild_id: channel.guildId, member: memberWithoutUser(world, author) }),
    author: userJson(author),
    content: readable ? content : '',
    embeds: readable ? embeds : [],
    components: readable ? numbered(components) : [],
    attachments: (readable ? attachments : []).map(({ id, filename, description: alt, bytes }, index) => ({
      id: `${BigInt(message.id) + BigInt(index + 1)}`,
      filename,
      description: alt,
      size: bytes.length,
      url: `https://cdn.example/${message.id}/${id}/${filename}`,
    })),
    timestamp: iso(message.createdAt),
    edited_timestamp: message.editedAt === undefined ? null : iso(message.editedAt),
    tts: false,
    mention_everyone: false,
    mentions: message.mentions.flatMap((id) => {
      const user = world.users.get(id)
      return user ? [userJson(user)] : []
    }),
    mention_roles: [],
    pinned: false,
    flags: flags | (thread ? messageFlags.hasThread : 0) | (message.published ? messageFlags.crossposted : 0),
    ...(message.nonce !== undefined && { nonce: message.nonce }),
    ...(message.interaction && interactionFields(world, message.interaction)),
    ...(thread && { thread: channelJson(world, thread) }),
    ...(message.replyTo !== undefined && {
      message_reference: { type: 0, message_id: message.replyTo, channel_id: message.channelId },
      referenced_message:
        repliedTo && !repliedTo.deleted
          ? messageJson(world, withoutReference(repliedTo), { messageContent })
          : null,
    }),
  }
}

function memberWithoutUser(world: World, user: User) {
  const { user: _, permissions: __, ...member } = memberJson(world, user)
  return member
}

/** What a channel takes away from everyone, so that the bot can see beforehand what it may not do. */
function overwritesOf(world: World, channel: Channel) {
  const denied = invitedPermissions & ~channel.permissions
  const view = String(permissions.viewChannel)
  const secret = [
    { id: channel.guildId, type: 0, allow: '0', deny: view },
    { id: world.managersRoleId, type: 0, allow: view, deny: '0' },
    { id: world.bot.id, type: 1, allow: view, deny: '0' },
  ]
  if (channel.isSecret) return secret
  return denied === 0n ? [] : [{ id: channel.guildId, type: 0, allow: '0', deny: String(denied) }]
}

/** As history shows a message: whether a nonce is kept for it is not documented, so nobody is to rely on it. */
export function historyJson(world: World, message: Message): object {
  const { nonce: _, ...rest } = message
  return messageJson(world, rest, world.privileged)
}

/** How one sees on a message which interaction it answers. */
function interactionFields(world: World, { id, userId, clickedId }: NonNullable<Message['interaction']>) {
  const user = world.users.get(userId)
  return {
    webhook_id: world.applicationId,
    application_id: world.applicationId,
    ...(user && {
      interaction_metadata: {
        id,
        type: clickedId === undefined ? 2 : 3,
        user: userJson(user),
        authorizing_integration_owners: {},
        ...(clickedId !== undefined && { interacted_message_id: clickedId }),
      },
    }),
  }
}

/** One step of a reply chain is sent along, not the whole chain. */
function withoutReference({ replyTo: _, ...message }: Message): Message {
  return message
}
