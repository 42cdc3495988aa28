import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/store/store.ts'

/** What a store promises of what all processes do only so often together. */
export function paceContract(store: () => Store): void {
  describe('turns that all processes share', () => {
    it('are at once while there are any, then a window behind those before', async () => {
      const pace = { most: 3, within: 60_000 }
      expect(await store().pace.reserve('a', 2, pace)).toEqual([0, 0])
      const [first = 0, second = 0, third = 0] = await store().pace.reserve('a', 3, pace)
      expect(first).toBe(0)
      for (const wait of [second, third]) {
        expect(wait).toBeGreaterThan(40_000)
        expect(wait).toBeLessThanOrEqual(60_000)
      }
      expect(await store().pace.reserve('b', 1, pace)).toEqual([0])
    })

    it('are each taken once, however many ask at once', async () => {
      const pace = { most: 10, within: 60_000 }
      const asked = Array.from({ length: 12 }, () => store().pace.reserve('a', 5, pace))
      const waits = (await Promise.all(asked)).flat().toSorted((one, other) => one - other)
      // Ten in each of the six minutes to come.
      const inMinute = (minute: number) =>
        waits.filter((wait) => wait > (minute - 1) * 60_000 + 1 && wait <= minute * 60_000).length
      expect(waits.filter((wait) => wait === 0)).toHaveLength(10)
      expect([1, 2, 3, 4, 5].map(inMinute)).toEqual([10, 10, 10, 10, 10])
    })

    it('are not waited for that a clock took which ran far ahead', async () => {
      const pace = { most: 1, within: 1_000 }
      const ahead = JSON.stringify([Date.now() + 3_600_000])
      await store().facts.put('pace', 'a', JSON.parse(ahead), new Date())
      expect(await store().pace.reserve('a', 1, pace)).toEqual([0])
    })
  })
}
