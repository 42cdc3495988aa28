import type { Clock } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'
import type { Store } from '../store/store.ts'
import { createFloor } from './floor.ts'
import { createHolder, type Held, interval } from './holder.ts'
import { createQueue, type Queue, type QueueOptions } from './queue.ts'

/** Recurring work that is done by hand, or a turn that one process at a time has. */
export type Lease = Held & {
  /** Gives it back: others may take it in so many milliseconds. */
  release(pause?: number): Promise<void>
}

/** Everything durable that this process does: one loop holds its jobs and takes on what is due or left by others. */
export type Runner = {
  queue(name: string, options?: QueueOptions): Queue
  /**
   * Takes on the recurring work of a queue.
   *
   * @param isHurried also before it is due again
   * @returns undefined while another process has it, or it is not due
   */
  lease(name: string, isHurried?: boolean): Promise<Lease | undefined>
  /** In how many milliseconds it may be free. */
  leaseWait(name: string): Promise<number>
  /** Recurring work is due now, in whichever process; what is under way goes on as it is. */
  hurry(name: string): Promise<void>
}

/** The job that recurring work is. */
export const standing = { keys: [''], dueAt: new Date(0), payload: null }

export type RunnerParts = { store: Pick<Store, 'jobs'>; clock: Clock; log: Log }

export function createRunner({ store: { jobs }, clock, log }: RunnerParts): Runner {
  const holder = createHolder({ jobs, clock, log })
  const floor = createFloor()
  /** What looks for work whenever the loop comes round; never throws. */
  const looking = new Set<() => Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let isTurning = false

  const keepTurning = () => {
    timer ??= setInterval(() => void turn(), interval).unref()
  }

  async function turn(): Promise<void> {
    // Also while the database does not answer.
    holder.expire()
    if (isTurning) return
    isTurning = true
    await holder.prolong()
    for (const look of looking) void look()
    isTurning = false
    if (!holder.isIdle() || looking.size > 0) return
    clearInterval(timer)
    timer = undefined
  }

  return {
    queue(name, options) {
      return createQueue({ name, jobs, holder, floor, clock, log, keepTurning, looking }, options)
    },

    async lease(queue, isHurried = false) {
      const take = async () => {
        if (isHurried) await jobs.hurry(queue)
        keepTurning()
        return (await holder.take(queue, 1))[0]
      }
      let held = await take()
      if (!held && (await jobs.wait(queue)) === undefined) {
        await jobs.add([{ ...standing, queue }])
        held = await take()
      }
      if (!held) return undefined
      const mine = held
      return { ...mine, release: (pause = 0) => holder.release([mine], { wait: pause, ended: true }) }
    },

    leaseWait: async (queue) => (await jobs.wait(queue)) ?? 0,
    hurry: jobs.hurry,
  }
}
