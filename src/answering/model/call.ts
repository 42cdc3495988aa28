import { setTimeout as sleep } from 'node:timers/promises'
import type { Budget } from './budget.ts'
import { modelError } from './failure.ts'
import { type ChatModel, ModelError, type ModelFailure, type ModelRequest } from './model.ts'
import { streamCounted } from './stream-counted.ts'
import { createValueReader } from './value-reader.ts'

/** Failures that may be gone at a second try, or, with an answer that did not fit, with more room. */
const passing: ReadonlySet<ModelFailure> = new Set(['rate-limited', 'unreachable', 'cut', 'truncated'])
/** How long to wait before it, in milliseconds, where the server does not say. */
const usualWait = 500

/**
 * The one way in which anything is asked of a model: a prompt and a form go in; the elements of the form's list come out
 * one by one while they are written, as they are and unchecked, and at the end the whole object, undefined when there was
 * none. It all counts against the question's budget. What fails before an element has come is tried once more where that
 * may help and the budget has the calls and the time.
 *
 * @throws ModelError `too-long` when the budget has no room for the call, else what the model throws, also after elements
 *   have come; what follows a whole object is of no interest, and no error
 */
export async function* askModel(
  model: ChatModel,
  request: ModelRequest,
  budget: Budget,
): AsyncGenerator<unknown, unknown, void> {
  for (let tries = 1, asked = request; ; tries += 1) {
    const reader = createValueReader(request.schema)
    let elements = 0
    try {
      const record = budget.take(asked)
      if (!record) throw modelError('too-long', 'the budget of this question is used up')
      for await (const piece of streamCounted(model, asked, record))
        for (const element of reader.push(piece)) {
          elements += 1
          yield element
        }
      for (const element of reader.end()) {
        elements += 1
        yield element
      }
      if (reader.whole() === undefined && (elements > 0 || reader.isOpen())) throw modelError('cut')
      return reader.whole()
    } catch (error) {
      if (!(error instanceof ModelError)) throw error
      if (reader.whole() !== undefined) return reader.whole()
      const wait = elements === 0 && tries === 1 ? waitBeforeRetry(error) : Number.POSITIVE_INFINITY
      if (!(wait < budget.timeLeft()) || request.signal.aborted || !budget.fits(asked)) throw error
      await sleep(wait, undefined, { signal: request.signal }).catch(() => {
        throw error
      })
      if (error.failure === 'truncated') asked = { ...request, roomy: true }
    }
  }
}

/** Milliseconds until it makes sense to try again; without end when it never does. */
function waitBeforeRetry({ failure, waitAsked = 0 }: ModelError): number {
  if (!passing.has(failure)) return Number.POSITIVE_INFINITY
  // Of many that are turned away at once, not all come back at once.
  return failure === 'truncated' ? 0 : waitAsked + usualWait * (0.5 + Math.random() / 2)
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
