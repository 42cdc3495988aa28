import type { Budget } from './budget.ts'
import { modelError } from './failure.ts'
import { type ChatModel, ModelError, type ModelRequest } from './model.ts'
import { streamCounted } from './stream-counted.ts'
import { createValueReader } from './value-reader.ts'

/**
 * The one way in which anything is asked of a model: a prompt and a form go in; the elements of the form's list come out
 * one by one while they are written, as they are and unchecked, and at the end the whole object, undefined when there was
 * none. It all counts against the question's budget. A server that turns a parameter away is asked again without it
 * while the budget lasts; this happens before it has written anything.
 *
 * @throws ModelError `too-long` when the budget has no room for the call, else what the model throws, also after elements
 *   have come; what follows a whole object is of no interest, and no error
 */
export async function* askModel(
  model: ChatModel,
  request: ModelRequest,
  budget: Budget,
): AsyncGenerator<unknown, unknown, void> {
  const reader = createValueReader(request.schema)
  try {
    for await (const piece of pieces(model, request, budget)) yield* reader.push(piece)
  } catch (error) {
    if (!(error instanceof ModelError) || reader.whole() === undefined) throw error
  }
  return reader.whole()
}

/** The same as one value, for a form without a list. */
export async function askModelOnce(
  model: ChatModel,
  request: ModelRequest,
  budget: Budget,
): Promise<unknown> {
  const values = askModel(model, request, budget)
  let next = await values.next()
  while (!next.done) next = await values.next()
  return next.value
}

async function* pieces(
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
