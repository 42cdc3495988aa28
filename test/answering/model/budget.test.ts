import { describe, expect, it } from 'vitest'
import { createBudget } from '../../../src/answering/model/budget.ts'

const prompt = (characters: number) => ({ system: '', user: 'x'.repeat(characters) })

describe('createBudget', () => {
  it('has so many calls', () => {
    const budget = createBudget({ calls: 3, promptTokens: 12_000 })
    expect([1, 2, 3, 4].map(() => budget.take(prompt(10)) !== undefined)).toEqual([true, true, true, false])
    expect(budget.spent().calls).toBe(3)
  })

  it('has so many prompt tokens over all calls', () => {
    const budget = createBudget({ calls: 3, promptTokens: 12_000 })
    expect(budget.take(prompt(35_000))).toBeDefined()
    expect(budget.take(prompt(7_001))).toBeUndefined()
    expect(budget.take(prompt(7_000))).toBeDefined()
  })

  it('sums up what calls took, also of those that run side by side', () => {
    const budget = createBudget()
    const [first, second] = [budget.take(prompt(35_000)), budget.take(prompt(35))]
    second?.({ input: 10, output: 4 })
    first?.({ input: 8, output: 3 })
    expect(budget.spent()).toEqual({ calls: 2, tokens: { input: 18, output: 7 } })
    expect(budget.fits(prompt(35_000))).toBe(true)
  })

  it('takes back a call that was turned away', () => {
    const budget = createBudget()
    budget.take(prompt(35_000))?.({ input: 0, output: 0 })
    expect(budget.take(prompt(35_000))).toBeDefined()
    expect(budget.spent().calls).toBe(1)
  })

  it('knows how much of its time is left', () => {
    expect(createBudget().timeLeft()).toBe(Number.POSITIVE_INFINITY)
    const left = createBudget({ calls: 1, promptTokens: 1 }, 5_000).timeLeft()
    expect(left).toBeGreaterThan(4_000)
    expect(left).toBeLessThanOrEqual(5_000)
  })
})
