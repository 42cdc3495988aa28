import type { Schedule, Weekday } from '../store/subscriptions.ts'
import { momentOf, wallClock } from './zones.ts'

/** One moment at which a post is due, and the local ISO day it is for. */
export type Run = { at: Date; day: string }

const minute = 60_000
const day = 24 * 60 * minute

/**
 * The first run after a moment (not at it). Every local day of the schedule has exactly one run: at the wall clock's
 * time, the first of the two when that comes twice, or the moment clocks jump over it. A date that a zone leaves out
 * altogether, as Samoa did in 2011, has none.
 */
export function nextRun(schedule: Schedule, after: Date): Run {
  const { zone } = schedule
  // A run that clocks jumped over may lie on the date behind its own, so the day before is looked at, too.
  let midnight = Math.floor(wallClock(zone, after.getTime()) / day) * day - day
  for (;;) {
    const at = runOn(midnight, schedule)
    if (at !== undefined && at > after.getTime()) return { at: new Date(at), day: isoDay(midnight) }
    midnight += day
  }
}

/** The moment before an ISO day begins on the clock of a zone. */
export const beforeDay = (zone: string, isoDay: string): Date =>
  new Date(momentOf(zone, Date.parse(isoDay)) - 1)

/** A moment, or the end of a pause that lies behind it: its next post is the first run after that. */
export function afterPause({ zone }: Schedule, pausedUntil: string | undefined, now: Date): Date {
  const end = pausedUntil === undefined ? now : beforeDay(zone, pausedUntil)
  return end > now ? end : now
}

/** The first runs after a moment, soonest first. */
export function nextRuns(schedule: Schedule, after: Date, count: number): readonly Run[] {
  const runs: Run[] = []
  while (runs.length < count) runs.push(nextRun(schedule, runs.at(-1)?.at ?? after))
  return runs
}

/** The last run up to a moment (or at it), however long ago. */
export function latestRun(schedule: Schedule, until: Date): Run {
  let midnight = Math.floor(wallClock(schedule.zone, until.getTime()) / day) * day
  for (;;) {
    const at = runOn(midnight, schedule)
    if (at !== undefined && at <= until.getTime()) return { at: new Date(at), day: isoDay(midnight) }
    midnight -= day
  }
}

/** The moment of the run for a local date, if it has one; the date is given by its midnight as if it were UTC. */
function runOn(midnight: number, { zone, days, minute: time, alternate }: Schedule): number | undefined {
  if (!days.includes(weekday(midnight))) return undefined
  if (alternate !== undefined && ((midnight - Date.parse(alternate)) / day) % 2 !== 0) return undefined
  const shown = midnight + time * minute
  const at = momentOf(zone, shown)
  if (wallClock(zone, at) === shown) return at
  return momentOf(zone, midnight) < momentOf(zone, midnight + day) ? at : undefined
}

/** 1 January 1970 was a Thursday. */
function weekday(midnight: number): Weekday {
  const weekdays: readonly Weekday[] = [4, 5, 6, 7, 1, 2, 3]
  const index = (midnight / day) % 7
  return weekdays[index < 0 ? index + 7 : index] ?? 4
}

const isoDay = (midnight: number): string => new Date(midnight).toISOString().slice(0, 10)
