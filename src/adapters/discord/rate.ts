import { setTimeout as sleep } from 'node:timers/promises'

/** A little longer than the second that counts, in milliseconds: requests do not all take the same time to arrive. */
const second = 1_100

/**
 * Spreads calls so that no second sees more than so many of them begin; those above wait for their turn. discord.js
 * has such a limit too, but lets all that wait pass together whenever a second ends in the millisecond they wake up.
 */
export function limitRate<Arguments extends readonly unknown[], Result>(
  call: (...given: Arguments) => Promise<Result>,
  perSecond: number,
): (...given: Arguments) => Promise<Result> {
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
