import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRunner } from '../../src/jobs/runner.ts'
import { keepStoreSmall } from '../../src/operator/housekeeping.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { jobOf } from '../contracts/store-jobs.ts'
import { turnOf } from '../contracts/store-turns.ts'
import { silentLog as log } from '../digests/posting.ts'

const hour = 3_600_000
const day = 24 * hour
let store: Store
let time: number
const clock = { now: () => new Date(time) }
beforeEach(async () => {
  time = 0
  store = await openStore('sqlite::memory:', clock)
})
afterEach(() => store.close())

/** Looks so often, an hour apart, each time as another process. */
async function look(looks = 1, rememberDays = 0) {
  for (let done = 0; done < looks; done++, time += hour) {
    const ending = new AbortController()
    const before = await attempts()
    const runner = createRunner({ store, clock, log })
    const keeping = keepStoreSmall({ store, runner, rememberDays, clock, log }, ending.signal)
    await expect.poll(attempts, { interval: 2 }).toBe(before + 1)
    // Its end is recorded.
    await expect.poll(() => store.jobs.wait('tidying'), { interval: 2 }).toBe(hour)
    ending.abort()
    await keeping
  }
}
const attempts = async () => (await store.jobs.unfinished('tidying'))[0]?.attempts ?? 0

async function finish(key: string, outcome?: string) {
  const job = jobOf([key], 0, { series: 's' })
  const [added] = await store.jobs.add([job], { holder: 'me', lasting: 1 })
  await store.jobs.finish(added?.id ?? '', 'me', outcome)
}
const isKnown = async (key: string) => (await store.jobs.add([jobOf([key])])).length === 0

describe('the store', () => {
  it('forgets finished work after three days and posts after ninety, never what is unfinished', async () => {
    await store.jobs.add([jobOf(['unfinished'])])
    await finish('old')
    await finish('old post', 'sent')
    await look(3 * 24)
    await finish('recent')
    await finish('recent post', 'sent')
    expect(await isKnown('old')).toBe(true)
    await look(2)
    expect(await isKnown('old')).toBe(false)
    for (const key of ['unfinished', 'recent', 'recent post', 'old post'])
      expect(await isKnown(key)).toBe(true)
    await look(87 * 24)
    expect(await isKnown('old post')).toBe(false)
    expect(await isKnown('recent post')).toBe(true)
  }, 60_000)

  it('forgets conversations after as many days as it is told, and none for 0', async () => {
    await look(25)
    await store.turns.append(turnOf('old', time / 1_000 - 8 * 86_400))
    await store.turns.append(turnOf('recent', time / 1_000 - 6 * 86_400))
    await look(1)
    expect(await store.turns.recent('thread', 9)).toHaveLength(2)
    await look(1, 7)
    expect(await store.turns.recent('thread', 9)).toMatchObject([{ id: 'recent' }])
  })

  it('forgets a workspace seven days after it removed Paperboy, unless it is back', async () => {
    await look(25)
    const [gone, back] = [
      { platform: 'discord', workspace: '1' },
      { platform: 'discord', workspace: '2' },
    ]
    for (const workspace of [gone, back]) {
      await store.turns.append(turnOf(workspace.workspace, time / 1_000, { workspace }))
      await store.leaving.mark(workspace, clock.now())
    }
    const kept = async () => (await store.turns.recent('thread', 9)).map(({ id }) => id)
    await look(7 * 24)
    expect(await kept()).toEqual(['2', '1'])
    await store.leaving.unmark(back)
    await look(26)
    expect(await kept()).toEqual(['2'])
  }, 60_000)

  it('forgets nothing because the clock was far ahead once', async () => {
    await look(25, 7)
    await store.turns.append(turnOf('mine', time / 1_000))
    const right = time
    time += 400 * day
    await look(5, 7)
    time = right + 5 * hour
    expect(await store.jobs.wait('tidying')).toBe(hour)
    time += hour
    await look(1, 7)
    expect(await store.turns.recent('thread', 9)).toHaveLength(1)
  })

  it('forgets a day after long downtime', async () => {
    await look(25, 7)
    await store.turns.append(turnOf('mine', time / 1_000))
    time += 400 * day
    await look(24, 7)
    expect(await store.turns.recent('thread', 9)).toHaveLength(1)
    await look(1, 7)
    expect(await store.turns.recent('thread', 9)).toEqual([])
  })

  it('that cannot be tidied stops nobody', async () => {
    const closed = await openStore('sqlite::memory:')
    await closed.close()
    const runner = createRunner({ store: closed, clock, log })
    const ending = new AbortController()
    const keeping = keepStoreSmall({ store: closed, runner, rememberDays: 0, clock, log }, ending.signal)
    ending.abort()
    await keeping
  })
})
