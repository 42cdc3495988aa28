import { z } from 'zod'

const Parts = z.object({
  'date-parts': z.array(z.array(z.coerce.string())).optional(),
  raw: z.unknown().optional(),
})

/** "2017", "2017-06", "2017-06-12", a moment, or parts of a date as CSL writes them; undefined for anything else. */
export function partialDay(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  const { data } = Parts.safeParse(value)
  if (data) {
    const parts = data['date-parts']?.[0]?.map((part) => part.padStart(2, '0'))
    return partialDay(parts?.join('-') ?? data.raw)
  }
  const said = String(typeof value === 'number' ? value : typeof value === 'string' ? value.trim() : '')
  const [, year, month, day] =
    /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2})(?=$|[T\s/]))?)?(?=$|[T/]|\s\d\d:)/.exec(said) ?? []
  if (year === undefined) return spokenDay(said)
  const whole = [
    year,
    ...[month, day].flatMap((part) => (part === undefined || part === '00' ? [] : part.padStart(2, '0'))),
  ].join('-')
  return whole.length < 10 || z.iso.date().safeParse(whole).success ? whole : year
}

/** "2026 Feb 20", "Fri, 20 Feb 2026 00:00:00 -0500", "May 2025"; else the only year in it. */
function spokenDay(said: string): string | undefined {
  const { zone = 'UTC' } = /(?<zone>GMT|UTC|Z|[+-]\d{4})$/.exec(said)?.groups ?? {}
  const time = /[a-z]{3}/i.test(said)
    ? Date.parse(said.endsWith(zone) ? said : `${said} ${zone}`)
    : Number.NaN
  const day = Number.isNaN(time) ? undefined : new Date(time).toISOString()
  const hasDay = /\d{1,2}\D{1,20}\d{4}|\d{4}\D{1,20}\d{1,2}/.test(said)
  return day?.slice(0, hasDay ? 10 : 7) ?? /\b(?:1[5-9]|20)\d\d\b/.exec(said)?.[0]
}

/** The day of an ISO date or time. */
export function dayOf(date: string | undefined): string | undefined {
  return date === undefined ? undefined : z.iso.date().safeParse(date.slice(0, 10)).data
}
