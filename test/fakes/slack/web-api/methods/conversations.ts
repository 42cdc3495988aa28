import { z } from 'zod'
import { Refusal } from '../../refusal.ts'
import type { Message } from '../../state/message-log.ts'
import { flag } from '../../validation/message.ts'
import { messageObject } from './chat.ts'
import { count, id, type Method, method, type Platform, timestamp } from './method.ts'

const page = {
  limit: count.default(100),
  oldest: z.string().optional(),
  latest: z.string().optional(),
  inclusive: flag,
  cursor: z.string().optional(),
  include_all_metadata: flag,
}
type Page = z.infer<z.ZodObject<typeof page>>

/** Slack's cursors are such names of messages in base 64. */
const cursorTo = (ts: string) => Buffer.from(`next_ts:${ts.replace('.', '')}`).toString('base64')

/** `conversations.*` and `users.info`: who and what there is. */
export function conversationMethods({ workspace, messages, historyLimit }: Platform): Record<string, Method> {
  const { bot, team, people } = workspace
  const readable = (channel: string) => {
    const found = workspace.channel(channel)
    workspace.needScope(found.kind === 'im' ? 'im:history' : 'channels:history')
    if (!found.members.has(bot.user)) throw new Refusal('not_in_channel')
    return found.id
  }
  const within = ({ ts }: Message, { oldest = '0', latest = '9999999999', inclusive }: Page) =>
    (ts > oldest && ts < latest) || (inclusive === true && (ts === oldest || ts === latest))
  /** One page of what was found, and where the next begins, as Slack writes it. */
  const pageOf = (found: readonly Message[], given: Page) => {
    const start = given.cursor === undefined ? 0 : found.findIndex(({ ts }) => cursorTo(ts) === given.cursor)
    if (start < 0) throw new Refusal('invalid_cursor')
    const end = start + Math.min(given.limit, historyLimit())
    const next = found[end]
    return {
      messages: found.slice(start, end),
      more: {
        has_more: next !== undefined,
        response_metadata: { next_cursor: next ? cursorTo(next.ts) : '' },
      },
    }
  }
  /** Metadata comes only to those who ask for it. */
  const objectOf = (message: Message, { include_all_metadata }: Page) => {
    const { metadata, ...object } = messageObject(message, workspace)
    return include_all_metadata ? { ...object, metadata } : object
  }

  return {
    'conversations.open': method(
      z.object({ users: id.optional(), channel: id.optional(), return_im: flag }),
      'im:write',
      ({ users, channel }) => {
        if (users?.includes(',')) throw new Refusal('method_not_supported_for_channel_type')
        const found = users ? workspace.directMessage(users) : workspace.channel(channel ?? '')
        return { channel: { id: found.id, user: found.person } }
      },
    ),
    'conversations.info': method(z.object({ channel: id }), 'channels:read', ({ channel }) => {
      const found = workspace.channel(channel)
      const isIm = found.kind === 'im'
      return {
        channel: {
          id: found.id,
          name: found.name,
          is_channel: !isIm,
          is_im: isIm,
          is_archived: found.archived,
          is_member: found.members.has(bot.user),
          ...(found.person && { user: found.person }),
        },
      }
    }),
    'conversations.history': method(z.object({ channel: id, ...page }), undefined, (given) => {
      const found = messages
        .in(readable(given.channel))
        .filter((message) => message.thread === undefined && within(message, given))
        .toReversed()
      const { messages: shown, more } = pageOf(found, given)
      return { messages: shown.map((message) => objectOf(message, given)), ...more }
    }),
    'conversations.replies': method(z.object({ channel: id, ts: timestamp, ...page }), undefined, (given) => {
      const found = messages.in(readable(given.channel), given.ts)
      if (found.length === 0) throw new Refusal('thread_not_found')
      // The first message comes whatever span is asked for.
      const inside = found.filter((message) => message.ts === given.ts || within(message, given))
      const { messages: shown, more } = pageOf(inside, given)
      return {
        messages: shown.map((message) => ({ ...objectOf(message, given), thread_ts: given.ts })),
        ...more,
      }
    }),
    'users.conversations': method(
      z.object({
        user: id,
        types: z.string().default('public_channel'),
        exclude_archived: flag,
        limit: count.max(999).default(100),
      }),
      'channels:read',
      ({ user, types, exclude_archived, limit }) => {
        if (types.includes('private_channel')) workspace.needScope('groups:read')
        const found = [...workspace.channels.values()].filter(
          ({ kind, members, archived }) =>
            kind === 'channel' && members.has(user) && !(exclude_archived && archived),
        )
        return {
          channels: found.slice(0, limit).map(({ id, name }) => ({ id, name, is_channel: true })),
          response_metadata: { next_cursor: '' },
        }
      },
    ),
    'users.info': method(z.object({ user: id }), 'users:read', ({ user }) => {
      const name = user === bot.user ? bot.name : people.get(user)
      if (name === undefined) throw new Refusal('user_not_found')
      return {
        user: {
          id: user,
          team_id: team,
          name,
          real_name: name,
          is_bot: user === bot.user,
          deleted: workspace.deactivated.has(user),
          is_admin: workspace.admins.has(user),
          is_owner: false,
          is_primary_owner: false,
          ...workspace.profiles.get(user),
        },
      }
    }),
  }
}
