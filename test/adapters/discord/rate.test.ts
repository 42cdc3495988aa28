import { describe, expect, it } from 'vitest'
import { limitRate, shareRate } from '../../../src/adapters/discord/rate.ts'

describe('The rate limit', () => {
  it('lets no second see more calls than allowed, and every call through', async () => {
    const begun: number[] = []
    const call = limitRate(async (name: number) => {
      begun.push(performance.now())
      return name
    }, 5)
    const results = await Promise.all(Array.from({ length: 12 }, (_, index) => call(index)))
    expect(results).toEqual(Array.from({ length: 12 }, (_, index) => index))
    for (const [index, at] of begun.entries())
      expect(at - (begun[index - 5] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(1000)
  })
})

describe('The shared rate', () => {
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

  it('asks for the turns of what comes meanwhile at once, and gives each call its own', async () => {
    const asked: number[] = []
    const began = performance.now()
    const call = shareRate(
      async (name: number) => [name, performance.now() - began] as const,
      async (count) => {
        asked.push(count)
        return Array.from({ length: count }, (_, index) => index * 20)
      },
      log,
    )
    const results = await Promise.all(Array.from({ length: 9 }, (_, index) => call(index)))
    expect(results.map(([name]) => name)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    expect(asked).toEqual([1, 8])
    // Its turn is after 140 ms; Node's timers count whole milliseconds, and may come up to one early.
    expect(results[8]?.[1]).toBeGreaterThanOrEqual(138)
  })

  it('goes on without turns where none can be had', async () => {
    const call = shareRate(
      async (name: string) => name,
      () => Promise.reject(new Error('The database is gone.')),
      log,
    )
    expect(await Promise.all([call('a'), call('b')])).toEqual(['a', 'b'])
    expect(await call('c')).toBe('c')
  })
})
