const boundary = '(?=\\s|,|$)'
const clock = new RegExp(`^(at\\s+)?(\\d{1,2})(?:([:.h])(\\d{2})?)?\\s*(am|pm)?${boundary}`, 'i')
const named = new RegExp(`^(?:at\\s+)?(noon|midday|midnight)${boundary}`, 'i')
const spoken = new RegExp(
  `^(?:at\\s+)?(half past|quarter past|quarter to)\\s+(\\d{1,2})\\s*(am|pm)?${boundary}`,
  'i',
)
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
  const [phrase, past = '', hour, half] = spoken.exec(rest) ?? []
  if (phrase !== undefined) {
    const start = hourOf(Number(hour), half)
    const shift = minutesPast[past.toLowerCase()] ?? 0
    return start === undefined ? undefined : { minute: (start + shift + day) % day, length: phrase.length }
  }
  const [time, lead, hours, mark, minutes, halfOfDay] = clock.exec(rest) ?? []
  // A number alone is a time only behind "at"; "9." and "9:" end a sentence.
  if (time === undefined || (lead ?? mark ?? halfOfDay) === undefined) return undefined
  if (mark !== undefined && mark.toLowerCase() !== 'h' && minutes === undefined) return undefined
  const start = hourOf(Number(hours), halfOfDay)
  if (start === undefined || Number(minutes ?? 0) > 59) return undefined
  return { minute: start + Number(minutes ?? 0), length: time.length }
}

/** `570` -> `9:30`. */
export const timeInWords = (minute: number): string =>
  `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`

function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour > 23 ? undefined : hour * 60
  if (hour < 1 || hour > 12) return undefined
  return ((hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)) * 60
}
