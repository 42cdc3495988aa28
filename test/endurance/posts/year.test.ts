import { expect, it } from 'vitest'
import { simulateYear } from '../../digests/year.ts'

it('sends each post of a year once, in every zone', async () => {
  const zones = Intl.supportedValuesOf('timeZone').length
  // Clocks are changed on Sundays, nearly everywhere.
  const year = await simulateYear(zones, [[7]])
  expect(year.wrong).toBe(0)
  expect(year.posts).toBeGreaterThanOrEqual(zones * 51)
}, 120_000)
