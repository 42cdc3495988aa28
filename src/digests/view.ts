import type { Paper } from '../papers/paper.ts'
import { dayInWords, paperActions, paperCard } from '../papers/view.ts'
import { card, heading, note, paragraph, reply, run } from '../replies/build.ts'
import { plainText } from '../replies/plain.ts'
import type { Block, Reply } from '../replies/reply.ts'
import type { Subscription } from '../store/subscriptions.ts'
import type { Choice, Composition } from './composition.ts'

/** A post in the forms in which platforms show it. */
export type Post = {
  /** What a channel sees where the rest goes into a thread: a line for each paper. */
  brief: Reply
  /** One page for each paper, with its buttons, for that thread. */
  details: readonly Reply[]
  /** Everything in one page, with its buttons, where there is no thread. */
  whole: Reply
}

/** Whose post it is, the local ISO day it is for, and whether it comes long after its time. */
export type About = { subscription: Subscription; day: string; late: boolean }

/** The papers that were chosen; one that is no longer known is left out. */
export function drawPost(composition: Composition, papers: readonly Paper[], about: About): Post {
  const chosen = composition.choices.flatMap((choice) => {
    const paper = papers.find(({ id }) => id === choice.paper)
    return paper ? [{ choice, paper }] : []
  })
  const title = titleOf(about)
  const intro = [heading(title), ...lateNote(about)]
  const pages = chosen.map(({ choice, paper }, index) => page(choice, paper, index + 1))
  return {
    brief: reply({
      summary: title,
      tone: 'answer',
      blocks: [...intro, ...chosen.map(({ paper }, index) => paperCard(paper, { number: index + 1 }))],
    }),
    details: pages,
    whole: reply({
      summary: title,
      tone: 'answer',
      blocks: [...intro, ...pages.flatMap(({ blocks }) => blocks)],
      actions: paperActions(
        'show',
        chosen.map(({ paper }) => paper),
      ),
    }),
  }
}

/** One line on a day without new papers. */
export function drawNothingNew(about: About): Post {
  return onePage(`${titleOf(about)}: nothing new`, [paragraph('Nothing new today.'), ...lateNote(about)])
}

/** What the owner is told when nothing comes of a post: it was tried for long, or its place takes no posts any more. */
export function drawTrouble({
  subscription,
  day,
  kind,
  why,
}: Pick<About, 'subscription' | 'day'> & { kind: 'closed' | 'failed'; why: string }): Post {
  const words =
    kind === 'closed'
      ? `Your daily post ${subscription.id} is paused: its place takes no posts any more.`
      : `Your daily post ${subscription.id} of ${dayInWords(day)} could not be sent.`
  return onePage(words, [paragraph(words), note(why)])
}

/** What a post says, as plain text. */
export const postText = ({ whole }: Post): string => plainText(whole)

function page({ gist, why }: Choice, paper: Paper, number: number): Reply {
  return reply({
    summary: paper.title,
    tone: 'answer',
    blocks: [
      card({ number, title: paper.title, url: paper.url, facts: [why] }),
      paragraph(gist.map(({ text }) => text).join(' ')),
    ],
    actions: [run(`Show ${number}`, `show ${paper.id}`)],
  })
}

const titleOf = ({ subscription: { topic }, day }: About): string =>
  topic === undefined ? `Papers of ${dayInWords(day)}` : `Papers about ${topic}, ${dayInWords(day)}`

const lateNote = ({ late }: About): readonly Block[] =>
  late ? [note('This comes late: I was not running when it was due.')] : []

function onePage(summary: string, blocks: readonly Block[]): Post {
  const whole = reply({ summary, tone: 'answer', blocks })
  return { brief: whole, details: [], whole }
}
