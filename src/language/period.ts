import { casual } from 'chrono-node/en'
import { Temporal } from 'temporal-polyfill'
import { signsOf, trimEndOf } from '../lib/trim.ts'

/** Days from one to another, both included, as ISO days. */
export type Period = { from: string; to: string /** As people say it: "last month". */; words: string }

/** A span of time in a text, and where it stands in it, in UTF-16 units. */
export type Span = Period & { start: number; end: number }

type Days = readonly [from: Temporal.PlainDate, to: Temporal.PlainDate]
type Read = { days: Days; length: number }

/** Longer texts are documents, and what they date is their own matter. In UTF-16 units. */
const longest = 400
/** No date is said in more, in UTF-16 units. */
const longestDate = 40
/** Before any paper. */
const earliest = Temporal.PlainDate.from('0001-01-01')
const number = '\\d{1,3}|two|three|four|five|six|seven|ten'
const counts: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  ten: 10,
}

const begins =
  /(?<=^|[\s,(])(?:(since|after|before|until|till|up to|from|between|in|on|of|for|during|within|over)\s+)?(?=[\p{L}\p{N}])/giu
const ago = new RegExp(`^(?:the )?(?:last|past|previous) (${number}) (day|week|month|year)s?\\b`, 'i')
const around = /^(?:the )?(this|current|last|past|previous) (week|month|year)\b/i
const year = /^(?:the year )?((?:19|20)\d{2})(?![\d-]|\s?[.:]\d)/i
const yearMonth = /^(\d{4})-(\d{2})(?![\d-])/
const isoDay = /^\d{4}-\d{2}-\d{2}(?!\d)/
/** What joins the ends of a span. */
const joint = /^\s?(?:\.\.|\/|-|–|to|until|till|and)\s?(?=\S)/i
/** The same between words, where the first end of a span stops. */
const beforeAnother = /\s(?:to|until|till|and|–)\s|\.\./i
const bare = /^(?:today|yesterday|\d{4}-\d{2}-\d{2})(?![\p{L}\p{N}])/iu
const ends = signsOf('.?!', { space: true })
const joints = signsOf(',', { space: true })

/**
 * The spans of time that a text names, in order: "since Monday", "in March 2025", "last week", "between May 1 and May 6".
 * A word alone that may be a date ("may", "second") is not one; it has to stand where a date must. What lies ahead is the last
 * one that was: weeks begin on Monday, and a month without a year is the latest that began.
 *
 * @param today the asker's day, ISO
 */
export function spansIn(text: string, today: string): readonly Span[] {
  if (text.length > longest) return []
  const now = Temporal.PlainDate.from(today)
  const spans: Span[] = []
  let read = 0
  for (const { 0: whole, 1: lead, index } of text.matchAll(begins)) {
    if (index < read) continue
    const found = spanAt(text.slice(index + whole.length), lead?.toLowerCase(), now)
    if (!found) continue
    const end = index + whole.length + found.length
    read = end
    const [from, to] = found.days.map(String)
    if (from !== undefined && to !== undefined && from <= to && from <= today)
      spans.push({ from, to, start: index, end, words: text.slice(index, end).trim() })
  }
  return spans
}

/**
 * Takes the span of time off a topic: "diffusion this week" -> "diffusion" and the days from Monday to today. A topic
 * without one at its end stays as it is.
 *
 * @param today the asker's day, ISO
 */
export function readPeriod(text: string, today: string): { topic: string; period?: Period } {
  const topic = text.trim()
  const said = trimEndOf(topic, ends)
  const span = spansIn(said, today).findLast(({ end }) => end === said.length)
  if (!span) return { topic }
  const { from, to, words } = span
  return { topic: trimEndOf(topic.slice(0, span.start), joints), period: { from, to, words } }
}

/**
 * The ISO day that words stand for: `2025-03-13`, `yesterday`, `Monday` (the last one), `13 March` (the last one); undefined
 * when they say no day, or more than one.
 *
 * @param today the asker's day, ISO
 */
export function readDay(said: string, today: string): string | undefined {
  const words = said.trim().replace(/^(?:of|on|for)\s+(?:the\s+)?/i, '')
  const read =
    words.length > longestDate ? undefined : momentAt(words, Temporal.PlainDate.from(today), 'alone')
  if (!read || trimEndOf(words.slice(read.length), ends) !== '') return undefined
  const [from, to] = read.days.map(String)
  return from === to ? from : undefined
}

function spanAt(rest: string, lead: string | undefined, today: Temporal.PlainDate): Read | undefined {
  const relative = relativeAt(rest, today)
  const first =
    relative ??
    (lead !== undefined || bare.test(rest)
      ? momentAt(rest, today, lead === 'in' ? 'month' : 'day')
      : undefined)
  if (!first) return undefined
  const [from, to] = first.days
  if (lead === undefined || lead === 'from' || lead === 'between') {
    const joined = relative ? null : joint.exec(rest.slice(first.length))
    const second = joined && momentAt(rest.slice(first.length + joined[0].length), today, 'day')
    if (joined && second)
      return { days: [from, second.days[1]], length: first.length + joined[0].length + second.length }
    return lead === 'between' ? undefined : first
  }
  const { length } = first
  switch (lead) {
    case 'since':
      return { days: [from, today], length }
    case 'after':
      return { days: [to.add({ days: 1 }), today], length }
    case 'before':
      return { days: [earliest, from.subtract({ days: 1 })], length }
    case 'until':
    case 'till':
    case 'up to':
      return { days: [earliest, to], length }
    default:
      return first
  }
}

/** "this week", "the last 7 days": this week, month or year up to today, the whole one before, or so many up to today. */
function relativeAt(rest: string, today: Temporal.PlainDate): Read | undefined {
  const { 0: counted = '', 1: amount = '', 2: unit = '' } = ago.exec(rest) ?? []
  if (counted !== '') {
    const back = { [`${unit.toLowerCase()}s`]: counts[amount.toLowerCase()] ?? Number(amount) }
    return { days: [today.subtract(back).add({ days: 1 }), today], length: counted.length }
  }
  const { 0: named = '', 1: which = '', 2: span = '' } = around.exec(rest) ?? []
  if (named === '') return undefined
  const start = startOf(span.toLowerCase(), today)
  const isNow = /^(?:this|current)$/i.test(which)
  const before = start.subtract({ [`${span.toLowerCase()}s`]: 1 })
  return { days: isNow ? [start, today] : [before, start.subtract({ days: 1 })], length: named.length }
}

function startOf(span: string, today: Temporal.PlainDate): Temporal.PlainDate {
  if (span === 'week') return today.subtract({ days: today.dayOfWeek - 1 })
  return span === 'month' ? today.with({ day: 1 }) : today.with({ month: 1, day: 1 })
}

/**
 * A day, month or year right at the beginning of a text.
 *
 * @param as what may stand there: a `month` or longer, or a date in full; a `day`, also by the name of its weekday; one that
 *   stands `alone` may be short, too ("mon")
 */
function momentAt(rest: string, today: Temporal.PlainDate, as: 'month' | 'day' | 'alone'): Read | undefined {
  const [inYear = '', named = ''] = year.exec(rest) ?? []
  if (inYear !== '')
    return { days: wholeOf({ year: Number(named), month: 1, day: 1 }, 12), length: inYear.length }
  const [inMonth = '', ofYear, month] = yearMonth.exec(rest) ?? []
  if (inMonth !== '') {
    const isMonth = Number(month) >= 1 && Number(month) <= 12
    return isMonth
      ? { days: wholeOf({ year: Number(ofYear), month: Number(month), day: 1 }, 1), length: inMonth.length }
      : undefined
  }
  const at = new Date(today.year, today.month - 1, today.day, 12)
  const [alone = ''] = rest.slice(0, longestDate).split(beforeAnother, 1)
  const [found] = casual.parse(alone, at)
  if (found?.index !== 0) return undefined
  const { start, text, end } = found
  const isDay = start.isCertain('day')
  const isWeekday = start.isCertain('weekday') && (as === 'alone' || /day\b/i.test(text))
  if (end || start.isCertain('hour') || !(isDay || isWeekday || start.isCertain('month'))) return undefined
  // What the reader of dates mends ("30 February") nobody has said.
  if (isoDay.test(rest) && !rest.startsWith(start.date().toLocaleDateString('sv-SE'))) return undefined
  const [y, m, d] = [start.get('year'), start.get('month'), start.get('day')]
  if (y === null || m === null || d === null) return undefined
  const read = { year: y, month: m, day: d }
  if (!isDay && !isWeekday) {
    const [from, to] = wholeOf(read, 1)
    const isAhead = !start.isCertain('year') && Temporal.PlainDate.compare(from, today) > 0
    const year = isAhead ? y - 1 : !start.isCertain('year') ? latestYear(m, today) : y
    return { days: year === y ? [from, to] : wholeOf({ ...read, year }, 1), length: text.length }
  }
  if (as === 'month' && !isDay) return undefined
  return { days: lastOf(Temporal.PlainDate.from(read), start, today), length: text.length }
}

/** The year in which a month began last. */
const latestYear = (month: number, today: Temporal.PlainDate) =>
  month > today.month ? today.year - 1 : today.year

/** From the first of a month over so many months. */
function wholeOf(first: { year: number; month: number; day: number }, months: number): Days {
  const from = Temporal.PlainDate.from({ ...first, day: 1 })
  return [from, from.add({ months }).subtract({ days: 1 })]
}

/** A day without its year or week is the last one that was. */
function lastOf(
  day: Temporal.PlainDate,
  start: { isCertain(part: 'year' | 'day'): boolean },
  today: Temporal.PlainDate,
): Days {
  const back = start.isCertain('day') ? { years: 1 } : { days: 7 }
  const isAhead = !start.isCertain('year') && Temporal.PlainDate.compare(day, today) > 0
  const meant = isAhead ? day.subtract(back) : day
  return [meant, meant]
}
