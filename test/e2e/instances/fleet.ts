import { setTimeout as sleep } from 'node:timers/promises'
import { vi } from 'vitest'
import type { Random } from '../../bench/random.ts'

/** A process that answers, as one of several. */
export type Instance = {
  stop(signal?: NodeJS.Signals): Promise<unknown>
  output(): string
}

/** How long a process lives, in milliseconds, before another one is killed. */
const between = { least: 1_000, most: 4_000 }

/** Several processes on one database; whichever is killed is replaced by a new one at once. */
export function startFleet(size: number, launch: (slot: number) => Instance, random: Random) {
  const slots = Array.from({ length: size }, (_, slot) => launch(slot))
  const past: Instance[] = []
  const answering = () =>
    [...slots.keys()].filter((slot) => slots[slot]?.output().includes('Paperboy answers in'))

  function replace(slot: number): Promise<unknown> {
    const doomed = slots[slot]
    if (!doomed) throw new RangeError(`There is no instance ${slot}.`)
    past.push(doomed)
    const end = doomed.stop('SIGKILL')
    slots[slot] = launch(slot)
    return end
  }

  return {
    /** Waits until all of them answer. */
    ready: () =>
      vi.waitFor(
        () => {
          if (answering().length < size) throw new Error(slots.map(({ output }) => output()).join('\n'))
        },
        { timeout: 60_000, interval: 50 },
      ),
    killed: () => past.length,
    /** Kills one after the other, each at a random time, until the signal comes; at least one is left to answer. */
    async killAtRandom(signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        await sleep(random.between(between.least, between.most), undefined, { signal }).catch(() => undefined)
        const alive = answering()
        if (!signal.aborted && alive.length > 1) await replace(random.pick(alive))
      }
    },
    output: () => [...past, ...slots].map(({ output }) => output()).join('\n'),
    stop: () => Promise.all(slots.map(({ stop }) => stop())),
  }
}
