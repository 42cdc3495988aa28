import { expect, it } from 'vitest'
import { simulateYear } from './year.ts'

it('sends each post of a year once, in every zone', async () => {
  const zones = Intl.supportedValuesOf('timeZone').length
  const year = await simulateYear(zones)
  expect(year.wrong).toBe(0)
  expect(year.posts).toBeGreaterThan(zones * 52)
}, 120_000)
