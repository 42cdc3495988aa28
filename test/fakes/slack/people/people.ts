import type { Ack, Envelope } from '../delivery/acks.ts'
import type { Courier } from '../delivery/courier.ts'
import { changeEvent, mentionEvent, messageEvent, withNewEventId } from '../delivery/envelopes.ts'
import type { Message } from '../state/message-log.ts'
import type { Channel } from '../state/workspace.ts'
import type { Platform } from '../web-api/methods/method.ts'

/** A message somebody wrote, with what the app is told about it. */
export type Said = {
  channel: string
  ts: string
  /** Where answers belong: the thread it was written in, else the thread it begins. */
  thread: string
  envelopes: readonly Envelope[]
  /** Resolves when the app was told of it. */
  delivered: Promise<readonly Ack[]>
}

export type Saying = { user?: string; channel?: string; thread?: string }
type Mentioning = Saying & { twinFirst?: boolean }

export type People = ReturnType<typeof createPeople>

/** People who write messages, and Slack which tells the app about them, more than once if asked to. */
export function createPeople({ workspace, messages }: Platform, courier: Courier) {
  const { ada, general, bot } = workspace

  const deliver = (message: Message, envelopes: readonly Envelope[]): Said => ({
    channel: message.channel,
    ts: message.ts,
    thread: message.thread ?? message.ts,
    envelopes,
    delivered: Promise.all(envelopes.map(courier.deliver)),
  })

  const write = (text: string, { user = ada, channel = general, thread }: Saying): Message =>
    messages.post({
      channel,
      user,
      text,
      ts: workspace.nextTime(),
      fromBot: false,
      ...(thread !== undefined && { thread }),
    })

  /** What the app hears of a message where it is a member and may read what is said. */
  const twinOf = (message: Message, channel: Channel) =>
    channel.members.has(bot.user) && workspace.mayHear(channel)
      ? [messageEvent(workspace, message, channel)]
      : []

  function say(text: string, { twinFirst = false, ...saying }: Mentioning = {}): Said {
    const message = write(text, saying)
    const channel = workspace.channel(message.channel)
    // From the reference of app_mention: nothing is told of channels that the app was not invited to.
    const isTold =
      text.includes(`<@${bot.user}>`) &&
      workspace.scopes.has('app_mentions:read') &&
      channel.members.has(bot.user)
    const mention = isTold ? [mentionEvent(workspace, message)] : []
    const twin = twinOf(message, channel)
    return deliver(message, twinFirst ? [...twin, ...mention] : [...mention, ...twin])
  }

  return {
    /** Writes in a channel or thread; the app is told when it is a member, and twice where the text mentions it. */
    say,
    /** Mentions the app: two events of one message, in either order. */
    mention: (text: string, saying: Mentioning = {}): Said => say(`<@${bot.user}> ${text}`, saying),
    /** Writes to the app directly. */
    dm(text: string, { user = ada, thread }: Omit<Saying, 'channel'> = {}): Said {
      const channel = workspace.directMessage(user)
      const message = write(text, { user, channel: channel.id, ...(thread !== undefined && { thread }) })
      return deliver(message, twinOf(message, channel))
    },
    /** Takes back what was said; the app is told as `message_deleted`. */
    takeBack(said: Said): Said {
      const message = messages.find(said.channel, said.ts)
      if (!message) throw new Error('What was never said cannot be taken back.')
      messages.remove(message)
      return deliver(message, [
        changeEvent(workspace, 'message_deleted', message, workspace.channel(said.channel)),
      ])
    },
    /** Changes what was said; the app is told as `message_changed`. */
    edit(said: Said, text: string): Said {
      const message = messages.find(said.channel, said.ts)
      if (!message) throw new Error('What was never said cannot be edited.')
      messages.change(message, { text })
      return deliver(message, [
        changeEvent(workspace, 'message_changed', message, workspace.channel(said.channel)),
      ])
    },
    /** Another app writes in the channel, with or without a mention. */
    otherBot(text: string, { channel = general, thread }: Saying = {}): Said {
      const message = write(text, { user: 'U0OTHERBOT', channel, ...(thread !== undefined && { thread }) })
      const envelope = messageEvent(workspace, message, workspace.channel(channel))
      const { event } = envelope.body
      const body = {
        ...envelope.body,
        event: { ...Object(event), subtype: 'bot_message', bot_id: 'B0OTHERBOT' },
      }
      return deliver(message, [{ ...envelope, body }])
    },
    /** Tells the app again, so many times over: under the same event ids, or under new ones. */
    async redeliver(said: Said, times: number, { newIds = false } = {}): Promise<readonly Ack[]> {
      const copies = Array.from({ length: times }, (_, index) =>
        said.envelopes.map((envelope) =>
          courier.again(newIds ? withNewEventId(envelope) : envelope, index + 1),
        ),
      )
      return Promise.all(copies.flat())
    },
  }
}
