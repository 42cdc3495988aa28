import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { latestRun, nextRun, nextRuns } from '../../src/digests/schedule.ts'
import { isTimeZone } from '../../src/digests/zones.ts'
import type { Schedule, Weekday } from '../../src/store/subscriptions.ts'

const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]
const zones = Intl.supportedValuesOf('timeZone')

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
