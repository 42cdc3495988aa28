import { setTimeout as sleep } from 'node:timers/promises'
import { describeError } from '../../lib/errors.ts'
import type { Log } from '../../lib/log.ts'

/** A little longer than the second that counts, in milliseconds: requests do not all take the same time to arrive. */
const second = 1_100

/** How late a turn is good for, in milliseconds: others have theirs then. And how many are taken, at the most. */
const lateness = 150
const mostTurns = 4

type Call<Arguments extends readonly unknown[], Result> = (...given: Arguments) => Promise<Result>

/**
 * Spreads calls so that no second sees more than so many of them begin; those above wait for their turn. discord.js
 * has such a limit too, but lets all that wait pass together whenever a second ends in the millisecond they wake up.
 */
export function limitRate<Arguments extends readonly unknown[], Result>(
  call: Call<Arguments, Result>,
  perSecond: number,
): Call<Arguments, Result> {
  let begun: readonly number[] = []
  return async (...given) => {
    const now = performance.now()
    const before = begun.at(-perSecond)
    const turn = before === undefined ? now : Math.max(now, before + second)
    begun = [...begun.slice(1 - perSecond), turn]
    if (turn > now) await sleep(turn - now)
    return call(...given)
  }
}

/**
 * Has calls wait for a turn that all processes share; those that come while turns are asked for are asked for together.
 * Where none can be had, they go on without.
 *
 * @param reserve takes so many turns -> in how many milliseconds each is
 */
export function shareRate<Arguments extends readonly unknown[], Result>(
  call: Call<Arguments, Result>,
  reserve: (count: number) => Promise<readonly number[]>,
  log: Log,
): Call<Arguments, Result> {
  let waiting: ((turn: number) => void)[] = []
  let isAsking = false

  async function ask(): Promise<void> {
    if (isAsking) return
    isAsking = true
    while (waiting.length > 0) {
      const asked = waiting
      waiting = []
      const since = performance.now()
      const waits = await reserve(asked.length).catch((error: unknown) => {
        log.warn(
          { error: describeError(error) },
          'How often other processes ask Discord is not known just now',
        )
        return []
      })
      for (const [index, tell] of asked.entries()) tell(since + (waits[index] ?? Number.POSITIVE_INFINITY))
    }
    isAsking = false
  }

  /** -> how much later than its turn it is, in milliseconds: a busy process wakes up late. */
  async function turn(): Promise<number> {
    const at = await new Promise<number>((resolve) => {
      waiting.push(resolve)
      void ask()
    })
    if (!Number.isFinite(at)) return 0
    const wait = at - performance.now()
    if (wait > 0) await sleep(wait)
    return performance.now() - at
  }

  return async (...given) => {
    for (let tries = 0; tries < mostTurns && (await turn()) > lateness; tries++);
    return call(...given)
  }
}
