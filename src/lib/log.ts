import { pino } from 'pino'

/** The part of a logger the rooms use: a few facts, then a sentence. */
export type Log = Record<'debug' | 'info' | 'warn' | 'error', (facts: object, message: string) => void>

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug'

/**
 * Structured lines on standard error, so that standard output stays the program's answer. Every occurrence of a
 * secret in a line is replaced, wherever a library may have put it (a URL, a header, an error text).
 */
export function createLog(level: LogLevel, secrets: readonly string[]): Log {
  const hidden = secrets.filter((secret) => secret.length >= 4)
  const redact = (line: string) =>
    hidden.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), line)
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => process.stderr.write(redact(line)) },
  )
}
