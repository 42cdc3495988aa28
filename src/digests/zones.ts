import { LRUCache } from 'lru-cache'
import { Temporal } from 'temporal-polyfill'

/**
 * Wall clocks as numbers: milliseconds since 1970 as if the local date and time were UTC. Each zone's offsets are
 * looked up once a year, so that thousands of schedules are computed in no time.
 */

/** Clocks are ahead of UTC by `offset` milliseconds from one moment until another. */
type Span = { from: number; until: number; offset: number }

/** By zone, then by year. */
const known = new LRUCache<string, Map<number, readonly Span[]>>({ max: 1_000 })

/** Days by which what is kept for a year reaches into its neighbors: no clock is further from UTC. */
const margin = 2 * 24 * 3_600_000

/** Whether the name is one that clocks can be set by, such as `Europe/Paris`; letters may be small or large. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined
  } catch {
    return false
  }
}

/** What clocks in a zone show at a moment. */
export function wallClock(zone: string, moment: number): number {
  const span = spansAround(zone, moment).find(({ until }) => moment < until)
  return moment + (span?.offset ?? 0)
}

/**
 * The first moment at which clocks in a zone show this date and time, or the one at which they jump over it.
 *
 * @throws RangeError when there is no such zone
 */
export function momentOf(zone: string, shown: number): number {
  const span = spansAround(zone, shown).find(({ until, offset }) => shown - offset < until)
  return Math.max(shown - (span?.offset ?? 0), span?.from ?? shown)
}

/** The offsets of a zone from shortly before the year of a moment until shortly after it. */
function spansAround(zone: string, moment: number): readonly Span[] {
  const years = known.get(zone) ?? new Map<number, readonly Span[]>()
  const year = new Date(moment).getUTCFullYear()
  const remembered = years.get(year)
  if (remembered) return remembered
  const found = findSpans(zone, Date.UTC(year, 0, 1) - margin, Date.UTC(year + 1, 0, 1) + margin)
  known.set(zone, years.set(year, found))
  return found
}

function findSpans(zone: string, from: number, until: number): readonly Span[] {
  const found: Span[] = []
  let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone)
  for (;;) {
    const next = at.getTimeZoneTransition('next')
    const span = { from: at.epochMilliseconds, offset: at.offsetNanoseconds / 1e6 }
    if (!next || next.epochMilliseconds >= until) return [...found, { ...span, until: Infinity }]
    found.push({ ...span, until: next.epochMilliseconds })
    at = next
  }
}
