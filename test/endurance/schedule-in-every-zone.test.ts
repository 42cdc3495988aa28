import { describe, expect, it } from 'vitest'
import { nextRun, nextRuns } from '../../src/digests/schedule.ts'
import type { Schedule, Weekday } from '../../src/store/subscriptions.ts'

const minute = 60_000
const hour = 60 * minute
const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]
const zones = Intl.supportedValuesOf('timeZone')
const year = 2026
const newYear = (offset = 0) => Date.UTC(year + offset, 0, 1)

/** What clocks in a zone show, by the platform itself: milliseconds as if it were UTC. */
function clockIn(zone: string): (moment: number) => number {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  return (moment) => Date.parse(`${format.format(moment).replace(' ', 'T')}Z`)
}

/** The moments of a year at which clocks in a zone are changed, found by looking at them. */
function changesIn(zone: string): readonly number[] {
  const shows = clockIn(zone)
  const offset = (moment: number) => shows(moment) - moment
  const changes: number[] = []
  for (let moment = newYear(); moment < newYear(1); moment += 6 * hour) {
    if (offset(moment) === offset(moment + 6 * hour)) continue
    let [before, after] = [moment, moment + 6 * hour]
    while (after - before > minute) {
      const middle = before + Math.floor((after - before) / 2 / minute) * minute
      if (offset(middle) === offset(before)) before = middle
      else after = middle
    }
    changes.push(after)
  }
  return changes
}

describe('a schedule', () => {
  it('meets every change of every zone in a year as its clocks show it', () => {
    let changes = 0
    for (const zone of zones)
      for (const change of changesIn(zone)) {
        changes++
        expectRunsAround(zone, change)
      }
    expect(changes).toBeGreaterThan(200)
  })

  it('runs once on each local day of a year in every zone, at the right minute unless clocks jump over it', () => {
    for (const [index, zone] of zones.entries()) {
      const schedule: Schedule = { minute: (index * 211) % 1440, days: everyDay, zone }
      const shows = clockIn(zone)
      const changes = changesIn(zone)
      const found = nextRuns(schedule, new Date(newYear() - 36 * hour), 368)
      const first = Date.parse(found[0]?.day ?? '')
      for (const [count, { at, day }] of found.entries()) {
        const midnight = first + count * 24 * hour
        expect(day).toBe(new Date(midnight).toISOString().slice(0, 10))
        if (shows(at.getTime()) !== midnight + schedule.minute * minute)
          expect(changes, `${zone} ${day}`).toContain(at.getTime())
        expect(at.getTime()).toBeGreaterThan(found[count - 1]?.at.getTime() ?? 0)
      }
    }
  })
})

/** Compares the runs of three days with the minutes in which clocks show them, at times near the change. */
function expectRunsAround(zone: string, change: number): void {
  const shows = clockIn(zone)
  const [before, after] = [shows(change - minute) - change + minute, shows(change) - change]
  const shown = (moment: number) => moment + (moment < change ? before : after)
  const today = Math.floor(shown(change) / (24 * hour)) * 24 * hour
  const firstShown = new Map<number, number>()
  for (let moment = change - 60 * hour; moment < change + 60 * hour; moment += minute)
    if (!firstShown.has(shown(moment))) firstShown.set(shown(moment), moment)
  for (const near of [before, after].map((offset) => change + offset))
    for (const distance of [-61, -60, -31, -1, 0, 1, 29, 30, 59, 60]) {
      const time = (((near / minute + distance) % 1440) + 1440) % 1440
      const schedule: Schedule = { minute: time, days: everyDay, zone }
      for (const midnight of [today - 24 * hour, today, today + 24 * hour]) {
        const expected = firstShown.get(midnight + time * minute) ?? change
        const found = nextRun(schedule, new Date(expected - minute))
        expect([zone, time, found.at.getTime()]).toEqual([zone, time, expected])
        expect(found.day).toBe(new Date(midnight).toISOString().slice(0, 10))
      }
    }
}
