import { estimateTokens } from '../../lib/token-estimate.ts'
import { type ChatModel, ModelError, type ModelFailure, type ModelRequest, type TokenCount } from './model.ts'

/** Failures that come after the server has worked on the request; all others cost nothing. */
const billed: ReadonlySet<ModelFailure> = new Set(['timeout', 'refused', 'truncated', 'cut', 'nonsense'])

/**
 * One request to a model, and what it took told once, however it ends: the server's count, an estimate where it gives
 * none, nothing for a request that was turned away.
 *
 * @throws what the model throws
 */
export async function* streamCounted(
  model: ChatModel,
  request: ModelRequest,
  onEnd: (took: TokenCount, failure?: ModelFailure) => void | Promise<void>,
): AsyncGenerator<string, TokenCount | undefined, void> {
  const pieces = model.stream(request)
  let written = ''
  let counted: Partial<TokenCount> | undefined
  let failure: ModelFailure | undefined
  let free = false
  try {
    let next = await pieces.next()
    for (; !next.done; next = await pieces.next()) {
      written += next.value
      yield next.value
    }
    counted = next.value
    return next.value
  } catch (error) {
    failure = error instanceof ModelError ? error.failure : undefined
    counted = error instanceof ModelError ? error.tokens : undefined
    free = failure !== undefined && !billed.has(failure)
    throw error
  } finally {
    const guess = { input: promptTokens(request), output: estimateTokens(written) }
    await onEnd(free ? { input: 0, output: 0 } : believed(counted, guess), failure)
    await pieces.return(undefined)
  }
}

/** The guess is about twice the truth; a count that is less than this part of it is not one. */
const leastPart = 1 / 20

/** The server's count, where it is one: some always say 0, which would make every limit on spending void. */
function believed(told: Partial<TokenCount> | undefined, guess: TokenCount): TokenCount {
  const least = (count: number | undefined, guessed: number) =>
    count !== undefined && count >= guessed * leastPart ? count : guessed
  return { input: least(told?.input, guess.input), output: least(told?.output, guess.output) }
}

/** A cautious guess at the tokens of a prompt. */
export function promptTokens({ system, user }: Pick<ModelRequest, 'system' | 'user'>): number {
  return estimateTokens(system) + estimateTokens(user)
}
