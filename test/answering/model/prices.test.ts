import { describe, expect, it } from 'vitest'
import { costOf } from '../../../src/answering/model/prices.ts'

describe('costOf', () => {
  it('multiplies tokens by the price of a million', () => {
    expect(costOf('openai:gpt-5.4-mini', { input: 2_000_000, output: 1_000_000 })).toBeCloseTo(6)
    expect(costOf('openai:gpt-5.4-nano', { input: 3_000, output: 400 })).toBeCloseTo(0.0011)
  })
  it('takes a dated edition for its model', () => {
    expect(costOf('openai:gpt-4o-mini-2024-07-18', { input: 1_000_000, output: 0 })).toBeCloseTo(0.15)
  })
  it('takes nothing for a model of this machine', () => {
    expect(costOf('ollama:llama3.1', { input: 1_000, output: 1_000 })).toBe(0)
  })

  it('takes what people say their model costs', () => {
    const own = { 'mistral:any': { input: 1, output: 2 }, 'openai:gpt-5.4-mini': { input: 0, output: 0 } }
    expect(costOf('mistral:any', { input: 1_000_000, output: 500_000 }, own)).toBe(2)
    expect(costOf('openai:gpt-5.4-mini', { input: 1_000_000, output: 1 }, own)).toBe(0)
  })

  it('does not guess', () => {
    expect(costOf('openai:gpt-5.4-mini-turbo', { input: 1, output: 1 })).toBeUndefined()
    expect(costOf('mistral:gpt-4o-mini', { input: 1, output: 1 })).toBeUndefined()
  })
})
