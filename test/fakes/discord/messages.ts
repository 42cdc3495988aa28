import { messageJson, typeOf } from './serialize.ts'
import type { AllowedMentions, Contents } from './validation/message-body.ts'
import type { Channel, Message, User, World } from './world.ts'

/** Gateway intents. */
export const intents = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  directMessages: 1 << 12,
  messageContent: 1 << 15,
} as const

export type Draft = {
  author: User
  channel: Channel
  contents: Contents
  allowedMentions?: AllowedMentions | undefined
  replyTo?: string | undefined
  /** Whether a reply pings the one it replies to. */
  pingReplied?: boolean
  nonce?: string | undefined
  interaction?: Message['interaction']
  onlyFor?: string | undefined
}

/** Puts a message into its channel and tells the gateway, unless only one person can see it. */
export function postMessage(world: World, draft: Draft): Message {
  const { author, channel, contents, allowedMentions, replyTo, nonce, onlyFor } = draft
  const at = world.now()
  const message: Message = {
    id: world.nextId(),
    channelId: channel.id,
    authorId: author.id,
    contents,
    mentions: mentionsOf(world, draft),
    allowedMentions,
    createdAt: at,
    deleted: false,
    versions: [{ contents, allowedMentions, at }],
    ...(draft.interaction && { interaction: draft.interaction }),
    ...(replyTo !== undefined && { replyTo }),
    ...(nonce !== undefined && { nonce }),
    ...(onlyFor !== undefined && { onlyFor }),
  }
  world.messages.set(message.id, message)
  tell(world, 'MESSAGE_CREATE', message)
  return message
}

export function editMessage(
  world: World,
  message: Message,
  contents: Contents,
  allowedMentions: AllowedMentions | undefined,
): void {
  message.contents = contents
  message.allowedMentions = allowedMentions
  message.editedAt = world.now()
  message.versions.push({ contents, allowedMentions, at: message.editedAt })
  tell(world, 'MESSAGE_UPDATE', message)
}

export function deleteMessage(world: World, message: Message): void {
  message.deleted = true
  const channel = world.channels.get(message.channelId)
  if (message.onlyFor !== undefined || !channel) return
  world.emit({
    name: 'MESSAGE_DELETE',
    intents: intentOf(channel),
    data: () => ({
      id: message.id,
      channel_id: channel.id,
      ...(channel.guildId && { guild_id: channel.guildId }),
    }),
  })
}

/** The intent a connection needs to hear of messages here. */
const intentOf = (channel: Channel) =>
  channel.kind === 'dm' ? intents.directMessages : intents.guildMessages

export function messageCreated(world: World, message: Message, name = 'MESSAGE_CREATE') {
  const channel = world.channels.get(message.channelId)
  return {
    name,
    intents: channel ? intentOf(channel) : 0,
    data: (seen: { messageContent: boolean }) => ({
      ...messageJson(world, message, seen),
      ...(channel && { channel_type: typeOf(channel) }),
    }),
  }
}

function tell(world: World, name: string, message: Message): void {
  if (message.onlyFor === undefined) world.emit(messageCreated(world, message, name))
}

function mentionsOf(world: World, { contents, replyTo, pingReplied }: Draft): string[] {
  const named = [...contents.content.matchAll(/<@!?(\d+)>/g)].map(([, id]) => id ?? '')
  const replied = replyTo === undefined ? undefined : world.messages.get(replyTo)
  return [...new Set([...named, ...(replied && pingReplied ? [replied.authorId] : [])])]
}
