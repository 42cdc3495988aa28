import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { latestRun, nextRun, nextRuns } from '../../src/digests/schedule.ts'
import { isTimeZone } from '../../src/digests/zones.ts'
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

const runs = (schedule: Schedule, after: string, count: number) =>
  nextRuns(schedule, new Date(after), count).map(({ at, day }) => `${day} at ${at.toISOString()}`)

describe('a schedule', () => {
  it('runs at its minute of its weekdays, after a moment and not at it', () => {
    const schedule: Schedule = { minute: 570, days: [1, 5], zone: 'Europe/Paris' }
    expect(runs(schedule, '2026-11-23T08:30:00Z', 3)).toEqual([
      '2026-11-27 at 2026-11-27T08:30:00.000Z',
      '2026-11-30 at 2026-11-30T08:30:00.000Z',
      '2026-12-04 at 2026-12-04T08:30:00.000Z',
    ])
    expect(runs(schedule, '2026-11-23T08:29:59.999Z', 1)).toEqual(['2026-11-23 at 2026-11-23T08:30:00.000Z'])
    expect(latestRun(schedule, new Date('2026-11-27T08:30:00Z')).day).toBe('2026-11-27')
    expect(latestRun(schedule, new Date('2026-11-27T08:29:59Z')).day).toBe('2026-11-23')
  })

  it('runs when clocks jump over its time, and once when its time comes twice', () => {
    const schedule: Schedule = { minute: 150, days: everyDay, zone: 'Europe/Paris' }
    expect(runs(schedule, '2026-03-28T12:00:00Z', 2)).toEqual([
      '2026-03-29 at 2026-03-29T01:00:00.000Z',
      '2026-03-30 at 2026-03-30T00:30:00.000Z',
    ])
    expect(runs(schedule, '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25 at 2026-10-25T00:30:00.000Z',
      '2026-10-26 at 2026-10-26T01:30:00.000Z',
    ])
  })

  it('keeps its day when clocks jump over the end of it', () => {
    const schedule: Schedule = { minute: 23 * 60 + 30, days: everyDay, zone: 'America/Scoresbysund' }
    expect(runs(schedule, '2026-03-28T12:00:00Z', 2)).toEqual([
      '2026-03-28 at 2026-03-29T01:00:00.000Z',
      '2026-03-29 at 2026-03-30T00:30:00.000Z',
    ])
  })

  it('has no run on a date that a zone left out', () => {
    const schedule: Schedule = { minute: 0, days: everyDay, zone: 'Pacific/Apia' }
    const days = nextRuns(schedule, new Date('2011-12-28T12:00:00Z'), 3).map(({ day }) => day)
    expect(days).toEqual(['2011-12-29', '2011-12-31', '2012-01-01'])
  })

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

  it('finds the same runs forward and backward', () => {
    const schedules = fc.record({
      minute: fc.integer({ min: 0, max: 1439 }),
      days: fc.subarray([...everyDay], { minLength: 1 }),
      zone: fc.constantFrom(...zones),
    })
    const moments = fc.date({ min: new Date('1995-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(schedules, moments, (schedule, moment) => {
        const next = nextRun(schedule, moment)
        const latest = latestRun(schedule, moment)
        expect(next.at.getTime()).toBeGreaterThan(moment.getTime())
        expect(latest.at.getTime()).toBeLessThanOrEqual(moment.getTime())
        expect(nextRun(schedule, latest.at)).toEqual(next)
        expect(latestRun(schedule, next.at)).toEqual(next)
        expect(latestRun(schedule, new Date(next.at.getTime() - 1))).toEqual(latest)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('a time zone', () => {
  it('is known by its IANA name', () => {
    expect(zones.every(isTimeZone)).toBe(true)
    expect(isTimeZone('europe/paris')).toBe(true)
    for (const name of ['', 'Paris', 'Europe/Atlantis', 'Mars/Olympus']) expect(isTimeZone(name)).toBe(false)
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
