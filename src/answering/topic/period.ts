import { Temporal } from 'temporal-polyfill'
import { signsOf, trimEndOf } from '../../lib/trim.ts'

/** Days from one to another, both included, as ISO days. */
export type Period = { from: string; to: string /** As people say it: "last month". */; words: string }

const months = 'january february march april may june july august september october november december'.split(
  ' ',
)
const month = `(?:${months.map((name) => `${name}|${name.slice(0, 3)}`).join('|')}|sept)`
const day = String.raw`\d{4}-\d{2}-\d{2}`
const moment = String.raw`(?:${day}|\d{4}-\d{2}|${month}\.?(?:,? \d{4})?|\d{4})`

/** How people name a span of time, at the end of a topic; the longest first. */
const spans = [
  `from ${moment} (?:to|until|till) ${moment}`,
  `between ${moment} and ${moment}`,
  String.raw`${day}(?: ?\.\. ?| ?/ ?| to | until | - )${day}`,
  String.raw`(?:in |from |over |during |of )?(?:the )?(?:last|past) \d{1,3} (?:days?|weeks?|months?)`,
  `(?:in |from |over |during |of )?(?:the )?(?:this|last|past) (?:week|month|year)`,
  `(?:from |of )?(?:today|yesterday)`,
  `since (?:${moment}|yesterday|last (?:week|month|year))`,
  `(?:in|from|of|during|on) (?:${moment})`,
]
const atEnd = new RegExp(String.raw`(?<=^|[\s,])(?:${spans.join('|')})$`, 'i')
const ends = signsOf('.?!', { space: true })
const joints = signsOf(',', { space: true })

/**
 * Takes the span of time off a topic: "diffusion this week" -> "diffusion" and the days from Monday to today. A topic
 * without one, or with one that is no real date, stays as it is. Months without a year are the latest that began.
 *
 * @param today the asker's day, ISO
 */
export function readPeriod(text: string, today: string): { topic: string; period?: Period } {
  const topic = text.trim()
  const found = atEnd.exec(trimEndOf(topic, ends))
  if (!found) return { topic }
  const { 0: words, index } = found
  const period = daysOf(words.toLowerCase(), Temporal.PlainDate.from(today))
  if (!period) return { topic }
  const [from, to] = period
  if (Temporal.PlainDate.compare(from, to) > 0) return { topic }
  return {
    topic: trimEndOf(topic.slice(0, index), joints),
    period: { from: from.toString(), to: to.toString(), words: words.trim() },
  }
}

type Days = readonly [Temporal.PlainDate, Temporal.PlainDate]

function daysOf(words: string, today: Temporal.PlainDate): Days | undefined {
  const [first, second] = [...words.matchAll(new RegExp(moment, 'gi'))].map(([name]) =>
    momentDays(name, today),
  )
  if (
    /^(?:from .* (?:to|until|till) |between |\d{4}-\d{2}-\d{2}\W)/.test(words) ||
    /^\S+ (?:to|until) /.test(words)
  )
    return first && second && [first[0], second[1]]
  if (/^since /.test(words)) {
    const start = first ?? daysOf(words.replace(/^since /, ''), today)
    return start && [start[0], today]
  }
  const [, amount, unit = ''] = /(?:last|past) (\d+) (day|week|month)/.exec(words) ?? []
  if (amount !== undefined) return [today.subtract({ [`${unit}s`]: Number(amount) }).add({ days: 1 }), today]
  const [, which, span = ''] = /(this|last|past) (week|month|year)/.exec(words) ?? []
  if (which !== undefined) return spanDays(span, which !== 'this', today)
  if (words.includes('today')) return [today, today]
  if (words.includes('yesterday')) return [today.subtract({ days: 1 }), today.subtract({ days: 1 })]
  return first
}

/** This week, month or year up to today, or the whole one before; weeks begin on Monday. */
function spanDays(span: string, before: boolean, today: Temporal.PlainDate): Days {
  const start = {
    week: today.subtract({ days: today.dayOfWeek - 1 }),
    month: today.with({ day: 1 }),
    year: today.with({ month: 1, day: 1 }),
  }[span]
  if (!start) return [today, today]
  return before ? [start.subtract({ [`${span}s`]: 1 }), start.subtract({ days: 1 })] : [start, today]
}

/** First and last day of a day, a month or a year; undefined when there is no such one. */
function momentDays(name: string, today: Temporal.PlainDate): Days | undefined {
  const [, year, monthNumber, dayNumber] = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(name) ?? []
  const [, named = '', namedYear] = /^([a-z]+)\.?(?:,? (\d{4}))?$/i.exec(name) ?? []
  const index =
    named === '' ? -1 : months.findIndex((known) => known.startsWith(named.slice(0, 3).toLowerCase()))
  try {
    if (dayNumber !== undefined) {
      const exact = Temporal.PlainDate.from(name, { overflow: 'reject' })
      return [exact, exact]
    }
    if (year !== undefined && monthNumber === undefined)
      return [Temporal.PlainDate.from(`${year}-01-01`), Temporal.PlainDate.from(`${year}-12-31`)]
    const number = monthNumber === undefined ? index + 1 : Number(monthNumber)
    if (number === 0) return undefined
    const which = Number(year ?? namedYear ?? (number > today.month ? today.year - 1 : today.year))
    const start = Temporal.PlainDate.from({ year: which, month: number, day: 1 }, { overflow: 'reject' })
    return [start, start.with({ day: start.daysInMonth })]
  } catch {
    return undefined
  }
}
