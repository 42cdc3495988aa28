import { describe, expect, it } from 'vitest'
import { limitRate } from '../../../src/adapters/discord/rate.ts'

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
