import { describe, expect, it } from 'vitest'
import { interval, mean, percentile } from './statistics.ts'

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

describe('the interval of a mean', () => {
  it('holds the mean, is the same each time, and narrows with more values', () => {
    const values = [0, 1, 1, 0, 1, 1, 1, 0, 1, 1]
    const [low = 0, high = 0] = interval(values) ?? []
    expect(interval(values)).toEqual([low, high])
    expect(low).toBeLessThan(0.7)
    expect(high).toBeGreaterThan(0.7)
    const [narrowLow = 0, narrowHigh = 0] = interval(Array.from({ length: 20 }, () => values).flat()) ?? []
    expect(narrowHigh - narrowLow).toBeLessThan((high - low) / 2)
  })

  it('is a point where all are the same, and nothing without values', () => {
    expect(interval([1, 1, 1])).toEqual([1, 1])
    expect(interval([])).toBeUndefined()
  })
})
