import type { Weekday } from '../store/subscriptions.ts'

const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]
export const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5]
const weekend: readonly Weekday[] = [6, 7]
const names = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
const lead = '(?:(?:on|every)\\s+)*'
const boundary = '(?=\\s|,|$)'
const name =
  '(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)s?'
const listed = new RegExp(
  `^${lead}(${name}(?:(?:\\s*,\\s*(?:and\\s+)?|\\s+and\\s+|\\s+)${name})*)${boundary}`,
  'i',
)
const alternately = new RegExp(
  `^(?:on\\s+)?(?:(?:on\\s+)?alternate days|every (?:other|second) (?:day|morning)|every (?:2|two) days)${boundary}`,
  'i',
)
const groups: readonly (readonly [RegExp, readonly Weekday[]])[] = [
  [new RegExp(`^(?:on\\s+)?(?:daily|every ?day|(?:every|each) morning)${boundary}`, 'i'), everyDay],
  [
    new RegExp(
      `^(?:${lead}(?:weekdays?|workdays?|working days)|not (?:on |at )?(?:the )?weekends?)${boundary}`,
      'i',
    ),
    weekdays,
  ],
  [new RegExp(`^${lead}(?:the\\s+)?weekends?${boundary}`, 'i'), weekend],
  [new RegExp(`^(?:once a week|weekly|(?:every|each) week)${boundary}`, 'i'), [1]],
]

/** Days at the beginning of a line, whether every other one of them is meant, and how much of the line they are. */
export function readDays(
  rest: string,
): { days: readonly Weekday[]; alternate: boolean; length: number } | undefined {
  const [other] = alternately.exec(rest) ?? []
  if (other !== undefined) return { days: everyDay, alternate: true, length: other.length }
  for (const [form, days] of groups) {
    const [said] = form.exec(rest) ?? []
    if (said !== undefined) return { days, alternate: false, length: said.length }
  }
  const [said, list = ''] = listed.exec(rest) ?? []
  if (said === undefined) return undefined
  const chosen = list.match(new RegExp(name, 'gi')) ?? []
  const starts = chosen.map((day) => day.slice(0, 3).toLowerCase())
  const days = everyDay.filter((day) => starts.includes(shortOf(day)))
  return { days, alternate: false, length: said.length }
}

/** As they are typed: `weekdays`, `daily`, `mon,thu`, `every other day`. */
export function daysTyped(days: readonly Weekday[], alternate = false): string {
  if (alternate) return 'every other day'
  if (isSame(days, everyDay)) return 'daily'
  if (isSame(days, weekdays)) return 'weekdays'
  return days.map(shortOf).join(',')
}

/** As they are read: `Every weekday`, `Every day`, `Every Monday and Thursday`, `Every other day`. */
export function daysInWords(days: readonly Weekday[], alternate = false): string {
  if (alternate) return 'Every other day'
  if (isSame(days, everyDay)) return 'Every day'
  if (isSame(days, weekdays)) return 'Every weekday'
  const list = new Intl.ListFormat('en', { type: 'conjunction' })
  return `Every ${list.format(days.map((day) => names[day - 1] ?? ''))}`
}

const shortOf = (day: Weekday): string => (names[day - 1] ?? '').slice(0, 3).toLowerCase()
const isSame = (one: readonly Weekday[], other: readonly Weekday[]): boolean => one.join() === other.join()
