import type { Reply } from '../replies/reply.ts'

/** A post in the forms in which platforms show it. */
export type Post = {
  /** What a channel sees where the rest goes into a thread: a line for each paper. */
  brief: Reply
  /** One page for each paper, with its buttons, for that thread. */
  details: readonly Reply[]
  /** Everything in one page, with its buttons, where there is no thread. */
  whole: Reply
}
