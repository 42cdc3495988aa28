import { expect, it } from 'vitest'
import { claimDue } from '../../src/digests/claim-due.ts'
import { toDelivery } from '../../src/digests/delivery.ts'
import { nextRun } from '../../src/digests/schedule.ts'
import type { Held } from '../../src/jobs/holder.ts'
import { createRunner } from '../../src/jobs/runner.ts'
import { openStore } from '../../src/store/open.ts'
import { postsOf } from '../../src/store/queues.ts'

/** Clocks of nine zones: some change at other times than others, one by half an hour, some never. */
const zones = [
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/Santiago',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Pacific/Auckland',
]
const quarter = 15 * 60_000
const day = 24 * 3_600_000

/** The clocks of all of them are changed within these weeks. */
it.each([
  ['spring', '2026-03-01', '2026-04-20'],
  ['autumn', '2026-09-01', '2026-11-10'],
])(
  'posts come once a day at nine on the wall in nine zones, through the changes of %s',
  async (_, from, until) => {
    let now = Date.parse(from)
    const clock = { now: () => new Date(now) }
    const store = await openStore('sqlite::memory:')
    const log = {
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: () => undefined,
    }
    const { subscriptions, jobs } = store
    const queue = createRunner({ store, clock, log }).queue(postsOf('slack'), { mostDeaths: 9 })
    for (const [index, zone] of zones.entries()) {
      const schedule = { minute: 540, days: [1, 2, 3, 4, 5, 6, 7] as const, zone }
      await subscriptions.put({
        id: `s${index}`,
        to: { platform: 'slack', workspace: 'T1', kind: 'channel', channel: zone },
        owner: { id: 'ada' },
        schedule,
        top: 3,
        quiet: 'silence',
        less: [],
        createdAt: clock.now(),
        nextDue: nextRun(schedule, clock.now()).at,
      })
    }
    const posted: { zone: string; at: Date; held: Held }[] = []
    for (; now < Date.parse(until); now += quarter) {
      const due = await subscriptions.due('slack', clock.now(), 100)
      for (const held of await claimDue(due, clock.now(), { subscriptions, jobs, queue })) {
        const zone = due.find(({ id }) => id === toDelivery(held.job).subscription)?.schedule.zone ?? ''
        posted.push({ zone, at: clock.now(), held })
      }
    }
    const days = (Date.parse(until) - Date.parse(from)) / day
    for (const zone of zones) {
      const wall = new Intl.DateTimeFormat('sv-SE', {
        timeZone: zone,
        dateStyle: 'short',
        timeStyle: 'short',
      })
      const shown = posted.filter((one) => one.zone === zone).map(({ at }) => wall.format(at))
      expect(shown.length, zone).toBeGreaterThanOrEqual(days - 1)
      expect(new Set(shown.map((time) => time.slice(0, 10))).size, zone).toBe(shown.length)
      expect(new Set(shown.map((time) => time.slice(11))), zone).toEqual(new Set(['09:00']))
    }
    await store.close()
  },
)
