import { describeError, PaperboyError } from '../lib/errors.ts'
import { createRedact, secretsIn } from '../lib/redact.ts'

/**
 * What the operator reads when something failed: one line on what happened and what to do, without secrets, also when
 * the settings themselves are wrong. The stack trace follows only when `LOG_LEVEL=debug` asks for it.
 */
export function reportError(error: unknown, errors: NodeJS.WritableStream): void {
  const redact = createRedact(secretsIn(process.env))
  const debugging = process.env.LOG_LEVEL === 'debug'
  const what = describeError(error).replace(/\s+/g, ' ').trim()
  const known = error instanceof PaperboyError
  const advice = known || debugging ? '' : ' This was unexpected: LOG_LEVEL=debug shows where it happened.'
  errors.write(`paperboy: ${redact(what)}${known || /[.!?]$/.test(what) ? '' : '.'}${advice}\n`)
  if (debugging && error instanceof Error) errors.write(`${redact(error.stack ?? '')}\n`)
}
