import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { keepStoreSmall } from '../../src/operator/housekeeping.ts'
import { openStore } from '../../src/store/open.ts'
import { holdOf, itemOf } from '../contracts/store-inbox.ts'
import { turnOf } from '../contracts/store-turns.ts'

const day = 24 * 3_600_000
const silent = () => undefined
const log = { debug: silent, info: silent, warn: silent, error: silent }

describe('the store', () => {
  it('forgets finished work after three days, not before, and never what is unfinished', async () => {
    const store = await openStore('sqlite::memory:')
    const { inbox } = store
    const accept = (key: string, at: number) => inbox.accept(itemOf([key], at / 1_000), holdOf())
    await accept('unfinished', 0)
    for (const [key, at] of [
      ['old', 0],
      ['recent', 2 * day],
    ] as const) {
      const item = await accept(key, at)
      await inbox.finish(item?.id ?? '')
    }
    keepStoreSmall(
      { store, log, rememberDays: 0, clock: { now: () => new Date(4 * day) } },
      AbortSignal.abort(),
    )
    await sleep(5)
    expect(await accept('recent', 5 * day)).toBeUndefined()
    expect(await accept('unfinished', 5 * day)).toBeUndefined()
    expect(await accept('old', 5 * day)).toBeDefined()
    await store.close()
  })

  it('forgets posts after three months', async () => {
    const store = await openStore('sqlite::memory:')
    const to = { platform: 'slack', kind: 'direct', person: 'ada' } as const
    const post = { subscription: 'a', kind: 'post', to, due: new Date(0) } as const
    await store.deliveries.skip([{ ...post, day: 'old' }], new Date(0))
    await store.deliveries.skip([{ ...post, day: 'recent' }], new Date(1 * day))
    keepStoreSmall(
      { store, log, rememberDays: 0, clock: { now: () => new Date(90.5 * day) } },
      AbortSignal.abort(),
    )
    await sleep(5)
    expect(await store.deliveries.of('a', 9)).toMatchObject([{ day: 'recent' }])
    await store.close()
  })

  it('forgets conversations after as many days as it is told, and none for 0', async () => {
    const store = await openStore('sqlite::memory:')
    await store.turns.append(turnOf('old', 0))
    await store.turns.append(turnOf('recent', 86_400))
    const clock = { now: () => new Date(7.5 * day) }
    keepStoreSmall({ store, log, rememberDays: 0, clock }, AbortSignal.abort())
    await sleep(5)
    expect(await store.turns.recent('thread', 9)).toHaveLength(2)
    keepStoreSmall({ store, log, rememberDays: 7, clock }, AbortSignal.abort())
    await sleep(5)
    expect(await store.turns.recent('thread', 9)).toMatchObject([{ id: 'recent' }])
    await store.close()
  })

  it('that cannot be tidied stops nobody', async () => {
    const store = await openStore('sqlite::memory:')
    await store.close()
    keepStoreSmall({ store, log, rememberDays: 0, clock: { now: () => new Date() } }, AbortSignal.abort())
    await sleep(5)
  })
})
