const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const day = 24 * 3_600_000

/**
 * The ISO day that words stand for: `2025-03-13`, `yesterday`, `mon` (the last one), `13 March` (the last one).
 *
 * @param today the local ISO day
 */
export function readDay(said: string, today: string): string | undefined {
  const words = said.toLowerCase().replace(/^(?:of|on|for|last)\s+/, '')
  const midnight = Date.parse(today)
  if (/^\d{4}-\d\d-\d\d$/.test(words)) return isoOf(Date.parse(words)) === words ? words : undefined
  if (words === 'yesterday') return isoOf(midnight - day)
  const weekday = words.length < 3 ? -1 : names.findIndex((name) => name.startsWith(words))
  if (weekday >= 0) return isoOf(midnight - ((new Date(midnight).getUTCDay() - weekday + 7) % 7) * day)
  const [, before, name = '', after, year] =
    /^(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([a-z]{3,9})\.?(?:\s+(\d{1,2})(?:st|nd|rd|th)?)?(?:,?\s+(\d{4}))?$/.exec(
      words,
    ) ?? []
  const month = months.indexOf(name.slice(0, 3))
  const date = Number(before ?? after)
  if (month < 0 || Number.isNaN(date)) return undefined
  const inYear = (number: number) => {
    const iso = isoOf(Date.UTC(number, month, date))
    return Number(iso?.slice(8)) === date ? iso : undefined
  }
  if (year !== undefined) return inYear(Number(year))
  const thisYear = inYear(Number(today.slice(0, 4)))
  return thisYear !== undefined && thisYear > today ? inYear(Number(today.slice(0, 4)) - 1) : thisYear
}

/** The local ISO day of a moment. */
export const localDay = (moment: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short' }).format(moment)

function isoOf(midnight: number): string | undefined {
  return Number.isNaN(midnight) ? undefined : new Date(midnight).toISOString().slice(0, 10)
}
