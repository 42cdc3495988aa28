import { z } from 'zod'
import { Refusal } from '../../refusal.ts'
import type { Message } from '../../state/message-log.ts'
import { badManners, type Content, checkContent, content, flag } from '../../validation/message.ts'
import { id, type Method, method, type Platform, timestamp } from './method.ts'

const thread = { thread_ts: timestamp.optional(), reply_broadcast: flag }

/** `chat.postMessage`, `chat.update`, `chat.delete` and `chat.postEphemeral`. */
export function chatMethods({ workspace, messages, badManners: noted }: Platform): Record<string, Method> {
  const { bot } = workspace
  const note = (given: Content) => void noted.push(...badManners(given))
  /** A user id as channel means the DM with them. */
  const target = (channel: string) =>
    workspace.writable(channel.startsWith('U') ? workspace.directMessage(channel).id : channel).id
  const ownMessage = (channel: string, ts: string): Message => {
    const found = messages.find(workspace.writable(channel).id, ts)
    if (!found) throw new Refusal('message_not_found')
    return found
  }

  return {
    'chat.postMessage': method(
      z.object({ channel: id, ...thread, ...content }),
      'chat:write',
      ({ channel, thread_ts, ...given }) => {
        const place = target(channel)
        const checked = checkContent(given)
        note(given)
        const message = messages.post({
          channel: place,
          ts: workspace.nextTime(),
          user: bot.user,
          fromBot: true,
          ...(thread_ts && { thread: thread_ts }),
          ...(given.metadata && { metadata: given.metadata }),
          ...checked,
        })
        return { channel: place, ts: message.ts, message: messageObject(message, workspace) }
      },
    ),
    'chat.update': method(
      z.object({ channel: id, ts: timestamp, ...content, ...thread }),
      'chat:write',
      ({ channel, ts, ...given }) => {
        const message = ownMessage(channel, ts)
        if (!message.fromBot) throw new Refusal('cant_update_message')
        if (message.streaming) throw new Refusal('streaming_state_conflict')
        // The reference of chat.update: text over 4,000 characters is refused, where postMessage cuts it.
        const checked = checkContent(given, 4000)
        note(given)
        messages.change(message, checked)
        return { channel, ts, text: message.text, message: messageObject(message, workspace) }
      },
    ),
    'chat.delete': method(z.object({ channel: id, ts: timestamp }), 'chat:write', ({ channel, ts }) => {
      const message = ownMessage(channel, ts)
      if (!message.fromBot) throw new Refusal('cant_delete_message')
      messages.remove(message)
      return { channel, ts }
    }),
    'chat.postEphemeral': method(
      z.object({ channel: id, user: id, ...content, ...thread }),
      'chat:write',
      ({ channel, user, thread_ts, ...given }) => {
        const place = workspace.writable(channel)
        if (!place.members.has(user)) throw new Refusal('user_not_in_channel')
        const checked = checkContent(given)
        note(given)
        // Slack answers that it was posted, and shows it to nobody.
        if (thread_ts && messages.in(place.id, thread_ts).length < 2) {
          noted.push('a private line in a thread that nobody has written in is seen by nobody')
          return { message_ts: workspace.nextTime() }
        }
        const message = messages.post({
          channel: place.id,
          ts: workspace.nextTime(),
          user: bot.user,
          fromBot: true,
          onlyFor: user,
          ...(thread_ts && { thread: thread_ts }),
          ...checked,
        })
        return { message_ts: message.ts }
      },
    ),
  }
}

/** A message as the Web API and events carry it. */
export function messageObject(
  message: Message,
  { team, bot }: Platform['workspace'],
): Record<string, unknown> {
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    team,
    text: message.text,
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
    ...(message.thread && { thread_ts: message.thread }),
    ...(message.fromBot && { bot_id: bot.bot, app_id: bot.app }),
    ...(message.versions.length > 1 && { edited: { user: message.user, ts: message.ts } }),
    ...(message.metadata !== undefined && { metadata: message.metadata }),
  }
}
