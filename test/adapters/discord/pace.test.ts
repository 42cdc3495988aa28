import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { drawPaced } from '../../../src/adapters/discord/pace.ts'

const between = 100

/** What is drawn of numbers that come so many milliseconds apart, and when. */
async function drawn(count: number, apart: number, { slowly = false, first = 20 } = {}) {
  const seen: { number: number; final: boolean; at: number }[] = []
  const ended = Promise.withResolvers<void>()
  async function* numbers() {
    for (let number = 1; number <= count; number++) {
      yield number
      await sleep(apart)
    }
    ended.resolve()
  }
  const last = await drawPaced(
    numbers(),
    async (number, final) => {
      seen.push({ number, final, at: performance.now() })
      if (slowly) await ended.promise
    },
    { first, between },
  )
  return { seen, last }
}

describe('A growing answer', () => {
  it('that is quick is drawn once, when it is whole', async () => {
    const { seen, last } = await drawn(5, 0, { first: 5_000 })
    expect(seen).toMatchObject([{ number: 5, final: true }])
    expect(last).toBe(5)
  })

  it('is drawn no more often than allowed, and its last version always', async () => {
    const { seen } = await drawn(30, 15)
    expect(seen.length).toBeGreaterThan(2)
    expect(seen.at(-1)).toMatchObject({ number: 30, final: true })
    expect(seen.filter(({ final }) => final)).toHaveLength(1)
    for (const [index, { at }] of seen.slice(1).entries())
      expect(at - (seen[index]?.at ?? 0)).toBeGreaterThanOrEqual(between - 2)
  })

  it('is read to its end while a version is slow to be drawn', async () => {
    const { seen } = await drawn(10, 10, { slowly: true })
    expect(seen.map(({ final }) => final)).toEqual([false, true])
    expect(seen.at(-1)?.number).toBe(10)
  })

  it('may be nothing at all', async () => {
    expect(await drawn(0, 0)).toEqual({ seen: [], last: undefined })
  })
})
