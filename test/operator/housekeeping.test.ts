import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { keepInboxSmall } from '../../src/operator/housekeeping.ts'
import { openStore } from '../../src/store/open.ts'

const day = 24 * 3_600_000
const silent = () => undefined
const log = { debug: silent, info: silent, warn: silent, error: silent }

describe('the inbox', () => {
  it('forgets finished work after three days, not before, and never what is unfinished', async () => {
    const { inbox, close } = await openStore('sqlite::memory:')
    const accept = (key: string, at: number) =>
      inbox.accept({ keys: [key], platform: 'slack', payload: null, at: new Date(at) })
    await accept('unfinished', 0)
    for (const [key, at] of [
      ['old', 0],
      ['recent', 2 * day],
    ] as const) {
      const item = await accept(key, at)
      await inbox.finish(item?.id ?? '')
    }
    keepInboxSmall({ inbox, log, clock: { now: () => new Date(4 * day) } }, AbortSignal.abort())
    await sleep(5)
    expect(await accept('recent', 5 * day)).toBeUndefined()
    expect(await accept('unfinished', 5 * day)).toBeUndefined()
    expect(await accept('old', 5 * day)).toBeDefined()
    await close()
  })

  it('that cannot be tidied stops nobody', async () => {
    const { inbox, close } = await openStore('sqlite::memory:')
    await close()
    keepInboxSmall({ inbox, log, clock: { now: () => new Date() } }, AbortSignal.abort())
    await sleep(5)
  })
})
