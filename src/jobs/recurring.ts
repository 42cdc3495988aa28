import { describeError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import type { Held } from './holder.ts'
import type { Ending } from './queue.ts'
import { type Runner, standing } from './runner.ts'

/** Work that comes round again and again, done by one process at a time for all: a job that never ends. */
export type Recurring = {
  /** The queue in which it is alone. */
  name: string
  /**
   * Does it once, in any process; what it noted the last time is in the job. -> in how many milliseconds it is due again
   *
   * @param signal comes when it is to end early: everything stops, another process has it, or a job that ended processes
   * is to have this one to itself. If it then throws, any process that can goes on with it at once.
   * @throws otherwise what is logged, and tried again after a while that grows
   */
  work(held: Held, signal: AbortSignal): Promise<number>
  /** Whether it can be done here at this moment; always when left out. */
  isReady?: () => boolean
  /** It does nothing but lead jobs of another queue, and has no work of its own that a job would have to wait for. */
  leads?: true
}

/** Waits, in milliseconds, until what failed is tried again: doubled every time, up to the longest. */
const waits = { first: 5_000, longest: 5 * 60_000 }
/** How long what is under way may take to end when everything stops, in milliseconds. */
const ending = 5_000

/**
 * Does recurring work whenever it is due until the signal comes, and resolves when it has ended or was given back. Never
 * throws.
 */
export async function keepDoing(
  { name, work, isReady = () => true, leads }: Recurring,
  { runner, log }: { runner: Runner; log: Log },
  signal: AbortSignal,
): Promise<void> {
  const queue = runner.queue(name, { recurring: leads ? 'leads' : 'works', mostAtOnce: 1 })
  let failures = 0
  let isKnown = false

  async function round(held: Held, giveWay: AbortSignal): Promise<Ending> {
    const early = AbortSignal.any([queue.stopping, held.signal, giveWay])
    try {
      const again = await work(held, early)
      failures = 0
      return { again }
    } catch (error) {
      if (early.aborted || !held.isMine()) return 'interrupted'
      failures += 1
      const again = Math.min(waits.first * 2 ** (failures - 1), waits.longest)
      log.warn({ queue: name, failures, error: describeError(error) }, 'Recurring work failed for now')
      return { again }
    }
  }
  const begin = (held: Held) => {
    const giveWay = new AbortController()
    void queue.work(
      held,
      () => round(held, giveWay.signal),
      () => giveWay.abort(),
    )
  }

  queue.serve(begin, async () => {
    if (!isReady()) return false
    if (!isKnown) for (const held of await queue.add([standing])) begin(held)
    isKnown = true
    return true
  })
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  await queue.drain({ finish: 0, end: ending })
}
