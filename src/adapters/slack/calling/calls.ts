import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../../lib/clock.ts'
import type { Log } from '../../../lib/log.ts'
import { retry } from '../../../lib/retry.ts'
import { emitTelemetry } from '../../../lib/telemetry.ts'
import { limits } from '../limits.ts'
import { faultOf } from './faults.ts'

export type CallOptions<Result> = {
  /** Whether an attempt that got no clear answer took effect after all: its result, if it did. */
  recover?: () => Promise<Result | undefined>
} & Guard

/** Keeps what was lost to another process from being sent. */
export type Guard = {
  /** Ends the waiting; nothing is called any more. */
  signal?: AbortSignal | undefined
  /** Asked right before every attempt: whether it is still ours to send. */
  isMine?: (() => boolean) | undefined
}

/** @throws when something is not ours to send any more */
export function checkMine({ isMine }: Guard): void {
  if (isMine?.() === false) throw new Error('Another process may have taken it over.')
}

/** Calls to Slack's Web API that keep to its rates. */
export type Calls = {
  /**
   * Calls until it works: waits as long as Slack says, tries again after a failure on Slack's side.
   *
   * @throws what the call threw, when Slack refused it, or after some minutes; what the signal says when it came
   */
  call<Result>(method: string, attempt: () => Promise<Result>, options?: CallOptions<Result>): Promise<Result>
  /** Calls once, unless the method has to pause or the minute's edits are spent; never throws. */
  attempt(method: string, attempt: () => Promise<unknown>): Promise<boolean>
}

/** Longest time one call is worked at, in milliseconds: real bursts take minutes at Slack's rates. */
const patience = 10 * 60_000
/** Waits after no clear answer. */
const waits = { first: 500, longest: 15_000, total: patience }
/** Waits, in milliseconds, where Slack limits and does not say for how long: doubled every time. */
const untold = { first: 1_000, longest: 60_000 }

export function createCalls({ clock, log }: { clock: Clock; log: Log }): Calls {
  /** Until when a method has to pause, in milliseconds since 1970. */
  const pauses = new Map<string, number>()
  /** When edits of unfinished answers were made. */
  let edits: readonly number[] = []
  const now = () => clock.now().getTime()

  function pause(method: string, wait: number): void {
    pauses.set(method, Math.max(pauses.get(method) ?? 0, now() + wait))
    log.info({ method, seconds: wait / 1_000 }, 'Slack asked for a pause')
  }

  async function pauseOver(method: string, signal?: AbortSignal): Promise<void> {
    for (let wait = 1; wait > 0; ) {
      wait = (pauses.get(method) ?? 0) - now()
      if (wait > 0) await sleep(wait, undefined, { signal })
    }
  }

  return {
    call(method, attempt, { recover, signal, isMine } = {}) {
      /** Whether the attempt before may have taken effect. */
      let isUnclear = false
      /** How often Slack did not say how long to wait. */
      let limits = 0
      const waitAsked = (error: unknown): number | undefined => {
        const fault = faultOf(error)
        if (fault.kind !== 'limited') return fault.kind === 'refused' ? undefined : 0
        return fault.wait > 0 ? fault.wait : Math.min(untold.longest, untold.first * 2 ** limits)
      }
      const onRetry = (error: unknown, wait: number) => {
        const fault = faultOf(error)
        emitTelemetry({ kind: 'retried', service: 'slack' })
        isUnclear = fault.kind === 'unclear'
        if (fault.kind === 'unclear')
          log.warn({ method, why: fault.why }, 'A call to Slack got no clear answer')
        else pause(method, wait)
        if (fault.kind === 'limited' && fault.wait === 0) limits++
      }
      return retry(
        async () => {
          if (isUnclear) {
            const recovered = await recover?.()
            if (recovered !== undefined) return recovered
          }
          await pauseOver(method, signal)
          signal?.throwIfAborted()
          checkMine({ isMine })
          return attempt()
        },
        waits,
        { waitAsked, onRetry, signal },
      )
    },

    async attempt(method, attempt) {
      if ((pauses.get(method) ?? 0) > now()) return false
      if (method === 'chat.update') {
        edits = edits.filter((at) => at > now() - 60_000)
        if (edits.length >= limits.rates.progressPerMinute) return false
        edits = [...edits, now()]
      }
      try {
        await attempt()
        return true
      } catch (error) {
        const fault = faultOf(error)
        if (fault.kind === 'limited') pause(method, fault.wait || untold.first)
        else log.debug({ method, fault }, 'A page in between could not be shown')
        return false
      }
    },
  }
}

/** Runs what is given under one name one after the other. */
export function createLanes(): <Result>(name: string, work: () => Promise<Result>) => Promise<Result> {
  const ends = new Map<string, Promise<unknown>>()
  return async (name, work) => {
    const before = ends.get(name) ?? Promise.resolve()
    const mine = before.then(work, work)
    ends.set(name, mine)
    try {
      return await mine
    } finally {
      if (ends.get(name) === mine) ends.delete(name)
    }
  }
}
