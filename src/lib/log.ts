import { pino } from 'pino'
import { createRedact } from './redact.ts'
import { requestId } from './request-id.ts'

/** The part of a logger the rooms use: a few facts, then a sentence. */
export type Log = Record<'debug' | 'info' | 'warn' | 'error', (facts: object, message: string) => void>

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug'

/**
 * Structured lines on standard error, so that standard output stays the program's answer. Each names the request it was
 * written for. Every occurrence of a secret in a line is replaced, wherever a library may have put it (a URL, a header,
 * an error text).
 */
export function createLog(level: LogLevel, secrets: readonly string[]): Log {
  const redact = createRedact(secrets)
  const mixin = () => {
    const request = requestId()
    return request === undefined ? {} : { request }
  }
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, mixin },
    { write: (line: string) => process.stderr.write(redact(line)) },
  )
}
