import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRunner } from '../../src/jobs/runner.ts'
import { createWorkList, type Ending, type HeldItem } from '../../src/jobs/work-list.ts'
import type { JobLog } from '../../src/store/jobs.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { mortal, never } from './mortal.ts'

const second = 1_000
const silent = () => undefined
const log = { debug: silent, info: silent, warn: silent, error: silent }
const clock = { now: () => new Date() }
const done = async (): Promise<Ending> => 'done'
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

let store: Store
beforeEach(async () => {
  vi.useFakeTimers()
  store = await openStore('sqlite::memory:')
})
afterEach(async () => {
  await pass(60 * second)
  vi.useRealTimers()
  await store.close()
})

/** One process among several: what it was given to work on, and what it answers. */
function startProcess(
  answer: (item: HeldItem) => Promise<Ending> = never,
  { jobs = store.jobs, platforms = ['slack'] }: { jobs?: JobLog; platforms?: readonly string[] } = {},
) {
  const life = mortal(jobs)
  const runner = createRunner({ store: { jobs: life.log }, clock, log })
  const begun: HeldItem[] = []
  const lists = platforms.map((platform) => {
    const list = createWorkList({ jobs: runner, platform, log })
    const begin = (item: HeldItem) =>
      list.work(item, () => {
        begun.push(item)
        return answer(item)
      })
    return { list, begin }
  })
  const [first] = lists
  if (!first) throw new Error('A process has a list')
  return {
    list: first.list,
    begun,
    ...life,
    payloads: () => begun.map(({ payload }) => payload),
    async accept(key: string, at = first) {
      const item = await at.list.accept({ keys: [key], payload: key, at: clock.now() })
      if (item) at.begin(item)
      await pass(0)
      return item
    },
    lists,
    start: () => {
      for (const { list, begin } of lists) list.takeOver(begin)
    },
  }
}
const open = () => store.jobs.unfinished('questions:slack')

describe('several processes with one job log', () => {
  it('leave an item to the one that works on it, however long it takes', async () => {
    const [worker, other] = [startProcess(), startProcess()]
    worker.start()
    other.start()
    const item = await worker.accept('1')
    expect(await other.accept('1')).toBeUndefined()
    await pass(600 * second)
    expect(other.begun).toEqual([])
    expect(item?.lost.aborted).toBe(false)
    expect(item?.isMine()).toBe(true)
  })

  it('go on within seconds with what a killed one left, each item in one of them', async () => {
    const killed = startProcess()
    for (const key of ['1', '2', '3']) await killed.accept(key)
    killed.kill()
    const others = [startProcess(done), startProcess(done)]
    for (const { start } of others) start()
    await pass(8 * second)
    expect(others.flatMap(({ begun }) => begun)).toEqual([])
    await pass(3 * second)
    const taken = others.flatMap(({ begun }) => begun)
    expect(taken.map(({ payload }) => payload).toSorted()).toEqual(['1', '2', '3'])
    expect(taken.map(({ takes }) => takes)).toEqual([2, 2, 2])
    expect(await open()).toEqual([])
  })

  it('let go of what they could not hold on to, and send nothing more for it', async () => {
    const cut = { ...store.jobs, prolong: () => Promise.reject(new Error('The database is gone.')) }
    const answering = Promise.withResolvers<Ending>()
    const [unlucky, other] = [startProcess(() => answering.promise, { jobs: cut }), startProcess()]
    const item = await unlucky.accept('1')
    unlucky.list.retire()
    other.start()
    await pass(5 * second)
    expect(item?.isMine()).toBe(true)
    // It ends early enough for what is on its way to arrive before another one looks for it.
    await pass(3 * second)
    expect(item?.isMine()).toBe(false)
    expect(other.begun).toEqual([])
    await pass(4 * second)
    expect(item?.lost.aborted).toBe(true)
    expect(other.begun).toMatchObject([{ payload: '1' }])
    answering.resolve('later')
    await pass(60 * second)
    expect(other.begun[0]?.lost.aborted).toBe(false)
    // It lives: it did not end over this item.
    expect(await open()).toMatchObject([{ attempts: 2, deaths: 0 }])
  })

  it('are told of it also while the database does not answer at all', async () => {
    const process = startProcess()
    const item = await process.accept('1')
    process.freeze()
    await pass(9 * second)
    expect(item?.lost.aborted).toBe(true)
    process.wake()
  })

  it('know what is no longer theirs when the machine has slept, or its clock was set', async () => {
    const process = startProcess()
    const item = await process.accept('1')
    expect(item?.isMine()).toBe(true)
    // No timer fires, and the time since its start stands still, while a machine sleeps.
    vi.setSystemTime(Date.now() + 5 * second)
    expect(item?.isMine()).toBe(true)
    vi.setSystemTime(Date.now() + 2 * second)
    expect(item?.isMine()).toBe(false)
    await pass(2 * second)
    expect(item?.lost.aborted).toBe(true)
  })

  it('keep no note from a holder that lost the item', async () => {
    const first = startProcess()
    const item = await first.accept('1')
    first.freeze()
    const other = startProcess()
    other.start()
    await pass(11 * second)
    first.wake()
    const taken = other.begun[0]
    if (!item || !taken) throw new Error('It should be taken over')
    await other.list.note(taken, 'newer')
    await first.list.note(item, 'older')
    expect(await open()).toMatchObject([{ notes: 'newer', deaths: 1 }])
    await pass(3 * second)
    expect(await open()).toMatchObject([{ deaths: 0 }])
  })

  it('give back at once what they cannot end before they stop', async () => {
    const [stopping, other] = [startProcess(), startProcess()]
    stopping.start()
    const item = await stopping.accept('1')
    const drained = stopping.list.drain({ finish: 20, end: 20 })
    await pass(50)
    await drained
    expect(stopping.list.stopping.aborted).toBe(true)
    expect(item?.lost.aborted).toBe(true)
    other.start()
    await pass(2 * second)
    expect(other.begun).toMatchObject([{ payload: '1', lastWords: false }])
    expect(await open()).toMatchObject([{ deaths: 0 }])
  })
})

describe('an item that cannot be answered', () => {
  it('is tried again, less and less often, and its asker told in the end', async () => {
    const process = startProcess((item) =>
      item.lastWords ? done() : Promise.reject(new Error('No answer.')),
    )
    process.start()
    await process.accept('1')
    await pass(35 * second)
    expect(process.begun).toHaveLength(2)
    await pass(65 * second)
    expect(process.begun).toHaveLength(3)
    await pass(3 * 3_600 * second)
    expect(process.begun).toHaveLength(21)
    expect(process.begun.map(({ lastWords }) => lastWords).indexOf(true)).toBe(20)
    expect(await open()).toEqual([])
  })

  it('is too late after a day, which its asker is told', async () => {
    const killed = startProcess()
    await killed.accept('1')
    killed.kill()
    await pass(25 * 3_600 * second)
    const process = startProcess(done)
    process.start()
    await pass(0)
    expect(process.begun).toMatchObject([{ lastWords: true }])
    expect(await open()).toEqual([])
  })

  it('is given up when not even that can be told', async () => {
    const process = startProcess(() => Promise.reject(new Error('No answer.')))
    process.start()
    await process.accept('1')
    await pass(4 * 3_600 * second)
    expect(process.begun).toHaveLength(23)
    expect(await open()).toEqual([])
  })

  it('is worked on by one at a time, also when the same process takes it over again', async () => {
    const first = Promise.withResolvers<Ending>()
    const answers = [first.promise, done()]
    const prolong = () => Promise.reject(new Error('The database is gone.'))
    let working = 0
    const process = startProcess(
      async () => {
        working++
        expect(working).toBe(1)
        const ending = await (answers.shift() ?? never())
        working--
        return ending
      },
      { jobs: { ...store.jobs, prolong } },
    )
    process.start()
    await process.accept('1')
    await pass(20 * second)
    first.resolve('interrupted')
    await pass(12 * second)
    expect(answers).toEqual([])
    expect(await open()).toEqual([])
  })
})

describe('an item that ends processes', () => {
  /** A process dies as soon as it works on "deadly"; others are answered, or not before that. */
  function mayDie(others: () => Promise<Ending>) {
    const process: ReturnType<typeof startProcess> = startProcess(
      async ({ lastWords, payload }) => {
        if (lastWords) return 'done'
        if (payload !== 'deadly') return others()
        process.kill()
        return never()
      },
      { platforms: ['slack', 'discord'] },
    )
    return process
  }

  it('has the third process to itself, takes no other item down with it, and its asker is told', async () => {
    const first = mayDie(never)
    for (const key of ['one', 'two', 'deadly']) await first.accept(key)
    expect(first.payloads()).toEqual(['one', 'two', 'deadly'])
    const next = mayDie(never)
    next.start()
    await pass(11 * second)
    expect(next.payloads()).toEqual(['one', 'two', 'deadly'])
    const third = mayDie(done)
    third.start()
    // Everything that was under way when a process ended is answered by itself.
    await pass(14 * second)
    expect(third.payloads()).toEqual(['one', 'two', 'deadly'])
    expect(await open()).toMatchObject([{ payload: 'deadly', deaths: 2 }])
    const last = mayDie(done)
    last.start()
    await pass(11 * second)
    expect(last.begun).toMatchObject([{ payload: 'deadly', lastWords: true }])
    expect(await open()).toEqual([])
  })

  it('holds back others meanwhile, which are answered afterwards', async () => {
    for (let life = 0; life < 2; life++) {
      const process = mayDie(never)
      process.start()
      if (life === 0) await process.accept('deadly')
      else await pass(11 * second)
    }
    await pass(11 * second)
    const suspect = Promise.withResolvers<Ending>()
    const process = startProcess((item) => (item.payload === 'deadly' ? suspect.promise : done()), {
      platforms: ['slack', 'discord'],
    })
    process.start()
    await pass(0)
    expect(process.payloads()).toEqual(['deadly'])
    expect(await process.accept('fresh')).toBeUndefined()
    expect(await process.accept('elsewhere', process.lists[1])).toBeUndefined()
    await pass(5 * second)
    expect(process.payloads()).toEqual(['deadly'])
    suspect.resolve('done')
    await pass(4 * second)
    expect(process.payloads().toSorted()).toEqual(['deadly', 'elsewhere', 'fresh'])
    expect(await open()).toEqual([])
  })
})
