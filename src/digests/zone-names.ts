import { isTimeZone } from './zones.ts'

/** Abbreviations with the zones they may mean: most mean one clock, whatever the season, and some several. */
const abbreviations: Readonly<Record<string, readonly string[]>> = {
  utc: ['UTC'],
  gmt: ['UTC'],
  cet: ['Europe/Berlin'],
  cest: ['Europe/Berlin'],
  bst: ['Europe/London'],
  est: ['America/New_York'],
  edt: ['America/New_York'],
  mst: ['America/Denver'],
  mdt: ['America/Denver'],
  pst: ['America/Los_Angeles'],
  pdt: ['America/Los_Angeles'],
  jst: ['Asia/Tokyo'],
  ist: ['Asia/Kolkata', 'Europe/Dublin', 'Asia/Jerusalem'],
  cst: ['America/Chicago', 'Asia/Shanghai'],
}
const offset = /^(?:utc|gmt)\s*([+-])\s*(\d{1,2})(?::?00)?$/i
const names = ['UTC', ...Intl.supportedValuesOf('timeZone')]
const fold = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s_]+/g, ' ')
    .trim()
const cityOf = (name: string): string => fold(name.split('/').at(-1) ?? name)
const byName = new Map(names.map((name) => [fold(name), name]))
const byCity = Map.groupBy(names, cityOf)

/**
 * The time zones a person may mean: an IANA name, a city of one, an abbreviation, or a whole offset such as `UTC+2`.
 * Several when it is ambiguous, none when it is no zone.
 */
export function zonesNamed(said: string): readonly string[] {
  const name = fold(said)
  const [, sign, hours] = offset.exec(name) ?? []
  if (sign !== undefined) {
    // Etc/GMT counts westwards: clocks two hours ahead of UTC are Etc/GMT-2.
    const zone = Number(hours) === 0 ? 'UTC' : `Etc/GMT${sign === '+' ? '-' : '+'}${Number(hours)}`
    return isTimeZone(zone) ? [zone] : []
  }
  const exact = byName.get(name)
  if (exact !== undefined) return [exact]
  // Names that Intl knows under another spelling, such as Asia/Calcutta.
  if (said.includes('/') && isTimeZone(said.trim())) return [said.trim()]
  return abbreviations[name] ?? byCity.get(name) ?? []
}

/** Zones for a name that is still being typed, those whose city begins with it first. */
export function zonesLike(typed: string, limit: number): readonly string[] {
  const said = fold(typed)
  const cities = names.filter((name) => cityOf(name).startsWith(said))
  const holding = names.filter((name) => fold(name).includes(said))
  return [...new Set([...zonesNamed(typed), ...cities, ...holding])].slice(0, limit)
}
