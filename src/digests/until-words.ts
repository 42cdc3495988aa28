import { en as chrono } from 'chrono-node'
import { Temporal } from 'temporal-polyfill'

/** In UTF-16 units: who writes more names no day. */
const longest = 60
const week = 7

/**
 * The day that "until Monday", "till 10 January", "for two weeks" or "until next month" names, as an ISO day on the clock
 * of a zone: one that lies ahead, the next one of its name. Undefined when it names none, or one that has begun.
 */
export function readUntil(said: string, now: Date, zone: string): string | undefined {
  const [, lead = '', words = ''] = /^(until|till?|for|to)\s+(?:the\s+)?(.+)$/isu.exec(said.trim()) ?? []
  if (words === '' || words.length > longest) return undefined
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone)
  const today = here.toPlainDate()
  const day = lead.toLowerCase() === 'for' ? after(words, here) : (next(words, today) ?? dayIn(words, here))
  return day && Temporal.PlainDate.compare(day, today) > 0 ? day.toString() : undefined
}

/** "two weeks" from now; a day is tomorrow. */
const after = (span: string, here: Temporal.ZonedDateTime) => dayIn(`in ${span}`, here)

/** "next week" begins on Monday, as "next month" does on its first day; a day of the month is the next of that number. */
function next(words: string, today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  const [, unit] = /^(?:next|new|coming)\s+(week|month|year)$/i.exec(words) ?? []
  const [, number] = /^(\d{1,2})(?:st|nd|rd|th)$/i.exec(words) ?? []
  switch (unit?.toLowerCase()) {
    case 'week':
      return today.add({ days: week + 1 - today.dayOfWeek })
    case 'month':
      return today.with({ day: 1 }).add({ months: 1 })
    case 'year':
      return today.with({ day: 1, month: 1 }).add({ years: 1 })
  }
  if (number === undefined || Number(number) < 1 || Number(number) > 31) return undefined
  for (let month = today.with({ day: 1 }); ; month = month.add({ months: 1 })) {
    const day = month.with({ day: Number(number) })
    if (day.day === Number(number) && Temporal.PlainDate.compare(day, today) > 0) return day
  }
}

function dayIn(words: string, here: Temporal.ZonedDateTime): Temporal.PlainDate | undefined {
  // "10/1" is one day here and another one there.
  if (/^\d{1,2}\s*[/.]\s*\d{1,2}(?:\s*[/.]\s*\d{2,4})?$/.test(words)) return undefined
  const instant = new Date(here.epochMilliseconds)
  const reference = { instant, timezone: here.offsetNanoseconds / 60e9 }
  const [found] = chrono.parse(words, reference, { forwardDate: true })
  if (found?.index !== 0 || found.text.length < words.length) return undefined
  const [year, month, day] = (['year', 'month', 'day'] as const).map((part) => found.start.get(part) ?? 0)
  return Temporal.PlainDate.from({ year: year ?? 0, month: month ?? 0, day: day ?? 0 })
}
