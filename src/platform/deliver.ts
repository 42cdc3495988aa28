import type { Json } from '../lib/json.ts'
import type { Reply } from '../replies/reply.ts'
import type { PostAddress } from '../store/subscriptions.ts'

/** A post in the forms in which platforms show it. */
export type Post = {
  /** What a channel sees where the rest goes into a thread: a line for each paper. */
  brief: Reply
  /** One page for each paper, with its buttons, for that thread. */
  details: readonly Reply[]
  /** Everything in one page, with its buttons, where there is no thread. */
  whole: Reply
}

/** By what a platform knows a post again, so that sending it a second time is harmless. */
export type Mark = {
  /** The same for every attempt at the same post; at most 20 characters. */
  key: string
  /**
   * What is delivered of which subscription, which is told in words: a post, a word to its owner, or the question whether
   * its reader wants it.
   */
  about?: { kind: 'post' | 'notice' | 'confirm'; subscription: string; words: string }
  /** No message of this post is older. */
  since: Date
  /** An attempt was made whose end is not known: its messages are to be looked for before any is sent. */
  mayExist: boolean
  /** What the attempt before noted. */
  posted?: Json
  /** Remembers which messages were sent. Durable when it resolves. */
  note(posted: Json): Promise<void>
  /** The process is about to end, or another one has the post: nothing new is to be sent. */
  signal: AbortSignal
  /**
   * Whether it is still this process's to send, to be asked right before every message, file or change, with nothing
   * awaited in between: a process that was frozen wakes up before the signal comes.
   */
  isMine(): boolean
}

export type Receipt =
  /**
   * It stands there, whole. `conversation` is what questions about it will share. With `again`, what the platform does
   * with it beyond that has to wait, in milliseconds: it is delivered anew then, with what was noted.
   */
  | { kind: 'posted'; conversation: string; again?: number }
  /** The place takes no posts any more (gone, archived, forbidden): why, in a sentence. Trying again would not help. */
  | { kind: 'closed'; why: string }
  /** Nobody can know whether it arrived, and it is not sent again: it counts as not shown. */
  | { kind: 'lost' }

/**
 * Brings a post to a place of one platform.
 *
 * @throws whatever may pass by itself: the post is tried again later, with what was noted
 */
export type Deliver = (to: PostAddress, post: Post, mark: Mark) => Promise<Receipt>

/**
 * Brings several posts to a place as one message; a receipt for each, in their order.
 *
 * @throws whatever may pass by itself: all of them are tried again later, with what was noted of each
 */
export type DeliverTogether = (
  to: PostAddress,
  posts: readonly { post: Post; mark: Mark }[],
) => Promise<readonly Receipt[]>
