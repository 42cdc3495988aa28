import { describe, expect, it } from 'vitest'
import { createBudget } from '../../../src/answering/model/budget.ts'

const prompt = (characters: number) => ({ system: '', user: 'x'.repeat(characters) })

describe('createBudget', () => {
  it('has three calls', () => {
    const budget = createBudget()
    expect([1, 2, 3, 4].map(() => budget.take(prompt(10)))).toEqual([true, true, true, false])
    expect(budget.spent().calls).toBe(3)
  })

  it('has 12,000 prompt tokens over all calls', () => {
    const budget = createBudget()
    expect(budget.take(prompt(35_000))).toBe(true)
    expect(budget.take(prompt(7_001))).toBe(false)
    expect(budget.take(prompt(7_000))).toBe(true)
  })

  it('sums up what calls took', () => {
    const budget = createBudget()
    budget.take(prompt(35))
    budget.record({ input: 8, output: 3 })
    budget.take(prompt(35))
    budget.record({ input: 10, output: 4 })
    expect(budget.spent()).toEqual({ calls: 2, tokens: { input: 18, output: 7 } })
  })

  it('takes back the prompt of a call that was turned away, but not the call', () => {
    const budget = createBudget()
    budget.take(prompt(35_000))
    budget.record({ input: 0, output: 0 })
    expect(budget.take(prompt(35_000))).toBe(true)
    expect(budget.spent().calls).toBe(2)
  })
})
