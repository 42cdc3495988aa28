import { describe, expect, it } from 'vitest'
import { mean, percentile } from './statistics.ts'

describe('statistics', () => {
  it('take the nearest rank for a percentile, in any order', () => {
    const values = [40, 10, 30, 20]
    expect(percentile(values, 0.5)).toBe(20)
    expect(percentile(values, 0.95)).toBe(40)
    expect(percentile([7], 0.5)).toBe(7)
  })

  it('know nothing of no values', () => {
    expect(mean([])).toBeUndefined()
    expect(percentile([], 0.5)).toBeUndefined()
  })
})
