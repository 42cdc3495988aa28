import { Refusal } from '../refusal.ts'
import type { Block } from '../validation/blocks.ts'
import type { CheckedContent } from '../validation/message.ts'

/** A message as the platform keeps it; `text` and `blocks` are the current ones. */
export type Message = {
  channel: string
  ts: string
  /** The first message of its thread, when it is not that itself. */
  thread?: string
  user: string
  fromBot: boolean
  text: string
  blocks: readonly Block[]
  /** Seen by this person only. */
  onlyFor?: string
  metadata?: unknown
  streaming: boolean
  removed: boolean
  /** Every state it was shown in, oldest first, with the time in milliseconds. */
  versions: { at: number; text: string; blocks: readonly Block[] }[]
}

export type NewMessage = Pick<Message, 'channel' | 'ts' | 'user' | 'fromBot'> &
  Partial<Pick<Message, 'thread' | 'onlyFor' | 'metadata' | 'streaming'>> &
  CheckedContent

export type MessageLog = ReturnType<typeof createMessageLog>

/** Everything that was said, as people see it now and as it was on the way there. */
export function createMessageLog() {
  const all: Message[] = []
  const listeners: ((change: 'posted' | 'changed' | 'removed', message: Message) => void)[] = []
  const tell = (change: 'posted' | 'changed' | 'removed', message: Message) => {
    for (const listener of listeners) listener(change, message)
  }
  const visible = () => all.filter(({ removed, onlyFor }) => !removed && onlyFor === undefined)

  return {
    all,
    onChange: (listener: (typeof listeners)[number]) => void listeners.push(listener),
    post({ thread, text = '', blocks = [], streaming = false, ...rest }: NewMessage): Message {
      const root = thread === undefined ? undefined : this.find(rest.channel, thread)
      if (thread !== undefined && !root) throw new Refusal('thread_not_found')
      const message: Message = {
        ...rest,
        // A reply to a reply joins the thread of the first message.
        ...(root && { thread: root.thread ?? root.ts }),
        text,
        blocks,
        streaming,
        removed: false,
        versions: [{ at: Date.now(), text, blocks }],
      }
      all.push(message)
      tell('posted', message)
      return message
    },
    /** As `chat.update` does: without blocks the old ones stay. */
    change(message: Message, { text, blocks }: CheckedContent): void {
      message.text = text ?? message.text
      message.blocks = blocks ?? message.blocks
      message.versions.push({ at: Date.now(), text: message.text, blocks: message.blocks })
      tell('changed', message)
    },
    remove(message: Message): void {
      message.removed = true
      tell('removed', message)
    },
    /** A message that everybody in the channel can see. */
    find: (channel: string, ts: string) =>
      visible().find((message) => message.channel === channel && message.ts === ts),
    /** Messages of a channel or, with a time, of a thread with its first message; oldest first. */
    in: (channel: string, thread?: string) =>
      visible().filter(
        (message) =>
          message.channel === channel &&
          (thread === undefined || message.ts === thread || message.thread === thread),
      ),
    /** What the bot answered in a thread, oldest first. */
    answers(channel: string, thread: string): readonly Message[] {
      return this.in(channel, thread).filter(({ fromBot, ts }) => fromBot && ts !== thread)
    },
    /** What only this person saw, oldest first. */
    onlyFor: (user: string) => all.filter(({ onlyFor, removed }) => onlyFor === user && !removed),
  }
}
