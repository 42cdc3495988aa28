import { boundedAnswer } from '../../lib/bounded-answer.ts'
import { waitAsked } from '../../lib/http-waits.ts'
import { modelError } from './failure.ts'

/** The longest answer has some thousand tokens, each of which comes in an event of its own, of some hundred bytes. */
export const mostBytes = 8_000_000

/** What one call sends and hears, whichever client library speaks. */
export type Wire = {
  /**
   * Node's `fetch`, ended by the call's signal, whose answers end at a bound: a server that never stops writing, even
   * within one event, fills no memory. The connection is closed there.
   */
  fetch: typeof fetch
  /** Ends the call, for a client that has no other way to be told. */
  signal: AbortSignal
  /** Takes note of an answer, for a client that sends by itself. */
  note(response: Response): void
  /** What the server said last: its status, and how many milliseconds it asks to be left alone. */
  heard(): { status?: number; waitAsked?: number }
}

/** A fresh wire for one call. */
export function openWire(signal: AbortSignal): Wire {
  let last: { status?: number; waitAsked?: number } = {}
  const note = ({ status, headers }: Response) => {
    const wait = waitAsked(headers)
    last = { status, ...(wait !== undefined && { waitAsked: wait }) }
  }
  return {
    signal,
    note,
    heard: () => last,
    async fetch(input, init) {
      const signals = [signal, init?.signal].filter((one) => one instanceof AbortSignal)
      const response = await fetch(input, { ...init, signal: AbortSignal.any(signals) })
      note(response)
      return boundedAnswer(response, mostBytes, () => modelError('nonsense', 'the answer has no end'))
    },
  }
}
