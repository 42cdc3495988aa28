import type { ModelRequest, TokenCount } from './model.ts'
import { promptTokens as sizeOf } from './stream-counted.ts'

/** What one question may cost, over all its model calls. */
export const limits = { calls: 3, promptTokens: 12_000 }

/** Counts the model calls of one question and keeps them within its limits. */
export type Budget = {
  /** Whether one more call with this prompt is left. */
  fits(prompt: Pick<ModelRequest, 'system' | 'user'>): boolean
  /** Takes one call with this prompt out of the budget; false, and nothing taken, when it does not fit. */
  take(prompt: Pick<ModelRequest, 'system' | 'user'>): boolean
  /** Notes what the last call took, in place of the estimate: a call that was turned away gives its prompt back. */
  record(took: TokenCount): void
  /** So far, as recorded. */
  spent(): { calls: number; tokens: TokenCount }
}

/** A full budget for one question, or for something that may cost more. */
export function createBudget(most: { calls: number; promptTokens: number } = limits): Budget {
  let calls = 0
  let promptTokens = 0
  let lastPrompt = 0
  const tokens = { input: 0, output: 0 }
  const hasRoom = (size: number) => calls < most.calls && promptTokens + size <= most.promptTokens
  return {
    fits: (prompt) => hasRoom(sizeOf(prompt)),
    take(prompt) {
      const size = sizeOf(prompt)
      if (!hasRoom(size)) return false
      calls += 1
      promptTokens += size
      lastPrompt = size
      return true
    },
    record({ input, output }) {
      promptTokens += input - lastPrompt
      tokens.input += input
      tokens.output += output
    },
    spent: () => ({ calls, tokens: { ...tokens } }),
  }
}
