/** The object that a model is to answer with. */
export type OutputSchema = {
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
  schema: OutputSchema
  /** Tokens the answer may have at the most, without those of a model's thinking. */
  maxOutputTokens: number
  /** Twice the room, for the answer and for thinking: it did not fit before. */
  roomy?: true
  /** Goes before the requests that wait for their turn: somebody is shown something as soon as it is answered. */
  urgent?: true
  /** Ends the call, also a stalled stream. */
  signal: AbortSignal
}

/** Tokens for thinking a little, before an answer that has its own. */
const thinkingRoom = 2_000

/** The most tokens that a call may have for its answer, with what a model that thinks needs before it. */
export function outputLimit({ maxOutputTokens, roomy }: ModelRequest, thinks: boolean): number {
  return (maxOutputTokens + (thinks ? thinkingRoom : 0)) * (roomy ? 2 : 1)
}

export type TokenCount = { input: number; output: number }

/**
 * Any chat model behind one door. `stream` yields the pieces of the JSON text as they come and returns the tokens
 * it took (undefined when the server does not say). Everything that can go wrong is thrown as a `ModelError`.
 * A call is one request; only where the server turns the form of it away, it is made again in a humbler one.
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
  | 'resting' // it failed several times in a row, and is not asked for now
  | 'timeout' // deadline, or the stream stalled
  | 'refused' // the model or its filter would not answer
  | 'truncated' // ran out of output tokens
  | 'cut' // the stream ended before the answer did
  | 'nonsense' // not the JSON that was asked for
  | 'rejected' // the server turned the request away; asking again does not help
  | 'too-long' // the prompt does not fit

export class ModelError extends Error {
  readonly failure: ModelFailure
  /** What the call took all the same, as far as it is known. */
  tokens?: Partial<TokenCount> | undefined
  /** How long, in milliseconds, the server asks to be left alone. */
  waitAsked?: number | undefined

  constructor(failure: ModelFailure, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'ModelError'
    this.failure = failure
  }
}
