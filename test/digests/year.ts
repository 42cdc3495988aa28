import { randomUUID } from 'node:crypto'
import { nextRun } from '../../src/digests/schedule.ts'
import { createSender } from '../../src/digests/send.ts'
import { createRunner } from '../../src/jobs/runner.ts'
import { makePaper } from '../../src/papers/make-paper.ts'
import type { Deliver } from '../../src/platform/deliver.ts'
import { placeKey } from '../../src/store/json-columns.ts'
import { openStore } from '../../src/store/open.ts'
import type { Schedule, Subscription, Weekday } from '../../src/store/subscriptions.ts'
import { silentLog } from './posting.ts'

const minute = 60_000
const day = 24 * 60 * minute
const start = new Date('2026-01-01T00:00:00Z')
const end = start.getTime() + 365 * day
/** Most are for workdays, as people ask for them; some for every day, some for one day a week. */
const wantedWeeks: readonly (readonly Weekday[])[] = [
  [1, 2, 3, 4, 5],
  [1, 2, 3, 4, 5],
  [1, 2, 3, 4, 5],
  [1, 2, 3, 4, 5, 6, 7],
  [1],
]

export type Year = {
  subscriptions: number
  posts: number
  /** Posts that came on a day or at a time that was not theirs, came twice or did not come. */
  wrong: number
  milliseconds: number
}

/**
 * A year of ticks over the real store in memory, with a clock that jumps from one due moment to the next: subscriptions in all zones, and posts that are
 * only noted down. Every subscription must have had exactly the posts of its schedule, each at its moment.
 */
export async function simulateYear(count: number, weeks = wantedWeeks): Promise<Year> {
  let time = start.getTime()
  const clock = { now: () => new Date(time) }
  const store = await openStore('sqlite::memory:', clock)
  const subscriptions = makeSubscriptions(count, weeks)
  for (const subscription of subscriptions) await store.subscriptions.put(subscription)
  const paper = makePaper({
    title: 'A paper of each day',
    abstract: 'We are sent every day.',
    source: 'test',
  })
  await store.papers.put([paper])
  const posts = new Map<string, number[]>(subscriptions.map(({ to }) => [placeKey(to), []]))
  const deliver: Deliver = async (to, _, { key }) => {
    posts.get(placeKey(to))?.push(time)
    return { kind: 'posted', conversation: key }
  }
  const sendDue = createSender({
    // What was said is not kept: there is no room for millions of turns in memory.
    store: { ...store, turns: { ...store.turns, append: async () => undefined } },
    platform: 'slack',
    deliver,
    isConnected: () => true,
    compose: async () => ({
      turn: randomUUID(),
      choices: [{ paper: paper.id, gist: [], votes: 0, why: 'new' }],
    }),
    clock,
    runner: createRunner({ store, clock, log: silentLog }),
    log: silentLog,
    concurrency: 1_000,
    longestAttempt: minute,
  })
  const { signal } = new AbortController()
  const started = performance.now()
  let forgotten = time
  while (time < end) {
    await sendDue({ isMine: () => true }, signal)
    const [next] = await store.subscriptions.next(1)
    time = next?.nextDue.getTime() ?? end
    if (time > forgotten + day)
      await store.jobs.forget({ plain: new Date(time), outcomes: new Date(time - day) })
    if (time > forgotten + day) forgotten = time
  }
  const milliseconds = performance.now() - started
  await store.close()

  const wrong = subscriptions.map(({ schedule, to }) =>
    countWrong(runsOf(schedule), posts.get(placeKey(to)) ?? []),
  )
  return {
    subscriptions: count,
    posts: [...posts.values()].reduce((sum, times) => sum + times.length, 0),
    wrong: wrong.reduce((sum, number) => sum + number, 0),
    milliseconds,
  }
}

/** How long the due moments of a year take alone, without a store and without posts. */
export function timeSchedules(count: number) {
  const schedules = makeSubscriptions(count, wantedWeeks).map(({ schedule }) => schedule)
  const started = performance.now()
  const runs = schedules.reduce((sum, schedule) => sum + runsOf(schedule).length, 0)
  return { subscriptions: count, runs, milliseconds: performance.now() - started }
}

function makeSubscriptions(count: number, weeks: typeof wantedWeeks): readonly Subscription[] {
  const zones = Intl.supportedValuesOf('timeZone')
  return Array.from({ length: count }, (_, index) => {
    const schedule: Schedule = {
      minute: (index * 15) % (24 * 60),
      days: weeks[index % weeks.length] ?? [1],
      zone: zones[index % zones.length] ?? 'UTC',
    }
    return {
      id: `s${index}`,
      to: { platform: 'slack', workspace: 'T1', kind: 'channel', channel: `C${index}` },
      owner: { id: 'ada' },
      schedule,
      top: 1,
      quiet: 'silence',
      less: [],
      createdAt: start,
      nextDue: nextRun(schedule, start).at,
    }
  })
}

function runsOf(schedule: Schedule): readonly number[] {
  const runs: number[] = []
  for (let { at } = nextRun(schedule, start); at.getTime() < end; at = nextRun(schedule, at).at)
    runs.push(at.getTime())
  return runs
}

const countWrong = (due: readonly number[], sent: readonly number[]): number =>
  Array.from({ length: Math.max(due.length, sent.length) }, (_, index) => due[index] !== sent[index]).filter(
    Boolean,
  ).length
