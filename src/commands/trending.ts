import { decayed, decayedVotes } from '../digests/decayed-votes.ts'
import { latestListDay } from '../lib/clock.ts'
import type { Paper } from '../papers/paper.ts'
import { citeAction, dayInWords, paperActions, paperCards } from '../papers/view.ts'
import type { Output } from '../platform/json-output.ts'
import { note, paragraph, reply, run } from '../replies/build.ts'
import type { PostAddress } from '../store/subscriptions.ts'
import type { Command, Shown } from './command.ts'
import { paperData } from './json-data.ts'
import { channelOf } from './place-votes.ts'
import type { Services } from './services.ts'

/** Days that are looked back from the newest, and the days after which a vote counts half: half of what is read. */
const spans = { week: { days: 7, halfLife: 3.5 }, month: { days: 30, halfLife: 15 } }
type Span = keyof typeof spans
/** Papers that are compared, and votes of a channel, most or latest first; and papers that are shown. */
const compared = 1_000
const mostVotes = 5_000
const listed = 10
const day = 24 * 3_600_000

/** Papers, best first, with what is said of each. */
type Ranked = { papers: readonly Paper[]; reasons: readonly string[]; until: string | undefined }

export const trending: Command = {
  name: 'trending',
  audience: 'everyone',
  mayUse: 'everyone',
  quick: true,
  summary: 'List the papers with the most votes lately, in this channel or everywhere',
  options: [
    {
      name: 'span',
      summary: 'week or month; here (by votes and links in this channel) or everywhere',
      kind: 'day',
      required: false,
      choices: ['week', 'month', 'week here', 'month here', 'week everywhere', 'month everywhere'],
    },
  ],
  examples: ['trending week', 'trending month here', 'trending week everywhere'],
  async *run({ rest, turn, request }, services) {
    const span = /\bmonth\b/i.test(rest) ? 'month' : 'week'
    const channel = /\beverywhere\b/i.test(rest) ? undefined : channelOf(request)
    const own = channel && (await rankHere(span, channel, services))
    // Where nobody voted, what others like is better than nothing, unless this place alone was asked for.
    if (own && (own.papers.length > 0 || /\bhere\b/i.test(rest))) yield page(span, 'here', own, turn)
    else yield page(span, 'everywhere', await rankEverywhere(span, services), turn)
  },
}

/** By the votes that papers have where they come from. */
async function rankEverywhere(span: Span, { store, clock }: Services): Promise<Ranked> {
  const [newest] = await store.papers.days(1, latestListDay(clock.now()))
  if (!newest) return { papers: [], reasons: [], until: undefined }
  const until = newest.date
  const { days, halfLife } = spans[span]
  const from = new Date(Date.parse(until) - (days - 1) * day).toISOString().slice(0, 10)
  const papers = (await store.papers.between(from, until, compared))
    .filter(({ upvotes = 0 }) => upvotes > 0)
    .map((paper) => ({ paper, score: decayedVotes(paper, until, halfLife) }))
    .sort((one, other) => other.score - one.score || (one.paper.id < other.paper.id ? -1 : 1))
    .slice(0, listed)
    .map(({ paper }) => paper)
  return { papers, reasons: [], until }
}

/** By what people of a channel liked or linked to there. */
async function rankHere(span: Span, channel: PostAddress, { store, clock }: Services): Promise<Ranked> {
  const now = clock.now().getTime()
  const { days, halfLife } = spans[span]
  const votes = await store.votes.since(channel, new Date(now - days * day), mostVotes)
  const scored = [...Map.groupBy(votes, ({ paper }) => paper)].map(([id, its]) => ({
    id,
    count: its.length,
    score: its.reduce((sum, { at }) => sum + decayed(1, (now - at.getTime()) / day, halfLife), 0),
  }))
  const best = scored.sort((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1))
  const papers = (await store.papers.get(best.slice(0, 3 * listed).map(({ id }) => id))).slice(0, listed)
  const counts = new Map(scored.map(({ id, count }) => [id, count]))
  const reasons = papers.map(({ id }) => {
    const count = counts.get(id) ?? 1
    return `${count.toLocaleString('en')} ${count === 1 ? 'vote or link' : 'votes and links'} here`
  })
  return { papers, reasons, until: new Date(now).toISOString().slice(0, 10) }
}

function page(
  span: Span,
  scope: 'here' | 'everywhere',
  { papers, reasons, until }: Ranked,
  turn: string,
): Shown {
  const place = scope === 'here' ? ' in this channel' : ''
  const head =
    papers.length === 0
      ? noneInWords(span, scope, until)
      : `Trending${place} in the ${span} up to ${dayInWords(until ?? '')}:`
  const words = `A vote counts half as much after ${spans[span].halfLife} days.`
  const own =
    'Votes are “More like this” below a post, and links to papers that people post here, one per person.'
  return {
    reply: reply({
      summary: head,
      tone: 'answer',
      blocks: [
        paragraph(head),
        ...paperCards(papers, (_, index) => reasons.slice(index, index + 1)),
        ...(papers.length > 0 || scope === 'here'
          ? [note(scope === 'here' ? `${own} ${words}` : words)]
          : []),
      ],
      actions: [
        ...(papers.length > 0
          ? [...paperActions('show', papers), citeAction(turn)]
          : [run('Newest papers', 'today')]),
        ...(scope === 'here' ? [run('Trending everywhere', `trending ${span} everywhere`)] : []),
      ],
      data: { span, scope, papers: papers.map(paperData) } satisfies Output<'trending'>,
    }),
    ...(papers.length > 0 && { papers: papers.map(({ id }) => id) }),
  }
}

function noneInWords(span: string, scope: 'here' | 'everywhere', until: string | undefined): string {
  if (scope === 'here')
    return `Nobody has voted for a paper, or posted a link to one, in this channel this ${span}.`
  return until === undefined
    ? 'No paper has a date yet.'
    : `No paper of the ${span} up to ${dayInWords(until)} has votes.`
}
