import { numerals } from '../language/number-words.ts'

const boundary = '(?=\\s|,|$)'
const halves: Readonly<Record<string, 'am' | 'pm'>> = {
  am: 'am',
  'in the morning': 'am',
  pm: 'pm',
  'in the afternoon': 'pm',
  'in the evening': 'pm',
}
const half = `(?<half>${Object.keys(halves).join('|')})?`
const hourWords = [...numerals].flatMap(([word, value]) => (value >= 1 && value <= 12 ? [word] : []))
const clock = new RegExp(
  `^(?<lead>at\\s+)?(?<hour>\\d{1,2})(?:(?<mark>[:.h])(?<minutes>\\d{2})?)?\\s*${half}${boundary}`,
  'i',
)
const named = new RegExp(`^(?:at\\s+)?(noon|midday|midnight)${boundary}`, 'i')
const anHour = `(?<hour>\\d{1,2}|${hourWords.join('|')})`
const spoken = new RegExp(
  `^(?:at\\s+)?(?:a\\s+)?(?<past>half past|quarter past|quarter to)\\s+${anHour}\\s*${half}${boundary}`,
  'i',
)
/** A word is an hour only behind "at" or in front of "o'clock". */
const hourly = new RegExp(`^(?<lead>at\\s+)?${anHour}(?<lead2>\\s*o['’]?clock)?\\s*${half}${boundary}`, 'i')
const minutesPast: Readonly<Record<string, number>> = {
  'half past': 30,
  'quarter past': 15,
  'quarter to': -15,
}
const midday = 12 * 60
const day = 24 * 60

/** A time of day at the beginning of a line, in minutes after midnight, and how much of the line it is. */
export function readTime(rest: string): { minute: number; length: number } | undefined {
  const [word, name] = named.exec(rest) ?? []
  if (word !== undefined)
    return { minute: name?.toLowerCase() === 'midnight' ? 0 : midday, length: word.length }
  return readPast(rest) ?? readClock(rest) ?? readHour(rest)
}

/** "half past 8", "quarter to nine in the evening". */
function readPast(rest: string) {
  const [phrase, groups] = matched(spoken, rest)
  const start = hourOf(groups.hour, groups.half)
  if (phrase === undefined || start === undefined) return undefined
  const shift = minutesPast[groups.past?.toLowerCase() ?? ''] ?? 0
  return { minute: (start + shift + day) % day, length: phrase.length }
}

/** "8:30", "at 8", "8h", "6pm". */
function readClock(rest: string) {
  const [phrase, { lead, hour, mark, minutes, half }] = matched(clock, rest)
  // A number alone is a time only behind "at"; "9." and "9:" end a sentence.
  if (phrase === undefined || (lead ?? mark ?? half) === undefined) return undefined
  if (mark !== undefined && mark.toLowerCase() !== 'h' && minutes === undefined) return undefined
  const start = hourOf(hour, half)
  if (start === undefined || Number(minutes ?? 0) > 59) return undefined
  return { minute: start + Number(minutes ?? 0), length: phrase.length }
}

/** "at eight", "nine o'clock". */
function readHour(rest: string) {
  const [phrase, { lead, lead2, hour, half }] = matched(hourly, rest)
  const minute = hourOf(hour, half)
  if (phrase === undefined || minute === undefined || (lead ?? lead2) === undefined) return undefined
  return { minute, length: phrase.length }
}

function matched(
  form: RegExp,
  rest: string,
): [string | undefined, Readonly<Partial<Record<string, string>>>] {
  const match = form.exec(rest)
  return [match?.[0], match?.groups ?? {}]
}

/** `570` -> `9:30`. */
export const timeInWords = (minute: number): string =>
  `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`

/** Minutes after midnight at which an hour begins; undefined for none. */
function hourOf(said = '', half: string | undefined): number | undefined {
  const hour = numerals.get(said.toLowerCase()) ?? (said === '' ? Number.NaN : Number(said))
  if (!Number.isInteger(hour) || hour > 23) return undefined
  // "14:00 in the afternoon" says it twice.
  if (half === undefined || (hour > 12 && half.length > 2)) return hour * 60
  if (hour < 1 || hour > 12) return undefined
  return ((hour % 12) + (halves[half.toLowerCase()] === 'pm' ? 12 : 0)) * 60
}
