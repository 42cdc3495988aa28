import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { describeError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import type { Adapter, AdapterStatus } from '../platform/adapter.ts'
import type { Handle } from '../platform/request.ts'

export type AdapterRunner = {
  /** How each adapter is at this moment. */
  statuses(): readonly AdapterStatus[]
  /**
   * Connects them all and lets them answer, each on its own: one that fails takes no other with it.
   *
   * @returns the exit code, once all have stopped: 0 when the signal asked for it, 1 when every one of them failed
   */
  run(handle: Handle, signal: AbortSignal): Promise<number>
}

/** What the operator is told. */
type Voice = {
  /** One line on what goes on. */
  say(line: string): void
  /** Why an adapter answers no more. */
  complain(error: unknown): void
  log: Log
}

/** How long adapters may take to stop, in milliseconds: half a second more than they promise. */
const patience = 8_500

/** Runs several adapters side by side. */
export function createAdapterRunner(
  adapters: readonly Adapter[],
  { say, complain, log }: Voice,
): AdapterRunner {
  const states = new Map<Adapter, Exclude<AdapterStatus['state'], 'reconnecting'>>(
    adapters.map((adapter) => [adapter, 'connecting']),
  )

  /** Resolves when the adapter has failed; an adapter that goes on answering never does. */
  async function serve(adapter: Adapter, handle: Handle, signal: AbortSignal): Promise<void> {
    const error = await connect(adapter, handle, signal)
    // What breaks while everything is being stopped is no failure.
    if (signal.aborted) return
    states.set(adapter, 'failed')
    log.info({ adapter: adapter.name, error: describeError(error) }, 'An adapter has failed')
    complain(error)
  }

  async function connect(adapter: Adapter, handle: Handle, signal: AbortSignal): Promise<unknown> {
    try {
      await adapter.start(handle)
    } catch (error) {
      return error
    }
    if (!signal.aborted) {
      states.set(adapter, 'connected')
      log.info({ adapter: adapter.name }, 'An adapter is connected')
      say(`Paperboy answers in ${adapter.name}. Stop it with Ctrl-C.`)
    }
    return adapter.failed
  }

  async function stop(adapter: Adapter): Promise<void> {
    try {
      await adapter.stop()
    } catch (error) {
      log.warn({ adapter: adapter.name, error: describeError(error) }, 'An adapter did not stop in order')
    }
    if (states.get(adapter) !== 'failed') states.set(adapter, 'stopped')
  }

  return {
    statuses: () =>
      adapters.map((adapter) => {
        const state = states.get(adapter) ?? 'stopped'
        const isLost = state === 'connected' && !adapter.isConnected()
        const lacks = adapter.lacks?.()
        return {
          ...{ name: adapter.name, state: isLost ? 'reconnecting' : state },
          ...(lacks !== undefined && { lacks }),
        }
      }),
    async run(handle, signal) {
      if (signal.aborted) return 0
      const stopping = once(signal, 'abort')
      const serving = adapters.map((adapter) => serve(adapter, handle, signal))
      if (serving.length === 0) {
        say('Paperboy runs without a platform to answer on. Stop it with Ctrl-C.')
        await stopping
        return 0
      }
      await Promise.race([stopping, Promise.all(serving)])
      await Promise.race([Promise.all(adapters.map(stop)), sleep(patience, undefined, { ref: false })])
      return signal.aborted ? 0 : 1
    },
  }
}
