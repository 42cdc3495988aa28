import { intents } from './messages.ts'
import { refusal } from './refusal.ts'
import { channelJson } from './serialize.ts'
import {
  type Channel,
  invitedPermissions,
  type Message,
  permissions,
  type User,
  type World,
} from './world.ts'

const open = { permissions: invitedPermissions, archived: false, locked: false, autoArchiveMinutes: 1440 }

export function createTextChannel(
  world: World,
  guildId: string,
  { name, isFollowed = false, isSecret = false }: { name: string; isFollowed?: boolean; isSecret?: boolean },
): Channel {
  const channel = keep(world, {
    ...{ id: world.nextId(), kind: 'text', name, guildId, ...open },
    ...(isFollowed && { isFollowed }),
    ...(isSecret && { isSecret }),
  })
  world.emit({ name: 'CHANNEL_CREATE', intents: intents.guilds, data: () => channelJson(world, channel) })
  return channel
}

/** The one DM channel of a person with the bot. */
export function openDm(world: World, user: User): Channel {
  const known = [...world.channels.values()].find(({ recipientId }) => recipientId === user.id)
  return (
    known ?? keep(world, { id: world.nextId(), kind: 'dm', name: user.name, recipientId: user.id, ...open })
  )
}

/**
 * Opens a thread in a channel, from one of its messages or from none, and tells the gateway.
 *
 * @throws Refusal as Discord words it when the channel cannot hold one or the message has one already
 */
export function openThread(
  world: World,
  parent: Channel,
  {
    name,
    autoArchiveMinutes,
    from,
    owner = world.bot.id,
  }: { name: string; autoArchiveMinutes: number; from?: Message; owner?: string },
): Channel {
  if (parent.kind !== 'text') throw refusal('wrongChannelKind')
  requirePermissions(parent, permissions.createPublicThreads)
  if (from?.threadId !== undefined) throw refusal('threadExists')
  const thread = keep(world, {
    ...open,
    id: from?.id ?? world.nextId(),
    kind: 'thread',
    name,
    parentId: parent.id,
    ownerId: owner,
    permissions: parent.permissions,
    autoArchiveMinutes,
    ...(parent.guildId && { guildId: parent.guildId }),
  })
  if (from) from.threadId = thread.id
  world.emit({
    name: 'THREAD_CREATE',
    intents: intents.guilds,
    data: () => ({ ...channelJson(world, thread), newly_created: true }),
  })
  return thread
}

/** @throws Refusal when there is no such channel, or the bot may not see it */
export function channelSeenByBot(world: World, id: string): Channel {
  const channel = world.channels.get(id)
  if (!channel) throw refusal('unknownChannel')
  if ((channel.permissions & permissions.viewChannel) === 0n) throw refusal('missingAccess')
  return channel
}

export function requirePermissions(channel: Channel, needed: bigint): void {
  if ((channel.permissions & needed) !== needed) throw refusal('missingPermissions')
}

/** @throws Refusal unless the bot may write here now; writing takes a thread out again that was put away */
export function requireWriting(world: World, channel: Channel): void {
  if (channel.locked) throw refusal(channel.archived ? 'archivedThread' : 'lockedThread')
  if (channel.kind === 'thread') requirePermissions(channel, permissions.sendMessagesInThreads)
  if (channel.kind === 'text') requirePermissions(channel, permissions.sendMessages)
  if (world.users.get(channel.recipientId ?? '')?.refusesDms) throw refusal('refusesDms')
  if (!channel.archived) return
  channel.archived = false
  world.emit({ name: 'THREAD_UPDATE', intents: intents.guilds, data: () => channelJson(world, channel) })
}

/** Takes a channel away, with all that stands in it. */
export function deleteChannel(world: World, channel: Channel): void {
  world.channels.delete(channel.id)
  world.emit({ name: 'CHANNEL_DELETE', intents: intents.guilds, data: () => channelJson(world, channel) })
}

function keep(world: World, channel: Channel): Channel {
  world.channels.set(channel.id, channel)
  return channel
}
