import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Subscription } from '../store/subscriptions.ts'
import type { TellGists } from './gist.ts'
import type { PickPapers } from './pick.ts'

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

/** Chooses what a post shows. */
export type Compose = (subscription: Subscription) => Promise<Composition>

/** Chooses papers that are new to a place and tells what each is about. */
export function createCompose({ pick, gists }: { pick: PickPapers; gists: TellGists }): Compose {
  return async (subscription) => {
    const picked = await pick(subscription)
    const told = await gists(picked.map(({ paper }) => paper))
    const choices = picked.map(({ paper, ...about }, index) => ({
      ...about,
      paper: paper.id,
      votes: paper.upvotes ?? 0,
      gist: (told[index] ?? []).map(({ text, cites }) => ({
        text,
        cites: cites.map(({ id, paper: cited, text: sentence }) => ({ id, paper: cited, text: sentence })),
      })),
    }))
    return { turn: randomUUID(), choices }
  }
}
