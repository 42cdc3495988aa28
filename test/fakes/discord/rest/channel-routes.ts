import { z } from 'zod'
import { channelSeenByBot, openThread, requirePermissions, requireWriting } from '../channels.ts'
import { deleteMessage, editMessage, postMessage } from '../messages.ts'
import { invalidForm, refusal } from '../refusal.ts'
import { channelJson, historyJson, messageJson } from '../serialize.ts'
import { readForm, shownText, snowflake } from '../validation/form.ts'
import { isEmpty, type MessageBody, readMessage, settableFlags } from '../validation/message-body.ts'
import { type Channel, type Message, permissions, type World } from '../world.ts'
import type { Route, RouteRequest } from './route.ts'

/** For how long a nonce that is to be enforced stands for its message. */
const nonceMemory = 5 * 60_000

const Thread = z.object({
  name: shownText(100),
  auto_archive_duration: z.literal([60, 1440, 4320, 10080]).default(1440),
  type: z.literal([10, 11, 12]).optional(),
})

/** Which messages of a channel are asked for; with `after` the oldest of them. */
const History = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  before: snowflake.optional(),
  after: snowflake.optional(),
})

/** Channels, their messages and threads, by bot token. */
export const channelRoutes: readonly Route[] = [
  route('GET', '/channels/:channel', ({ world, param }) => ({
    body: channelJson(world, channelSeenByBot(world, param('channel'))),
  })),
  route('POST', '/channels/:channel/typing', ({ world, param }) => {
    requireWriting(world, channelSeenByBot(world, param('channel')))
    return {}
  }),
  route('GET', '/channels/:channel/messages', ({ world, param, query }) => {
    const channel = channelSeenByBot(world, param('channel'))
    const { limit, before, after } = readForm(History, Object.fromEntries(query))
    // Who may not read the history is not refused, but told of no messages.
    if (!mayReadHistory(channel)) return { body: [] }
    const all = [...world.messages.values()].filter(
      (message) =>
        isThere(message, channel) &&
        (before === undefined || BigInt(message.id) < BigInt(before)) &&
        (after === undefined || BigInt(message.id) > BigInt(after)),
    )
    const page = after === undefined ? all.slice(-limit) : all.slice(0, limit)
    return { body: page.toReversed().map((message) => historyJson(world, message)) }
  }),
  route('GET', '/channels/:channel/messages/:message', ({ world, param }) => {
    const channel = channelSeenByBot(world, param('channel'))
    if (channel.kind !== 'dm') requirePermissions(channel, permissions.readMessageHistory)
    return { body: historyJson(world, findMessage(world, channel, param('message'))) }
  }),
  route('POST', '/channels/:channel/messages', ({ world, param, body }) =>
    post(world, param('channel'), body),
  ),
  route('PATCH', '/channels/:channel/messages/:message', ({ world, param, body }) => {
    const message = ownMessage(world, channelSeenByBot(world, param('channel')), param('message'))
    const { contents, body: given } = readMessage(body, {
      before: message.contents,
      settable: settableFlags.edit,
    })
    if (isEmpty(contents)) throw refusal('emptyMessage')
    editMessage(world, message, contents, given.allowed_mentions ?? undefined)
    return { body: messageJson(world, message, world.privileged) }
  }),
  route('DELETE', '/channels/:channel/messages/:message', ({ world, param }) => {
    deleteMessage(world, ownMessage(world, channelSeenByBot(world, param('channel')), param('message')))
    return {}
  }),
  route('POST', '/channels/:channel/messages/:message/crosspost', ({ world, param }) => {
    const channel = channelSeenByBot(world, param('channel'))
    if (!channel.isFollowed) throw refusal('wrongChannelKind')
    requirePermissions(channel, permissions.sendMessages)
    const message = ownMessage(world, channel, param('message'))
    if (message.published) throw refusal('alreadyPublished')
    const { content, attachments } = message.contents
    message.published = { content, attachments }
    return { body: messageJson(world, message, world.privileged) }
  }),
  route('POST', '/channels/:channel/messages/:message/threads', ({ world, param, body }) => {
    const channel = channelSeenByBot(world, param('channel'))
    const from = findMessage(world, channel, param('message'))
    const { name, auto_archive_duration: autoArchiveMinutes } = readForm(Thread, body)
    const thread = openThread(world, channel, { name, autoArchiveMinutes, from })
    return { status: 201, body: channelJson(world, thread) }
  }),
  route('POST', '/channels/:channel/threads', ({ world, param, body }) => {
    const channel = channelSeenByBot(world, param('channel'))
    const { name, auto_archive_duration: autoArchiveMinutes } = readForm(Thread, body)
    return { status: 201, body: channelJson(world, openThread(world, channel, { name, autoArchiveMinutes })) }
  }),
]

function route(
  method: Route['method'],
  path: string,
  handle: (request: RouteRequest) => { status?: number; body?: unknown },
): Route {
  return { method, path, token: true, handle }
}

function post(world: World, channelId: string, given: unknown) {
  const channel = channelSeenByBot(world, channelId)
  requireWriting(world, channel)
  const { contents, body } = readMessage(given, { settable: settableFlags.post })
  if (isEmpty(contents)) throw refusal('emptyMessage')
  if (body.uploads && channel.kind !== 'dm') requirePermissions(channel, permissions.attachFiles)
  const nonce = body.nonce == null ? undefined : String(body.nonce)
  const first = body.enforce_nonce && nonce !== undefined ? withNonce(world, nonce) : undefined
  const message =
    first ??
    postMessage(world, {
      author: world.bot,
      channel,
      contents,
      allowedMentions: body.allowed_mentions ?? undefined,
      replyTo: repliedMessage(world, channel, body),
      pingReplied: body.allowed_mentions ? body.allowed_mentions.replied_user === true : true,
      nonce,
    })
  return { body: messageJson(world, message, world.privileged) }
}

function repliedMessage(
  world: World,
  channel: Channel,
  { message_reference: reference }: MessageBody,
): string | undefined {
  if (!reference) return undefined
  if (!mayReadHistory(channel)) throw refusal('noHistoryForReply')
  const message = world.messages.get(reference.message_id)
  if (message && isThere(message, channel)) return message.id
  if (reference.fail_if_not_exists === false) return undefined
  throw invalidForm([
    { path: ['message_reference'], code: 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', message: 'Unknown message' },
  ])
}

function withNonce(world: World, nonce: string): Message | undefined {
  const since = world.now() - nonceMemory
  return [...world.messages.values()].findLast(
    (message) => message.nonce === nonce && message.authorId === world.bot.id && message.createdAt >= since,
  )
}

const mayReadHistory = ({ kind, permissions: allowed }: Channel) =>
  kind === 'dm' || (allowed & permissions.readMessageHistory) !== 0n

/** Ephemeral messages are in no channel that one could ask for them. */
const isThere = (message: Message, channel: Channel) =>
  message.channelId === channel.id && !message.deleted && message.onlyFor === undefined

function findMessage(world: World, channel: Channel, id: string): Message {
  const message = world.messages.get(id)
  if (!message || !isThere(message, channel)) throw refusal('unknownMessage')
  return message
}

function ownMessage(world: World, channel: Channel, id: string): Message {
  const message = findMessage(world, channel, id)
  if (message.authorId !== world.bot.id) throw refusal('notOwnMessage')
  return message
}
