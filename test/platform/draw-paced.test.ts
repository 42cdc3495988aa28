import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { drawPaced } from '../../src/platform/draw-paced.ts'

const pace = { first: 20, between: 100 }

/** What is drawn of numbers that come so many milliseconds apart, and when. */
async function drawn(count: number, apart: number, takes = 0) {
  const seen: { number: number; at: number }[] = []
  async function* numbers() {
    for (let number = 1; number <= count; number++) {
      yield number
      await sleep(apart)
    }
  }
  const last = await drawPaced(
    numbers(),
    async (number) => {
      seen.push({ number, at: performance.now() })
      await sleep(takes)
    },
    pace,
  )
  return { seen, last, ended: performance.now() }
}

describe('A growing answer', () => {
  it('that is quick is not drawn before it is whole', async () => {
    const { seen, last } = await drawn(5, 0)
    expect(seen).toEqual([])
    expect(last).toBe(5)
  })

  it('is drawn no more often than allowed, and left to be drawn whole no sooner', async () => {
    const { seen, last, ended } = await drawn(30, 15)
    expect(seen.length).toBeGreaterThan(2)
    expect(last).toBe(30)
    const moments = [...seen.map(({ at }) => at), ended]
    for (const [index, at] of moments.slice(1).entries())
      expect(at - (moments[index] ?? 0)).toBeGreaterThanOrEqual(pace.between - 2)
  })

  it('is read to its end while a version is slow to be drawn', async () => {
    const { seen, last } = await drawn(10, 10, 200)
    expect(seen).toHaveLength(1)
    expect(last).toBe(10)
  })

  it('may be nothing at all', async () => {
    expect(await drawn(0, 0)).toMatchObject({ seen: [], last: undefined })
  })
})
