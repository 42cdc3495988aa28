import { setTimeout as sleep } from 'node:timers/promises'

/** What is under way in all queues of a process, and whether one job has the process to itself. */
export type Floor = {
  /** A job is worked on until its end; `giveWay` has it end early when another is to have the process to itself. */
  begin(id: string, end: Promise<unknown>, giveWay?: () => void): void
  /** Nothing new is begun from now on until this job is over; resolves when what is under way has ended. */
  clearFor(id: string): Promise<void>
  /** The job is over, or was not begun after all: others go on. */
  leave(id: string): void
  /** Whether nothing is to be begun. */
  isTaken(): boolean
}

/** How long, in milliseconds, a job waits for the others: then it has the process to itself as far as that goes. */
const clearing = 60_000

export function createFloor(): Floor {
  const running = new Map<string, { end: Promise<unknown>; giveWay?: (() => void) | undefined }>()
  let alone: string | undefined

  const leave = (id: string) => {
    if (alone === id) alone = undefined
  }

  return {
    begin(id, end, giveWay) {
      running.set(id, { end, giveWay })
      void end.then(() => {
        if (running.get(id)?.end !== end) return
        running.delete(id)
        leave(id)
      })
    },

    async clearFor(id) {
      alone = id
      for (const { giveWay } of running.values()) giveWay?.()
      await settled(
        [...running.values()].map(({ end }) => end),
        clearing,
      )
    },

    leave,
    isTaken: () => alone !== undefined,
  }
}

/** Resolves when all are done, or after some milliseconds. */
export async function settled(work: readonly Promise<unknown>[], most: number): Promise<void> {
  const done = new AbortController()
  const late = sleep(most, undefined, { ref: false, signal: done.signal }).catch(() => undefined)
  await Promise.race([Promise.all(work), late])
  done.abort()
}
