import { setTimeout as sleep } from 'node:timers/promises'
import { type REST, Routes } from 'discord.js'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'

/** A message and what it is attached to. */
export type Linked = {
  id: string
  channel: string
  author: string
  /** The author is a bot, such as Paperboy itself. */
  byBot: boolean
  /** The message it replies to. */
  repliesTo?: string | undefined
  /** Who ran the command it answers. */
  askedBy?: string | undefined
}

export type Conversations = ReturnType<typeof createConversations>

/** What is said below a message that nobody asked for. */
export const postConversation = (channel: string, message: string): string => `${channel}:${message}`

/** How long it is waited to learn who asked for a message that was pressed, in milliseconds. */
const patience = 1_000
/** How far a chain of replies is followed. */
const longestChain = 20

const Fetched = z
  .object({
    id: z.string(),
    author: z.object({ id: z.string(), bot: z.boolean().default(false) }),
    message_reference: z.object({ message_id: z.string().optional() }).optional(),
    interaction_metadata: z.object({ user: z.object({ id: z.string() }) }).optional(),
  })
  .transform(({ id, author, message_reference, interaction_metadata }) => ({
    id,
    author: author.id,
    byBot: author.bot,
    repliesTo: message_reference?.message_id,
    askedBy: interaction_metadata?.user.id,
  }))

/**
 * Which conversation something belongs to. In an open channel everybody has their own, so that people do not mix up
 * each other's numbers; who replies to an answer joins the conversation of that answer, wherever its chain of replies
 * began; a thread and a direct message are one conversation, and a thread that Paperboy opened goes on with the one
 * it was opened from. A post that nobody asked for begins a conversation of its own.
 */
export function createConversations(rest: REST) {
  /** By message or thread. Without it the chain is followed again, so it may forget. */
  const known = new LRUCache<string, string>({ max: 10_000 })
  /** Who asked for what an answer of ours shows. */
  const askers = new LRUCache<string, string>({ max: 10_000 })

  async function fetchMessage(channel: string, id: string): Promise<Linked | undefined> {
    try {
      return { ...Fetched.parse(await rest.get(Routes.channelMessage(channel, id))), channel }
    } catch {
      // Deleted, or not to be read: the conversation begins where the chain can be followed to.
      return undefined
    }
  }

  /** What somebody says in a channel without replying to anything; in private it is a conversation of its own. */
  function ofPerson(channel: string, person: string, secret = false): string {
    return `${channel}:${person}${secret ? ':private' : ''}`
  }

  async function ofMessage(message: Linked): Promise<string> {
    let root = message
    for (let hops = 0; hops < longestChain; hops++) {
      const conversation = known.get(root.id)
      if (conversation !== undefined) return conversation
      const above =
        root.repliesTo === undefined ? undefined : await fetchMessage(root.channel, root.repliesTo)
      if (!above) break
      root = above
    }
    return root.byBot && root.askedBy === undefined
      ? postConversation(root.channel, root.id)
      : ofPerson(root.channel, root.askedBy ?? root.author)
  }

  return {
    ofPerson,
    /** What somebody has said in a channel in the open and in private, as far as that is not this conversation. */
    besides(conversation: string, channel: string, person: string): readonly string[] {
      const own = [ofPerson(channel, person), ofPerson(channel, person, true)]
      return own.filter((name) => name !== conversation)
    },
    ofMessage,
    /** The conversation of a message of ours, where this process remembers it. */
    known: (message: string): string | undefined => known.get(message),
    /** A thread that Paperboy opened has the id of the message it was opened from. */
    async ofThread(thread: string, openedFrom: string | undefined): Promise<string> {
      const conversation = known.get(thread)
      if (conversation !== undefined || openedFrom === undefined) return conversation ?? thread
      const start = await fetchMessage(openedFrom, thread)
      return start ? ofMessage(start) : thread
    },
    remember(message: string, conversation: string, asker?: string): void {
      known.set(message, conversation)
      if (asker !== undefined) askers.set(message, asker)
    },
    /** Who asked for what a message of ours shows; undefined where nobody did, and where it cannot be known in time. */
    async askerOf({ id, channel, askedBy, repliesTo }: Linked): Promise<string | undefined> {
      const asker = askedBy ?? askers.get(id)
      if (asker !== undefined || repliesTo === undefined) return asker
      const late = sleep(patience, undefined, { ref: false })
      const asked = await Promise.race([fetchMessage(channel, repliesTo), late])
      return asked === undefined || asked.byBot ? undefined : asked.author
    },
  }
}
