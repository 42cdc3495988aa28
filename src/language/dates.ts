/** A day, a month or a year as a text names it; what it does not say is left out. */
export type NamedDate = { year?: number; month: number; day?: number }

/** English, and the languages in which answers are written most; others name months so that nothing is read. */
const locales = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl']
const months: ReadonlyMap<string, number> = new Map(
  locales.flatMap((locale) =>
    Array.from({ length: 12 }, (_, month) => {
      const name = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(
        Date.UTC(2024, month, 1),
      )
      return [name.toLowerCase(), month + 1] as const
    }),
  ),
)
const name = `(?<![\\p{L}])(?:${[...months.keys()].join('|')})(?![\\p{L}])`
const forms: readonly RegExp[] = [
  /(?<year>\d{4})-(?<month>\d{2})(?:-(?<day>\d{2}))?(?!\d)/gu,
  /(?<year>\d{4})\s?[年년]\s?(?<month>\d{1,2})\s?[月월](?:\s?(?<day>\d{1,2})\s?[日号일])?/gu,
  new RegExp(
    `(?:(?<day>\\d{1,2})(?:st|nd|rd|th|\\.|er|º)?\\s(?:of\\s|de\\s)?)(?<month>${name})(?:,?\\s(?:de\\s|of\\s)?(?<year>\\d{4}))?`,
    'giu',
  ),
  new RegExp(`(?<month>${name})\\s(?<day>\\d{1,2})(?:st|nd|rd|th)?(?!\\d)(?:,?\\s(?<year>\\d{4}))?`, 'giu'),
  new RegExp(`(?<month>${name}),?\\s(?:de\\s|of\\s)?(?<year>\\d{4})`, 'giu'),
]

/** The dates of a text with at least a month, and the text without them. Linear in the text. */
export function datesIn(text: string): { dates: readonly NamedDate[]; rest: string } {
  const dates: NamedDate[] = []
  let rest = text
  for (const form of forms)
    rest = rest.replace(form, (...match: unknown[]) => {
      const { year, month = '', day } = Object(match.at(-1))
      const number = months.get(String(month).toLowerCase()) ?? Number(month)
      if (!(number >= 1 && number <= 12)) return String(match[0])
      dates.push({
        month: number,
        ...(year !== undefined && { year: Number(year) }),
        ...(day !== undefined && { day: Number(day) }),
      })
      return ' '
    })
  return { dates, rest }
}

/** Whether a known date says all that another one says. */
export function saysDate(claimed: NamedDate, known: NamedDate): boolean {
  return (
    claimed.month === known.month &&
    (claimed.year === undefined || claimed.year === known.year) &&
    (claimed.day === undefined || claimed.day === known.day)
  )
}
