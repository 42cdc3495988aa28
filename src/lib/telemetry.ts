/**
 * Something that went on, for metrics and `status`. Nothing in it comes from users or papers, and every field but
 * numbers has few values.
 */
export type TelemetryEvent =
  /** Somebody was answered; `mode` where it was an answer about papers. Includes the time spent in line. */
  | {
      kind: 'question'
      platform: string
      command: string
      outcome: QuestionOutcome
      mode: 'model' | 'extractive' | 'none'
      /** It was answered from papers, or there was no such answer in them. */
      isAnswer: boolean
      seconds: number
    }
  /** Claims that a model wrote: shown, and dropped because no abstract bears them out. */
  | { kind: 'claims'; shown: number; dropped: number }
  /** A request to a chat model ended: `ok`, or how it failed. `cost` in US dollars, where the price is known. */
  | {
      kind: 'model call'
      outcome: string
      inputTokens: number
      outputTokens: number
      cost?: number
      seconds: number
    }
  /** How many requests wait in line and are worked on. */
  | { kind: 'line'; waiting: number; working: number }
  /** A platform was told that something arrived. */
  | { kind: 'acknowledged'; platform: string; seconds: number }
  /** A connection was lost, or ended by the platform, and is opened anew. */
  | { kind: 'reconnecting'; platform: string }
  /** A request failed for now, and is made again. `service` is a platform or a host of the configuration. */
  | { kind: 'retried'; service: string }
  /** A daily post came to its end. */
  | { kind: 'post'; platform: string; outcome: string }

/** `turned-away` is a request that was not taken on or not understood, `stopped` one whose asker or process left. */
export type QuestionOutcome =
  | 'answered'
  | 'hedged'
  | 'not-found'
  | 'elsewhere'
  | 'declined'
  | 'turned-away'
  | 'failed'
  | 'stopped'

const listeners = new Set<(sign: TelemetryEvent) => void>()

/** Tells all listeners; costs nothing when there are none. */
export function emitTelemetry(sign: TelemetryEvent): void {
  for (const listener of listeners) listener(sign)
}

/** Hears everything that is told in this process, until the function that it gives back is called. */
export function onTelemetry(listener: (sign: TelemetryEvent) => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
