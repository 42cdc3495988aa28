/** The object that a model is to answer with. */
export type Form = {
  name: string
  /** JSON Schema of it (strict subset: every property required, none additional). */
  schema: Record<string, unknown>
  /** The member, a list, whose elements are wanted one by one while they are written. */
  list?: string
}

/** What is asked of a chat model: two texts, and JSON of one form back. */
export type ModelRequest = {
  system: string
  user: string
  schema: Form
  /** Tokens the answer may have at the most, without those of a model's thinking. */
  maxOutputTokens: number
  /** Goes before the requests that wait for their turn: somebody is shown something as soon as it is answered. */
  urgent?: true
  /** Ends the call, also a stalled stream. */
  signal: AbortSignal
}

export type TokenCount = { input: number; output: number }

/**
 * Any chat model behind one door. `stream` yields the pieces of the JSON text as they come and returns the tokens
 * it took (undefined when the server does not say). Everything that can go wrong is thrown as a `ModelError`.
 * It makes exactly one request to the server per call.
 */
export type ChatModel = {
  /** As configured: `provider:model`. */
  name: string
  /** Loads what the first request would: for a process that must not stand still when it comes. */
  load(): Promise<void>
  stream(request: ModelRequest): AsyncGenerator<string, TokenCount | undefined, void>
}

export type ModelFailure =
  | 'unreachable' // no connection, 5xx
  | 'unauthorized' // bad or missing key
  | 'unknown-model' // 404, no such model
  | 'rate-limited'
  | 'quota' // will not heal by waiting
  | 'budget' // what may be spent today is spent
  | 'timeout' // deadline, or the stream stalled
  | 'refused' // the model or its filter would not answer
  | 'truncated' // ran out of output tokens, or the stream was cut
  | 'nonsense' // not the JSON that was asked for
  | 'unsupported' // the server does not know a parameter; the next call leaves it out, so asking again helps
  | 'rejected' // the server turned the request away for another reason; asking again does not help
  | 'too-long' // the prompt does not fit

export class ModelError extends Error {
  readonly failure: ModelFailure

  constructor(failure: ModelFailure, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'ModelError'
    this.failure = failure
  }
}
