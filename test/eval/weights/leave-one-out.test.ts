import { expect, it } from 'vitest'
import { formatLeftOut, leaveOneOut } from './leave-one-out.ts'

/** Best at one place, and worse the farther from it. */
const peakAt = (name: string, best: number) => ({
  name,
  score: (value: number) => 1 - Math.abs(value - best) / 10,
})

it('judges a field by what was chosen on the others alone', () => {
  const rows = leaveOneOut([peakAt('one', 1), peakAt('two', 2), peakAt('three', 9)], [1, 2, 5, 9], 2)
  expect(rows.map(({ field, chosen }) => [field, chosen])).toEqual([
    ['one', 2],
    ['two', 1],
    ['three', 1],
    ['none left out', 2],
  ])
  expect(rows[2]?.gives).toBeCloseTo(0.2)
  expect(rows[2]?.best).toBe(1)
  expect(rows[2]?.shipped).toBeCloseTo(0.3)
  expect(formatLeftOut(rows, (value) => `at ${value}`)).toMatch(/three +at 1 +0\.200 +0\.300 +1\.000/)
})
