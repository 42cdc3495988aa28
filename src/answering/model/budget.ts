import type { ModelRequest, TokenCount } from './model.ts'
import { promptTokens as sizeOf } from './stream-counted.ts'

/** What one question may cost, over all its model calls. */
export const limits = { calls: 14, promptTokens: 32_000 }

/** Counts the model calls of one question and keeps them within its limits. */
export type Budget = {
  /** Whether one more call with this prompt is left. */
  fits(prompt: Pick<ModelRequest, 'system' | 'user'>): boolean
  /**
   * Takes one call with this prompt out of the budget.
   *
   * @returns what to tell how much it took, in place of the estimate: one that was turned away took nothing, and is no
   *   call. Undefined, and nothing taken, when it does not fit.
   */
  take(prompt: Pick<ModelRequest, 'system' | 'user'>): ((took: TokenCount) => void) | undefined
  /** Milliseconds until its time is over. */
  timeLeft(): number
  /** So far, as recorded. */
  spent(): { calls: number; tokens: TokenCount }
}

/**
 * A full budget for one question, or for something that may cost more.
 *
 * @param milliseconds the time it has from now on
 */
export function createBudget(
  most: { calls: number; promptTokens: number } = limits,
  milliseconds = Number.POSITIVE_INFINITY,
): Budget {
  const end = performance.now() + milliseconds
  let calls = 0
  let promptTokens = 0
  const tokens = { input: 0, output: 0 }
  const hasRoom = (size: number) => calls < most.calls && promptTokens + size <= most.promptTokens
  return {
    fits: (prompt) => hasRoom(sizeOf(prompt)),
    take(prompt) {
      const size = sizeOf(prompt)
      if (!hasRoom(size)) return undefined
      calls += 1
      promptTokens += size
      return ({ input, output }) => {
        promptTokens += input - size
        if (input + output === 0) calls -= 1
        tokens.input += input
        tokens.output += output
      }
    },
    timeLeft: () => end - performance.now(),
    spent: () => ({ calls, tokens: { ...tokens } }),
  }
}
