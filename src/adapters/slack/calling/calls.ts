import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../../lib/clock.ts'
import type { Log } from '../../../lib/log.ts'
import { tell } from '../../../lib/telemetry.ts'
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
/** Wait before another attempt, in milliseconds: doubled every time up to the longest. */
const waits = { first: 500, longest: 15_000 }

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
    async call(method, attempt, { recover, signal, isMine } = {}) {
      const end = now() + patience
      for (let unclear = 0; ; ) {
        await pauseOver(method, signal)
        signal?.throwIfAborted()
        checkMine({ isMine })
        try {
          return await attempt()
        } catch (error) {
          const fault = faultOf(error)
          if (fault.kind === 'refused') throw error
          tell({ kind: 'retried', service: 'slack' })
          if (fault.kind === 'limited') {
            pause(method, fault.wait)
            if (now() + fault.wait > end) throw error
            continue
          }
          unclear++
          log.warn({ method, why: fault.why, attempt: unclear }, 'A call to Slack got no clear answer')
          const wait = Math.min(waits.longest, waits.first * 2 ** (unclear - 1)) * (0.75 + Math.random() / 2)
          if (now() + wait > end) throw error
          await sleep(wait, undefined, { signal })
          const recovered = await recover?.()
          if (recovered !== undefined) return recovered
        }
      }
    },

    async attempt(method, attempt) {
      edits = edits.filter((at) => at > now() - 60_000)
      if ((pauses.get(method) ?? 0) > now() || edits.length >= limits.rates.progressPerMinute) return false
      edits = [...edits, now()]
      try {
        await attempt()
        return true
      } catch (error) {
        const fault = faultOf(error)
        if (fault.kind === 'limited') pause(method, fault.wait)
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
