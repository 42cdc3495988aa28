import type { Budget } from './budget.ts'
import { modelError } from './failure.ts'
import { type ChatModel, ModelError, type ModelFailure, type ModelRequest, type TokenCount } from './model.ts'

/**
 * Asks a model within a question's budget and yields the pieces of its JSON text. A server that turns a parameter
 * away is asked again without it while the budget lasts; this happens before it has written anything.
 *
 * @throws ModelError `too-long` when the budget has no room for the call, else what the model throws
 */
export async function* callModel(
  model: ChatModel,
  request: ModelRequest,
  budget: Budget,
): AsyncGenerator<string, void, void> {
  if (!budget.take(request)) throw modelError('too-long', 'the budget of this question is used up')
  for (;;) {
    try {
      return yield* counted(model, request, budget)
    } catch (error) {
      const again = error instanceof ModelError && error.failure === 'unsupported'
      if (!again || !budget.take(request)) throw error
    }
  }
}

/** Failures that come after the server has worked on the request; all others cost nothing. */
const billed: ReadonlySet<ModelFailure> = new Set(['timeout', 'refused', 'truncated', 'nonsense'])

/** One request, and what it took noted in the budget however it ends. */
async function* counted(
  model: ChatModel,
  request: ModelRequest,
  budget: Budget,
): AsyncGenerator<string, void, void> {
  const pieces = model.stream(request)
  let written = ''
  let tokens: TokenCount | undefined
  try {
    let next = await pieces.next()
    for (; !next.done; next = await pieces.next()) {
      written += next.value
      yield next.value
    }
    tokens = next.value
  } catch (error) {
    if (error instanceof ModelError && !billed.has(error.failure)) tokens = { input: 0, output: 0 }
    throw error
  } finally {
    budget.record(tokens, written)
    await pieces.return(undefined)
  }
}
