import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepDoing, type Recurring } from '../../src/jobs/recurring.ts'
import { createRunner } from '../../src/jobs/runner.ts'
import type { JobLog } from '../../src/store/jobs.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { leaveDeadly } from '../contracts/store-jobs.ts'
import { silentLog as log } from '../digests/posting.ts'

const second = 1_000
const clock = { now: () => new Date() }
const name = 'tidying'
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

let store: Store
let stops: (() => Promise<void>)[]
beforeEach(async () => {
  vi.useFakeTimers()
  store = await openStore('sqlite::memory:')
  stops = []
})
afterEach(async () => {
  await Promise.all([...stops.map((stop) => stop()), pass(60 * second)])
  vi.useRealTimers()
  await store.close()
})

/** One process of several that do this. */
function startProcess(
  work: Recurring['work'],
  { jobs = store.jobs, ...more }: Partial<Pick<Recurring, 'isReady' | 'leads'>> & { jobs?: JobLog } = {},
) {
  const runner = createRunner({ store: { jobs }, clock, log })
  const stopping = new AbortController()
  const ended = keepDoing({ name, work, ...more }, { runner, log }, stopping.signal)
  const stop = async () => {
    stopping.abort()
    await Promise.all([ended, pass(10 * second)])
  }
  stops.push(stop)
  return { runner, stop }
}

describe('recurring work', () => {
  it('is done by one of several processes at a time, each time it is due', async () => {
    const times: number[] = []
    const work = async () => {
      times.push(Date.now())
      await new Promise((resolve) => setTimeout(resolve, 30 * second))
      return 60 * second
    }
    for (let process = 0; process < 3; process++) startProcess(work)
    await pass(300 * second)
    expect(times).toHaveLength(4)
    for (const [index, time] of times.slice(1).entries())
      expect(time - (times[index] ?? 0)).toBeGreaterThanOrEqual(90 * second)
  })

  it('is handed over at once when its process stops, and goes on from what was noted', async () => {
    const first = startProcess(async (held, signal) => {
      await held.note('half')
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      return 0
    })
    await pass(second)
    await first.stop()
    const seen: unknown[] = []
    startProcess(async ({ job }) => seen.push(job.notes) && 3_600 * second)
    await pass(2 * second)
    expect(seen).toEqual(['half'])
  })

  it('is due at once when somebody hurries it, in whichever process', async () => {
    let rounds = 0
    const work = async () => {
      rounds += 1
      return 3_600 * second
    }
    startProcess(work)
    const other = startProcess(work)
    await pass(2 * second)
    expect(rounds).toBe(1)
    await other.runner.hurry(name)
    await pass(2 * second)
    expect(rounds).toBe(2)
    // By hand it is due whenever somebody wants it, unless it is under way.
    const lease = await other.runner.lease(name, true)
    expect(lease).toBeDefined()
    expect(await other.runner.lease(name, true)).toBeUndefined()
    await lease?.release(0)
    await pass(2 * second)
    expect(rounds).toBe(3)
  })

  it('waits for its process to be ready', async () => {
    let isReady = false
    let rounds = 0
    startProcess(async () => ++rounds * 3_600 * second, { isReady: () => isReady })
    await pass(60 * second)
    expect(rounds).toBe(0)
    isReady = true
    await pass(2 * second)
    expect(rounds).toBe(1)
  })

  it('is tried again, ever later, when it fails', async () => {
    const times: number[] = []
    startProcess(async () => {
      times.push(Date.now())
      throw new Error('It is down.')
    })
    await pass(1_800 * second)
    const waits = times.slice(1).map((time, index) => Math.round((time - (times[index] ?? 0)) / second))
    expect(waits.slice(0, 3).every((wait, index) => Math.abs(wait - 5 * 2 ** index) <= 2)).toBe(true)
    expect(Math.max(...waits)).toBeLessThanOrEqual(302)
  })

  it('begins once the database answers', async () => {
    let isDown = true
    const jobs: JobLog = {
      ...store.jobs,
      add: (...given) => (isDown ? Promise.reject(new Error('down')) : store.jobs.add(...given)),
    }
    let rounds = 0
    startProcess(async () => ++rounds * 3_600 * second, { jobs })
    await pass(30 * second)
    isDown = false
    await pass(2 * second)
    expect(rounds).toBe(1)
  })

  it('gives way to a job that ended processes, and is gone on with afterwards', async () => {
    let rounds = 0
    let isUnderWay = false
    const { runner } = startProcess(async (_, signal) => {
      rounds += 1
      isUnderWay = true
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      return 0
    })
    await pass(2 * second)
    expect(isUnderWay).toBe(true)
    await leaveDeadly(store.jobs, { queue: 'questions:slack', keys: ['1'], payload: 1, dueAt: new Date(0) })
    const questions = runner.queue('questions:slack')
    let roundsMeanwhile = 0
    questions.serve((held) => {
      void questions.work(held, async () => {
        await new Promise((resolve) => setTimeout(resolve, 20 * second))
        roundsMeanwhile = rounds
        return 'done'
      })
    })
    await pass(10 * second)
    expect(rounds).toBe(1)
    await pass(20 * second)
    expect(roundsMeanwhile).toBe(1)
    expect(rounds).toBe(2)
  })

  it('that leads others is not waited for by one of them that has the process to itself', async () => {
    await leaveDeadly(store.jobs, { queue: 'posts:slack', keys: ['1'], payload: 1, dueAt: new Date(0) })
    const done: unknown[] = []
    const { runner } = startProcess(
      async (_, signal) => {
        const posts = runner.queue('posts:slack')
        for (const held of await posts.take(1))
          await posts.work(held, async () => {
            done.push(held.job.payload, signal.aborted)
            return 'done'
          })
        return second
      },
      { leads: true },
    )
    await pass(10 * second)
    expect(done).toEqual([1, false])
  })
})
