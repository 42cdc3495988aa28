/**
 * A failure a person can do something about. `message` says what happened in one line, `advice` what to do
 * next; both are shown as they are, so neither may hold a secret or text from outside that is not quoted.
 */
export class PaperboyError extends Error {
  readonly advice: string
  /** What of the advice is a line to type, word for word. */
  readonly type: readonly string[]

  constructor(
    message: string,
    advice: string,
    { type = [], ...options }: { cause?: unknown; type?: readonly string[] } = {},
  ) {
    super(message, options)
    this.name = 'PaperboyError'
    this.advice = advice
    this.type = type
  }
}

/** The one line that is logged or shown for anything that can be thrown. */
export function describeError(error: unknown): string {
  if (error instanceof PaperboyError) return `${error.message} ${error.advice}`
  if (error instanceof Error) return error.message
  return String(error)
}
