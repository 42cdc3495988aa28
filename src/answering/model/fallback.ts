import { ModelError, type ModelFailure } from './model.ts'

const sentences: Readonly<Record<ModelFailure, string>> = {
  unreachable: 'The model server cannot be reached.',
  unauthorized: 'The model server does not accept the key: check its setting.',
  'unknown-model': 'The model server does not know the model: check CHAT_MODEL.',
  'rate-limited': 'The model server is busy.',
  quota: 'The account of the model server has no credit left.',
  budget: "Today's budget is spent.",
  resting: 'The model does not answer at the moment.',
  timeout: 'The model did not answer in time.',
  refused: 'The model would not answer this.',
  truncated: 'The model broke off: its answer did not fit.',
  cut: 'The model broke off.',
  nonsense: 'Nothing the model wrote could be checked against the abstracts.',
  rejected: 'The model server turned the request away.',
  'too-long': 'The question is too long for the model.',
}

/** Why an answer was not written by the model, or not to its end, for the small print. */
export function fallbackReason(failure: ModelFailure): string {
  return sentences[failure]
}

/** The same for whatever was thrown while the model was asked. */
export function fallbackReasonOf(error: unknown): string {
  if (!(error instanceof ModelError)) return 'The model failed.'
  // Only this one is worded by ourselves throughout, and says how much it was.
  return error.failure === 'budget' ? error.message : fallbackReason(error.failure)
}

/** An answer with the reason why no model wrote it. */
export function withReason<Quoted extends { fallback?: string }>(reason: string, answer: Quoted): Quoted {
  const more = answer.fallback === undefined ? '' : ` ${answer.fallback}`
  return { ...answer, fallback: `${reason}${more}` }
}
