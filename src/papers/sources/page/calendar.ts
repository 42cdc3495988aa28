/** A day as the page writes it: "Nov 6" (this year or unknown) or "Oct 7, 2024". */
export type PageDay = { month: number; day: number; year?: number }

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const written = /^([a-z]{3})[a-z]{0,6}\.? (\d{1,2})(?:(?:st|nd|rd|th)?,? (\d{4}))?$/i

/** Reads "Mar 13", "March 13" or "Oct 7, 2024"; undefined for anything else. */
export function pageDay(text: string): PageDay | undefined {
  const [, month = '', day, year] = written.exec(text) ?? []
  const index = months.indexOf(month.toLowerCase())
  if (index < 0 || Number(day) < 1 || Number(day) > 31) return undefined
  return { month: index + 1, day: Number(day), ...(year !== undefined && { year: Number(year) }) }
}

function isoDay(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 ? date.toISOString().slice(0, 10) : undefined
}

/** The ISO day; without a year the latest such day that is not after today (UTC). Undefined for Feb 31. */
export function resolveDay({ year, month, day }: PageDay, today: Date): string | undefined {
  if (year !== undefined) return isoDay(year, month, day)
  const latest = today.toISOString().slice(0, 10)
  // Eight years always hold a 29 February, also around 1900 and 2100.
  for (let candidate = today.getUTCFullYear(); candidate >= today.getUTCFullYear() - 8; candidate -= 1) {
    const iso = isoDay(candidate, month, day)
    if (iso !== undefined && iso <= latest) return iso
  }
  return undefined
}
