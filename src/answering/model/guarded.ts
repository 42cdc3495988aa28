import PQueue from 'p-queue'
import { readAhead } from '../../lib/read-ahead.ts'
import { modelError } from './failure.ts'
import { type ChatModel, ModelError, type ModelFailure, type ModelRequest } from './model.ts'

/** Whether a model's server is asked at the moment. */
export type ServerState =
  | { kind: 'answering' }
  /** It failed again and again, for this reason, and is left alone for some seconds. */
  | { kind: 'resting'; why: string; seconds: number }

export type GuardedModel = ChatModel & { state(): ServerState }

/** Failures of the server itself; all others tell that it is there. */
const failing: ReadonlySet<ModelFailure> = new Set([
  'unreachable',
  'unauthorized',
  'unknown-model',
  'rate-limited',
  'quota',
  'timeout',
])
/** So many in a row, and it is left alone for as long; then one call tries. */
const rest = { after: 3, milliseconds: 30_000 }

/**
 * The same model with its server spared: so many calls at once at the most, urgent ones first; half as many after it said
 * that they are too many, one more for every round of good ones; and none for a while when it only fails, so that nobody
 * waits for it in vain.
 *
 * @param calls how many calls may be under way at once
 * @param now milliseconds of a clock that only goes forward
 */
export function guardModel(
  model: ChatModel,
  calls: number,
  now: () => number = () => performance.now(),
): GuardedModel {
  const line = createLine(calls, now)
  const circuit = createCircuit(now)

  async function* ask(request: ModelRequest): ReturnType<ChatModel['stream']> {
    circuit.check()
    const leave = await line.enter(request)
    let outcome: Outcome = 'ok'
    try {
      const report = circuit.begin()
      try {
        return yield* model.stream(request)
      } catch (error) {
        outcome = outcomeOf(error, request.signal)
        throw error
      } finally {
        report(outcome)
      }
    } finally {
      leave(outcome)
    }
  }

  return {
    name: model.name,
    load: model.load,
    state: circuit.state,
    // A call ends when its server has: a reader that waits for another call in between must not keep that one waiting.
    stream: (request) =>
      readAhead((left) => ask({ ...request, signal: AbortSignal.any([request.signal, left]) })),
  }
}

/** How a call ended; `stopped` when nobody wants its answer any more, which tells nothing of the server. */
type Outcome = 'ok' | 'stopped' | ModelFailure

function outcomeOf(error: unknown, { aborted, reason }: AbortSignal): Outcome {
  const isLate = reason instanceof DOMException && reason.name === 'TimeoutError'
  if (aborted && !isLate) return 'stopped'
  return error instanceof ModelError ? error.failure : 'unreachable'
}

/** Where calls wait for their turn. */
function createLine(most: number, now: () => number) {
  const queue = new PQueue({ concurrency: most })
  let limit = most
  let lowered = Number.NEGATIVE_INFINITY
  return {
    /** @returns what to call when it has ended @throws ModelError when no turn came in time */
    async enter({ urgent, signal }: ModelRequest): Promise<(outcome: Outcome) => void> {
      const turn = Promise.withResolvers<() => void>()
      const hold = () => new Promise<void>((leave) => turn.resolve(leave))
      queue.add(hold, { priority: urgent ? 1 : 0, signal }).catch(turn.reject)
      const leave = await turn.promise.catch(() => {
        throw modelError('rate-limited', 'no turn came in time')
      })
      const begun = now()
      return (outcome) => {
        // Those that were under way when it said so say so too.
        if (outcome === 'rate-limited' && begun >= lowered) {
          limit = Math.max(1, Math.min(limit, queue.pending) / 2)
          lowered = now()
        } else if (outcome === 'ok') limit = Math.min(most, limit + 1 / limit)
        queue.concurrency = Math.floor(limit)
        leave()
      }
    },
  }
}

/** Remembers whether it makes sense to ask: closed, open after failures in a row, and then one call at a time. */
function createCircuit(now: () => number) {
  let failures = 0
  let why = ''
  let opened: number | undefined
  let isProbing = false
  let limited = Number.NEGATIVE_INFINITY
  const left = () => (opened === undefined ? 0 : Math.max(0, opened + rest.milliseconds - now()))
  const check = () => {
    if (opened !== undefined && (left() > 0 || isProbing)) throw modelError('resting')
  }
  return {
    check,
    state: (): ServerState =>
      opened === undefined
        ? { kind: 'answering' }
        : { kind: 'resting', why, seconds: Math.ceil(left() / 1000) },
    /** @returns what to tell the outcome of the call @throws ModelError when it is not to be made */
    begin(): (outcome: Outcome) => void {
      check()
      const isProbe = opened !== undefined
      const begun = now()
      isProbing ||= isProbe
      return (outcome) => {
        if (isProbe) isProbing = false
        // Of many calls at once that are too many, one tells as much as all.
        if (outcome === 'stopped' || (outcome === 'rate-limited' && begun < limited)) return
        if (outcome === 'rate-limited') limited = now()
        const failed = outcome !== 'ok' && failing.has(outcome)
        failures = failed ? failures + 1 : 0
        if (failed) why = modelError(outcome).message
        if (failures >= rest.after) opened = now()
        if (!failed) opened = undefined
      }
    },
  }
}
