import { createSnowflakes } from './snowflakes.ts'
import type { Choices, Modal } from './validation/callback.ts'
import type { CommandBody } from './validation/command.ts'
import type { AllowedMentions, Contents } from './validation/message-body.ts'

export type User = {
  id: string
  name: string
  bot: boolean
  refusesDms: boolean
  /** Has the role that may manage channels. */
  managesChannels: boolean
  /** The servers that they are not in. */
  outside?: readonly string[]
  /** May read, and not write. */
  readsOnly?: true
}
export type Guild = { id: string; name: string }

export type Channel = {
  id: string
  kind: 'text' | 'dm' | 'thread'
  name: string
  guildId?: string
  /** Channels of other servers may follow it. */
  isFollowed?: true
  /** The channel that a thread hangs in. */
  parentId?: string
  /** Who opened a thread. */
  ownerId?: string
  /** Seen by the bot, and by nobody else but those who manage channels. */
  isSecret?: true
  /** Who talks with the bot in a DM. */
  recipientId?: string
  /** What the bot may do here. */
  permissions: bigint
  /** A thread that was put away; who writes there takes it out again. */
  archived: boolean
  /** A thread in which only moderators write. */
  locked: boolean
  autoArchiveMinutes: number
}

export type Message = {
  id: string
  channelId: string
  authorId: string
  contents: Contents
  /** People it names, or whom it replies to. */
  mentions: readonly string[]
  allowedMentions: AllowedMentions | undefined
  /** The interaction that it answers, and who began that. */
  interaction?: { id: string; userId: string; clickedId?: string }
  /** The one person who can see it, when it is ephemeral. */
  onlyFor?: string
  replyTo?: string
  threadId?: string
  nonce?: string
  /** What followers of its channel got, which is its text and files. */
  published?: Pick<Contents, 'content' | 'attachments'>
  createdAt: number
  editedAt?: number
  deleted: boolean
  /** Everything it ever said, the latest last. */
  versions: { contents: Contents; allowedMentions: AllowedMentions | undefined; at: number }[]
}

export type Interaction = {
  id: string
  token: string
  kind: 'command' | 'autocomplete' | 'component' | 'modal'
  channelId: string
  userId: string
  createdAt: number
  response?: { type: number; at: number; choices?: Choices['choices']; modal?: Modal }
  /** The message that carries the pressed button. */
  sourceId?: string
  originalId?: string
  followUpIds: string[]
}

export type RegisteredCommand = CommandBody & { id: string; guildId?: string }

/** Something a gateway connection hears of; what it may read of it depends on its intents. */
export type GatewayEvent = {
  name: string
  /** The intents of which a connection must have all. */
  intents: number
  /** It concerns the connection itself, whichever servers that hears. */
  everywhere?: true
  data(seen: { messageContent: boolean }): object
}

/** Everything the fake Discord knows; rest, gateway and people change it through the functions beside this file. */
export type World = {
  now(): number
  /** Lets time pass for tokens and nonces; nothing waits for it. */
  advance(milliseconds: number): void
  nextId(): string
  token: string
  bot: User
  applicationId: string
  /** The role of those who may manage channels, in every server. */
  managersRoleId: string
  /** Privileged intents that are switched on for the application. */
  privileged: { messageContent: boolean }
  users: Map<string, User>
  guilds: Map<string, Guild>
  /** Servers that an outage keeps from connections that begin. */
  unavailable: Set<string>
  /** Servers that an outage keeps out of the list of all. */
  unlisted: Set<string>
  channels: Map<string, Channel>
  messages: Map<string, Message>
  interactions: Map<string, Interaction>
  commands: RegisteredCommand[]
  emit(event: GatewayEvent): void
  onEvent(listener: (event: GatewayEvent) => void): void
}

/** Permission bits. */
export const permissions = {
  manageChannels: 1n << 4n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  createPublicThreads: 1n << 35n,
  sendMessagesInThreads: 1n << 38n,
} as const

/** What the bot may do where nothing else is said: what a careful invitation asks for. */
export const invitedPermissions =
  Object.values(permissions).reduce((all, one) => all | one) & ~permissions.manageChannels

export function createWorld({ token, messageContent }: { token: string; messageContent: boolean }): World {
  let ahead = 0
  const now = () => Date.now() + ahead
  const nextId = createSnowflakes(now)
  const listeners: ((event: GatewayEvent) => void)[] = []
  const applicationId = nextId()
  const bot: User = {
    id: applicationId,
    name: 'Paperboy',
    bot: true,
    refusesDms: false,
    managesChannels: false,
  }
  return {
    now,
    advance: (milliseconds) => {
      ahead += milliseconds
    },
    nextId,
    token,
    bot,
    applicationId,
    managersRoleId: nextId(),
    privileged: { messageContent },
    users: new Map([[bot.id, bot]]),
    guilds: new Map(),
    unavailable: new Set(),
    unlisted: new Set(),
    channels: new Map(),
    messages: new Map(),
    interactions: new Map(),
    commands: [],
    emit: (event) => {
      for (const listener of listeners) listener(event)
    },
    onEvent: (listener) => void listeners.push(listener),
  }
}
