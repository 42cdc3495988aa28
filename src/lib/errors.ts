/**
 * A failure a person can do something about. `message` says what happened in one line, `advice` what to do
 * next; both are shown as they are, so neither may hold a secret or text from outside that is not quoted.
 */
export class PaperboyError extends Error {
  readonly advice: string

  constructor(message: string, advice: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'PaperboyError'
    this.advice = advice
  }
}

/** The one line that is logged or shown for anything that can be thrown. */
export function describeError(error: unknown): string {
  if (error instanceof PaperboyError) return `${error.message} ${error.advice}`
  if (error instanceof Error) return error.message
  return String(error)
}
