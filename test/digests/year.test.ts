import { expect, it } from 'vitest'
import { simulateYear } from './year.ts'

it('sends each post of a year once, in every zone', async () => {
  const year = await simulateYear(450)
  expect(year.wrong).toBe(0)
  expect(year.posts).toBeGreaterThan(450 * 52)
}, 120_000)
