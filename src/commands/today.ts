import { readDay } from '../language/period.ts'
import { latestListDay, localDay } from '../lib/clock.ts'
import type { Paper } from '../papers/paper.ts'
import { citeAction, dayInWords, paperActions, paperCards } from '../papers/view.ts'
import type { Output } from '../platform/json-output.ts'
import { paragraph, reply, run } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { Command } from './command.ts'
import { paperData } from './json-data.ts'

/** How many papers are shown, how many are counted, and how many days are looked at and offered. */
const listed = 5
const mostCounted = 1_000
const days = { known: 400, offered: 4 }

export const today: Command = {
  name: 'today',
  audience: 'everyone',
  mayUse: 'everyone',
  shows: 'home',
  quick: true,
  summary: 'Show the papers of the newest list, or of another day',
  options: [
    { name: 'date', summary: 'another day, such as yesterday or 13 March', kind: 'day', required: false },
  ],
  examples: ['today', '/today'],
  async *run({ rest, request, turn }, { store, clock }) {
    const known = await store.papers.days(days.known, latestListDay(clock.now()))
    const isNewest = rest === '' || /^today$/i.test(rest)
    const wanted = isNewest ? known[0]?.date : readDay(rest, localDay(clock.now()))
    const papers = wanted === undefined ? [] : await store.papers.between(wanted, wanted, mostCounted)
    if (wanted === undefined || papers.length === 0) {
      const nearest = wanted === undefined ? known : nearestTo(wanted, known)
      yield {
        reply: noneReply(
          rest,
          wanted,
          nearest.slice(0, days.offered).map(({ date }) => date),
        ),
      }
      return
    }
    const top = papers.slice(0, listed)
    yield {
      reply: dayReply(wanted, papers, { turn, atMost: request.atMost }),
      papers: top.map(({ id }) => id),
      list: `search on ${wanted} order votes`,
    }
  },
}

/** @param atMost how many are told to scripts */
function dayReply(
  day: string,
  papers: readonly Paper[],
  { turn, atMost = listed }: { turn: string; atMost?: number | undefined },
): Reply {
  const count = papers.length
  const top = papers.slice(0, listed)
  const head = `${count.toLocaleString('en')} ${count === 1 ? 'paper' : 'papers'} of ${dayInWords(day)}`
  const order = top.some(({ upvotes = 0 }) => upvotes > 0) ? ', most votes first' : ''
  return reply({
    summary: head,
    tone: 'answer',
    blocks: [
      paragraph(`${head}${count > top.length ? `; ${top.length} of them` : ''}${order}:`),
      ...paperCards(top),
    ],
    actions: [...paperActions('show', top), citeAction(turn), run('Trending this week', 'trending week')],
    data: { day, count, papers: papers.slice(0, atMost).map(paperData) } satisfies Output<'today'>,
  })
}

function noneReply(said: string, wanted: string | undefined, offered: readonly string[]): Reply {
  const message =
    wanted !== undefined
      ? `There are no papers from ${dayInWords(wanted)}.`
      : offered.length > 0
        ? `“${said}” is not a date I understand.`
        : 'No paper has a date yet.'
  return reply({
    summary: message,
    tone: 'warning',
    audience: 'asker',
    blocks: [
      paragraph(message),
      ...(offered.length > 0
        ? [paragraph(`There are papers from ${offered.map(dayInWords).join(', ')}.`)]
        : []),
    ],
    actions: offered.map((date) => run(dayInWords(date), `today ${date}`)),
    data: { problem: message, days: [...offered] } satisfies Output<'today'>,
  })
}

function nearestTo<T extends { date: string }>(day: string, known: readonly T[]): readonly T[] {
  const distance = ({ date }: T) => Math.abs(Date.parse(date) - Date.parse(day))
  return known.toSorted((one, other) => distance(one) - distance(other))
}
