import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createWorkList, type Ending, type HeldItem } from '../../src/jobs/work-list.ts'
import { openStore } from '../../src/store/open.ts'
import type { Inbox, Store } from '../../src/store/store.ts'

const second = 1_000
const silent = () => undefined
const log = { debug: silent, info: silent, warn: silent, error: silent }
const clock = { now: () => new Date() }

let store: Store
beforeEach(async () => {
  vi.useFakeTimers()
  store = await openStore('sqlite::memory:')
})
afterEach(async () => {
  vi.useRealTimers()
  await store.close()
})

/** One process among several: what it was given to work on, and what it answers. */
function startProcess(inbox: Inbox = store.inbox, answer: (item: HeldItem) => Promise<Ending> = never) {
  const list = createWorkList({ inbox, platform: 'slack', clock, log })
  const begun: HeldItem[] = []
  const begin = (item: HeldItem) => {
    begun.push(item)
    list.work(item, () => answer(item))
  }
  return {
    list,
    begun,
    begin,
    async accept(key: string) {
      const item = await list.accept({ keys: [key], payload: key, at: clock.now() })
      if (item) begin(item)
      return item
    },
    start: () => list.takeOver(begin),
  }
}

const never = () => new Promise<never>(() => undefined)
const done = async (): Promise<Ending> => 'done'
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

describe('several processes at one inbox', () => {
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
    const others = [startProcess(store.inbox, done), startProcess(store.inbox, done)]
    for (const { start } of others) start()
    await pass(8 * second)
    expect(others.flatMap(({ begun }) => begun)).toEqual([])
    await pass(3 * second)
    const taken = others.flatMap(({ begun }) => begun)
    expect(taken.map(({ payload }) => payload)).toEqual(['1', '2', '3'])
    expect(taken.map(({ takes }) => takes)).toEqual([2, 2, 2])
    expect(await store.inbox.unfinished('slack')).toEqual([])
  })

  it('let go of what they could not hold on to, and send nothing more for it', async () => {
    const cut = { ...store.inbox, prolong: () => Promise.reject(new Error('The database is gone.')) }
    const answering = Promise.withResolvers<Ending>()
    const [unlucky, other] = [startProcess(cut, () => answering.promise), startProcess()]
    unlucky.start()
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
    expect(item?.isMine()).toBe(false)
    expect(other.begun).toMatchObject([{ payload: '1' }])
    answering.resolve('later')
    await pass(60 * second)
    expect(other.begun[0]?.lost.aborted).toBe(false)
  })

  it('give back at once what they cannot end before they stop', async () => {
    const [stopping, other] = [startProcess(), startProcess()]
    stopping.start()
    const item = await stopping.accept('1')
    await stopping.list.drain({ finish: 20, end: 20 })
    expect(stopping.list.stopping.aborted).toBe(true)
    expect(item?.lost.aborted).toBe(true)
    other.start()
    await pass(0)
    expect(other.begun).toMatchObject([{ payload: '1' }])
  })
})

describe('an item that cannot be answered', () => {
  it('is tried again, less and less often, and dropped in the end', async () => {
    const process = startProcess(store.inbox, () => Promise.reject(new Error('No answer.')))
    process.start()
    await process.accept('1')
    await pass(35 * second)
    expect(process.begun).toHaveLength(2)
    await pass(65 * second)
    expect(process.begun).toHaveLength(3)
    await pass(3 * 3_600 * second)
    expect(process.begun).toHaveLength(20)
    expect(await store.inbox.unfinished('slack')).toEqual([])
  })

  it('is dropped after a day', async () => {
    const killed = startProcess()
    await killed.accept('1')
    await pass(25 * 3_600 * second)
    const process = startProcess()
    process.start()
    await pass(0)
    expect(process.begun).toEqual([])
    expect(await store.inbox.unfinished('slack')).toEqual([])
  })

  it('is worked on by one at a time, also when the same process takes it over again', async () => {
    const first = Promise.withResolvers<Ending>()
    const answers = [first.promise, done()]
    const prolong = () => Promise.reject(new Error('The database is gone.'))
    let working = 0
    const process = startProcess({ ...store.inbox, prolong }, async () => {
      working++
      expect(working).toBe(1)
      const ending = await (answers.shift() ?? never())
      working--
      return ending
    })
    process.start()
    await process.accept('1')
    await pass(20 * second)
    expect(process.begun.length).toBeGreaterThan(1)
    first.resolve('interrupted')
    await pass(second)
    expect(await store.inbox.unfinished('slack')).toEqual([])
  })
})
