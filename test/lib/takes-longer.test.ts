import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { takesLonger } from '../../src/lib/takes-longer.ts'

it.each([
  ['work that ends before', () => Promise.resolve(1), 60_000, false],
  ['work that fails before', () => Promise.reject(new Error('No.')), 60_000, false],
  ['work that goes on', () => sleep(60_000, undefined, { ref: false }), 1, true],
])('%s', async (_, work, milliseconds, isLonger) => {
  expect(await takesLonger(work(), milliseconds)).toBe(isLonger)
})
