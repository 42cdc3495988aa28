import { z } from 'zod'
import type { Subscription } from '../store/subscriptions.ts'

/** What was chosen for a post, whole: however often it is drawn, it shows the same. */
export type Composition = z.infer<typeof Composition>

/** A sentence about a paper with the sentences of its abstract that it stands on. */
const Sentence = z.object({
  text: z.string(),
  cites: z.array(z.object({ id: z.string(), paper: z.string(), text: z.string() })),
})

export type Choice = z.infer<typeof Choice>
const Choice = z.object({
  /** The paper's id. */
  paper: z.string(),
  gist: z.array(Sentence),
  /** Votes it had when it was chosen. */
  votes: z.number(),
  /** Why it is here, in a short line. */
  why: z.string(),
  /** It was shown here before and has become outstanding since. */
  back: z.literal(true).exactOptional(),
})

export const Composition = z.object({
  /** The id of the turn under which the post is remembered. */
  turn: z.uuid(),
  /** In the order in which they are shown; empty when there is nothing new. */
  choices: z.array(Choice),
})

/**
 * Chooses what a post shows.
 *
 * @param due when the post was due
 * @param now when it is chosen, which is later after downtime
 */
export type Compose = (subscription: Subscription, due: Date, now: Date) => Promise<Composition>
