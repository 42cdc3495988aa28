import type { Budget } from './budget.ts'
import { modelError } from './failure.ts'
import { type ChatModel, ModelError, type ModelRequest } from './model.ts'
import { streamCounted } from './stream-counted.ts'

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
      yield* streamCounted(model, request, budget.record)
      return
    } catch (error) {
      const again = error instanceof ModelError && error.failure === 'unsupported'
      if (!again || !budget.take(request)) throw error
    }
  }
}
