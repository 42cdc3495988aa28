import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Claim } from '../answering/types.ts'
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
  /** The watched questions that it answers. */
  answers: z.array(z.string()).exactOptional(),
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
export type Compose = (subscription: Subscription, signal: AbortSignal) => Promise<Composition>

/** What new papers answer of that which a subscription watches: a choice for each paper, with what it says. */
export type FindAnswers = (subscription: Subscription, signal: AbortSignal) => Promise<readonly Choice[]>

/** What is kept of a claim. */
export const bareClaim = ({ text, cites }: Claim): z.infer<typeof Sentence> => ({
  text,
  cites: cites.map(({ id, paper, text: sentence }) => ({ id, paper, text: sentence })),
})

/** Chooses what answers a watched question, and papers that are new to a place, and tells what each is about. */
export function createCompose({
  pick,
  gists,
  findAnswers,
}: {
  pick: PickPapers
  gists: TellGists
  findAnswers: FindAnswers
}): Compose {
  return async (subscription, signal) => {
    const answers = await findAnswers(subscription, signal)
    const answering = new Set(answers.map(({ paper }) => paper))
    const room = Math.max(0, subscription.top - answers.length)
    const picked = (await pick(subscription)).filter(({ paper }) => !answering.has(paper.id)).slice(0, room)
    const told = await gists(picked.map(({ paper }) => paper))
    const choices = picked.map(({ paper, ...about }, index) => ({
      ...about,
      paper: paper.id,
      votes: paper.upvotes ?? 0,
      gist: (told[index] ?? []).map(bareClaim),
    }))
    return { turn: randomUUID(), choices: [...answers, ...choices] }
  }
}
