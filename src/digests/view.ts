import { Temporal } from 'temporal-polyfill'
import type { Paper } from '../papers/paper.ts'
import { askAbout, dayInWords, spokenOf } from '../papers/view.ts'
import type { Post } from '../platform/deliver.ts'
import { card, heading, image, note, paragraph, prose, reply, run } from '../replies/build.ts'
import { cleanLine, truncate } from '../replies/clean.ts'
import { plainText } from '../replies/plain.ts'
import type { Action, Block, Image } from '../replies/reply.ts'
import type { Subscription } from '../store/subscriptions.ts'
import type { Choice, Composition } from './composition.ts'
import { setUpInWords, subscriptionInWords } from './describe.ts'
import { wishesTyped } from './words.ts'

/** Longest gist in a line of a channel, in UTF-16 units: the rest stands in the thread. */
const briefLength = 160

type Chosen = { choice: Choice; paper: Paper; number: number }

/** Whose post it is, the local ISO day it is for, and whether it comes long after its time. */
export type About = { subscription: Subscription; day: string; late: boolean; isDeaf?: true }

/** Draws what the words of a map command ask for; undefined where that makes no picture. It never throws. */
export type DrawWeek = (wanted: string, signal: AbortSignal) => Promise<Image | undefined>

/** The papers that were chosen; one that is no longer known is left out. A picture goes where the whole post stands. */
export function drawPost(
  composition: Composition,
  papers: readonly Paper[],
  about: About,
  picture?: Image,
): Post {
  const chosen = composition.choices
    .flatMap((choice) => {
      const paper = papers.find(({ id }) => id === choice.paper)
      return paper ? [{ choice, paper }] : []
    })
    .map((one, index) => ({ ...one, number: index + 1 }))
  const rating = { up: `feedback up ${composition.turn}`, down: `feedback down ${composition.turn}` }
  const head = { summary: summaryOf(chosen, about), tone: 'answer' as const }
  const intro = [heading(titleOf(about)), ...lateNote(about)]
  const answered = [...new Set(chosen.flatMap(({ choice }) => choice.answers ?? []))]
  const smallPrint = [
    about.isDeaf ? '' : 'Reply to ask about these papers.',
    answered.length === 0 ? '' : 'Answered questions are no longer watched.',
    setUpInWords(about.subscription),
  ]
    .filter(Boolean)
    .join(' ')
  return {
    brief: reply({
      ...head,
      blocks: [...intro, ...chosen.map((one) => entry(one, briefLength))],
      actions: [...watchButtons(answered, about), ...mapButton(about)],
    }),
    details: chosen.map((one) =>
      reply({
        summary: one.paper.title,
        tone: 'answer',
        blocks: [entry(one)],
        actions: buttonsOf(one, false),
        rating,
      }),
    ),
    whole: reply({
      ...head,
      blocks: [
        ...intro,
        ...chosen.map((one) => entry(one)),
        ...(picture ? [image(picture)] : []),
        ...(smallPrint === '' ? [] : [note(smallPrint)]),
      ],
      actions: [
        ...chosen.flatMap((one) => buttonsOf(one, true)),
        ...watchButtons(answered, about),
        ...mapButton(about),
      ],
      rating,
    }),
  }
}

/** One line on a day without new papers. */
export function drawNothingNew(about: About): Post {
  const words = `${titleOf(about)}: nothing new`
  return onePage(words, [paragraph(`${words}.`), ...lateNote(about)])
}

/** What the owner is told when nothing comes of a post: it was tried for long, or its place no longer takes posts. */
export function drawTrouble({
  subscription,
  day,
  kind,
  why,
}: Pick<About, 'subscription' | 'day'> & { kind: 'closed' | 'failed'; why: string }): Post {
  const words =
    kind === 'closed'
      ? `Your daily post ${subscription.id} is paused: its place no longer takes posts.`
      : `Your daily post ${subscription.id} of ${dayInWords(day)} could not be sent.`
  return onePage(words, [paragraph(words), paragraph(subscriptionInWords(subscription)), note(why)])
}

/** Whether somebody wants the posts that were asked for to their address. */
export function drawQuestion(subscription: Subscription): Post {
  const words = 'Do you want papers by mail?'
  return onePage(words, [
    heading(words),
    paragraph('Someone asked Paperboy to send this to your address:'),
    paragraph(subscriptionInWords(subscription)),
  ])
}

/** What a post says, as plain text. */
export const postText = ({ whole }: Post): string => plainText(whole)

/** A paper as a card: linked title, why it is here, and what it is about. */
function entry({ choice: { gist, why }, paper, number }: Chosen, longest?: number): Block {
  const told = gist.map(({ text }) => cleanLine(text)).join(' ')
  return card({
    number,
    title: paper.title,
    url: paper.url,
    facts: [why],
    ...(told !== '' && { body: prose(longest === undefined ? told : truncate(told, longest)) }),
  })
}

/** What to do about a paper; numbered where papers stand together. */
function buttonsOf({ paper, number }: Chosen, together: boolean): readonly Action[] {
  const mark = together ? ` ${number}` : ''
  return [
    askAbout(together ? `Ask about${mark}` : 'Ask about this', paper),
    // In Discord more buttons than these would become menus, for a post of three papers.
    ...(together ? [] : [spokenOf(paper, run('Similar', `similar ${paper.id}`))]),
    spokenOf(paper, run(together ? `More like${mark}` : 'More like this', `prefer ${paper.id}`)),
    spokenOf(paper, run(together ? `Less like${mark}` : 'Less like this', `less ${paper.id}`)),
  ]
}

/** To wait for another answer. */
const watchButtons = (answered: readonly string[], { subscription: { id } }: About): readonly Action[] =>
  answered.map((question, index) =>
    run(
      answered.length === 1 ? 'Keep watching' : `Keep watching question ${index + 1}`,
      `subscribe edit ${id} ${wishesTyped({ watch: [question] })}`,
    ),
  )

/** The papers of the week in which a post of once a week is sent, as `map` takes it; undefined for other posts. */
export function weekOf({ subscription: { topic = '', schedule }, day }: Pick<About, 'subscription' | 'day'>) {
  if (schedule.days.length !== 1) return undefined
  const from = Temporal.PlainDate.from(day).subtract({ days: 6 })
  return `${topic} from ${from} to ${day}`.trim()
}

/** The map in words, and for a closer look. */
function mapButton(about: About): readonly Action[] {
  const week = weekOf(about)
  return week === undefined ? [] : [run('Map of the week', `map ${week}`)]
}

function summaryOf(chosen: readonly Chosen[], about: About): string {
  const [first] = chosen
  const more = chosen.length > 1 ? ` and ${chosen.length - 1} more` : ''
  return first ? `${titleOf(about)}: ${truncate(first.paper.title, 120)}${more}` : titleOf(about)
}

const titleOf = ({ subscription: { topic, alone }, day }: About): string => {
  if (alone) return `What is followed here, ${dayInWords(day)}`
  return topic === undefined ? `Papers of ${dayInWords(day)}` : `Papers about ${topic}, ${dayInWords(day)}`
}

const lateNote = ({ late }: About): readonly Block[] =>
  late ? [note('This is late: I was not running when it was due.')] : []

function onePage(summary: string, blocks: readonly Block[]): Post {
  const whole = reply({ summary, tone: 'answer', blocks })
  return { brief: whole, details: [], whole }
}
