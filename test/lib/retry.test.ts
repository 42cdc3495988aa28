import { describe, expect, it } from 'vitest'
import { retry, within } from '../../src/lib/retry.ts'

/** Fails so often, with these errors or the same one, and counts; then it works. */
function failing(times: number, error: unknown = new Error('Not yet.')) {
  const moments: number[] = []
  return {
    moments,
    gaps: () => moments.slice(1).map((at, index) => at - (moments[index] ?? 0)),
    attempt: async () => {
      moments.push(performance.now())
      if (moments.length <= times) throw error
      return 'done'
    },
  }
}

describe('Trying again', () => {
  it('waits longer each time, up to the longest, until it works', async () => {
    const { attempt, gaps } = failing(4)
    expect(await retry(attempt, { first: 20, longest: 80 })).toBe('done')
    const [first = 0, second = 0, third = 0, fourth = 0] = gaps()
    expect(first).toBeGreaterThanOrEqual(19)
    expect(second).toBeGreaterThanOrEqual(39)
    expect(third).toBeGreaterThanOrEqual(79)
    expect(fourth).toBeGreaterThanOrEqual(79)
    expect(fourth).toBeLessThan(400)
  })

  it('keeps a wait that is asked for as it is given, every time', async () => {
    const { attempt, gaps } = failing(3)
    const waits: number[] = []
    await retry(
      attempt,
      { first: 500, longest: 5_000 },
      { waitAsked: () => 60, onRetry: (_, wait) => waits.push(wait) },
    )
    expect(waits).toEqual([60, 60, 60])
    for (const gap of gaps()) {
      expect(gap).toBeGreaterThanOrEqual(59)
      expect(gap).toBeLessThan(450)
    }
  })

  it('has an end: after so many attempts, so much time, or what would not heal', async () => {
    const often = failing(99)
    await expect(retry(often.attempt, { first: 1, longest: 1, attempts: 3 })).rejects.toThrow('Not yet.')
    expect(often.moments).toHaveLength(3)
    const counted = failing(99)
    const asking = { waitAsked: () => 1 }
    await expect(retry(counted.attempt, { first: 1, longest: 1, attempts: 4 }, asking)).rejects.toThrow()
    expect(counted.moments).toHaveLength(4)
    const long = failing(99)
    await expect(retry(long.attempt, { first: 20, longest: 40, total: 100 })).rejects.toThrow('Not yet.')
    expect(long.moments.length).toBeLessThan(6)
    const never = failing(99)
    const hopeless = { waitAsked: () => undefined }
    await expect(retry(never.attempt, { first: 1, longest: 1 }, hopeless)).rejects.toThrow('Not yet.')
    expect(never.moments).toHaveLength(1)
    const tooLong = failing(99)
    const patient = { waitAsked: () => 5_000 }
    await expect(retry(tooLong.attempt, { first: 1, longest: 1, total: 100 }, patient)).rejects.toThrow(
      'Not yet.',
    )
    expect(tooLong.moments).toHaveLength(1)
  })

  it('ends with the signal, whatever it waits for', async () => {
    for (const asked of [0, 60_000]) {
      const { attempt, moments } = failing(99)
      const signal = AbortSignal.timeout(30)
      const waiting = { signal, waitAsked: () => asked }
      await expect(retry(attempt, { first: 60_000, longest: 60_000 }, waiting)).rejects.toThrow('timeout')
      expect(moments).toHaveLength(1)
    }
  })
})

describe('A limit of time', () => {
  it('lets pass what is in time, and says what was not', async () => {
    expect(await within(Promise.resolve(1), 50, 'Late')).toBe(1)
    await expect(within(new Promise(() => undefined), 10, 'Late')).rejects.toThrow('Late')
  })
})
