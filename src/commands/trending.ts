import { decayedVotes } from '../digests/decayed-votes.ts'
import { latestListDay } from '../lib/clock.ts'
import { citeAction, dayInWords, paperActions, paperCards } from '../papers/view.ts'
import type { Output } from '../platform/json-output.ts'
import { note, paragraph, reply, run } from '../replies/build.ts'
import type { Command } from './command.ts'
import { paperData } from './json-data.ts'

/** Days that are looked back from the newest, and the days after which a vote counts half: half of what is read. */
const spans = { week: { days: 7, halfLife: 3.5 }, month: { days: 30, halfLife: 15 } }
/** Papers that are compared, most votes first, and that are shown. */
const compared = 1_000
const listed = 10
const day = 24 * 3_600_000

export const trending: Command = {
  name: 'trending',
  audience: 'everyone',
  mayUse: 'everyone',
  quick: true,
  summary: 'List the papers with the most votes lately, newer votes first',
  options: [
    { name: 'span', summary: 'week or month', kind: 'day', required: false, choices: ['week', 'month'] },
  ],
  examples: ['trending week', 'trending month'],
  async *run({ rest, turn }, { store, clock }) {
    const span = /\bmonth\b/i.test(rest) ? 'month' : 'week'
    const [newest] = await store.papers.days(1, latestListDay(clock.now()))
    const until = newest?.date ?? ''
    const { days, halfLife } = spans[span]
    const from = newest ? new Date(Date.parse(until) - (days - 1) * day).toISOString().slice(0, 10) : ''
    const found = newest ? await store.papers.between(from, until, compared) : []
    const papers = found
      .filter(({ upvotes = 0 }) => upvotes > 0)
      .map((paper) => ({ paper, score: decayedVotes(paper, until, halfLife) }))
      .sort((one, other) => other.score - one.score || (one.paper.id < other.paper.id ? -1 : 1))
      .slice(0, listed)
      .map(({ paper }) => paper)
    const head =
      papers.length === 0
        ? noneInWords(span, newest?.date)
        : `Trending in the ${span} up to ${dayInWords(until)}:`
    yield {
      reply: reply({
        summary: head,
        tone: 'answer',
        blocks: [
          paragraph(head),
          ...paperCards(papers),
          ...(papers.length > 0 ? [note(`A vote counts half after ${halfLife} days.`)] : []),
        ],
        actions:
          papers.length > 0
            ? [...paperActions('show', papers), citeAction(turn)]
            : [run('Newest papers', 'today')],
        data: { span, papers: papers.map(paperData) } satisfies Output<'trending'>,
      }),
      ...(papers.length > 0 && { papers: papers.map(({ id }) => id) }),
    }
  },
}

const noneInWords = (span: string, until: string | undefined): string =>
  until === undefined
    ? 'There are no papers with a day yet.'
    : `No paper of the ${span} up to ${dayInWords(until)} has votes.`
