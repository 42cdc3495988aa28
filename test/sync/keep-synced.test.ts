import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRunner } from '../../src/jobs/runner.ts'
import { makePaper } from '../../src/papers/make-paper.ts'
import { openStore } from '../../src/store/open.ts'
import { fetchesOf } from '../../src/store/queues.ts'
import type { Store } from '../../src/store/store.ts'
import { keepSynced } from '../../src/sync/keep-synced.ts'
import type { Source } from '../../src/sync/source.ts'
import { syncStateOf } from '../../src/sync/sync.ts'
import { leaveDeadly } from '../contracts/store-jobs.ts'
import { silentLog as log } from '../digests/posting.ts'

const minute = 60_000
const clock = { now: () => new Date() }
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

let store: Store
let stops: (() => Promise<void>)[]
beforeEach(async () => {
  vi.useFakeTimers()
  store = await openStore('sqlite::memory:')
  stops = []
})
afterEach(async () => {
  await Promise.all([...stops.map((stop) => stop()), pass(minute)])
  vi.useRealTimers()
  await store.close()
})

/** A source that gives one new paper each time, or fails when told to. */
function countingSource() {
  const told = { fetched: 0, failing: false, cursors: [] as unknown[] }
  const source: Source = {
    name: 'huggingface',
    interval: 60 * minute,
    async *fetch({ cursor }) {
      told.fetched += 1
      told.cursors.push(cursor)
      if (told.failing) throw new Error('it is down')
      const paper = makePaper({ title: `Paper ${told.fetched}`, source: 'huggingface' })
      yield { papers: [paper], warnings: [], cursor: told.fetched, at: 'now' }
    },
  }
  return { source, told }
}

function startProcess(source: Source, at = clock) {
  const onPapers = vi.fn()
  const stopping = new AbortController()
  const runner = createRunner({ store, clock: at, log })
  const ended = keepSynced({ store, runner, clock: at, log, sources: [source], onPapers }, stopping.signal)
  const stop = async () => {
    stopping.abort()
    await Promise.all([ended, pass(10_000)])
  }
  stops.push(stop)
  return { onPapers, stop, runner }
}
const state = () => syncStateOf('huggingface', store)

describe('a source', () => {
  it('is fetched when its interval is over, which is told when papers came', async () => {
    const { source, told } = countingSource()
    const { onPapers } = startProcess(source)
    await pass(150 * minute)
    expect(told.fetched).toBe(3)
    expect(told.cursors).toEqual([undefined, 1, 2])
    expect(onPapers).toHaveBeenCalledTimes(3)
    expect(await store.papers.count()).toBe(3)
  })

  it('is fetched by one of several processes, and not anew because one starts', async () => {
    const { source, told } = countingSource()
    for (let process = 0; process < 3; process++) startProcess(source)
    await pass(minute)
    startProcess(source)
    await pass(minute)
    expect(told.fetched).toBe(1)
  })

  it('is tried again after growing waits, never sooner, which are forgotten once it works', async () => {
    const { source, told } = countingSource()
    told.failing = true
    startProcess(source)
    // At 0, 2, 6 and 14 minutes, and at 30.
    await pass(29 * minute)
    expect(told.fetched).toBe(4)
    await pass(2 * minute)
    expect(told.fetched).toBe(5)
    expect(await state()).toMatchObject({ failures: 5, problem: 'it is down' })
    await pass(48 * 60 * minute)
    const before = told.fetched
    await pass(24 * 60 * minute)
    expect(told.fetched - before).toBe(4)
    told.failing = false
    await pass(6 * 60 * minute)
    expect(await state()).toMatchObject({ failures: 0, added: 1 })
    expect(await state()).not.toHaveProperty('problem')
  })

  it('is gone on with at once when its process stops, behind what was stored', async () => {
    const { source: after, told } = countingSource()
    const before: Source = {
      ...after,
      async *fetch({ signal }) {
        yield { papers: [makePaper({ title: 'One', source: 'x' })], warnings: [], cursor: 'half', at: '' }
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      },
    }
    const first = startProcess(before)
    await pass(2_000)
    await first.stop()
    startProcess(after)
    await pass(5_000)
    expect(told.cursors).toEqual(['half'])
    expect(await store.papers.count()).toBe(2)
    expect(await state()).toMatchObject({ failures: 0 })
  })

  it('over which processes ended again and again rests as one that failed', async () => {
    await leaveDeadly(store.jobs, {
      queue: fetchesOf('huggingface'),
      keys: [''],
      dueAt: new Date(0),
      payload: null,
    })
    const { source, told } = countingSource()
    startProcess(source)
    await pass(minute)
    expect(told.fetched).toBe(0)
    expect(await state()).toMatchObject({ failures: 1, problem: expect.stringContaining('ended each time') })
    await pass(2 * minute)
    expect(told.fetched).toBe(1)
  })
})
