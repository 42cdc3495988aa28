import { describeError } from '../lib/errors.ts'
import type { Json } from '../lib/json.ts'
import type { Log } from '../lib/log.ts'
import { questionsOf } from '../store/queues.ts'
import type { Held } from './holder.ts'
import type { Ending, Queue } from './queue.ts'
import type { Runner } from './runner.ts'

export type { Ending }

/** Something to answer, which this process alone may answer now. */
export type HeldItem = {
  id: string
  payload: Json
  /** What was noted last; left out until something was. */
  state?: Json
  /** When it arrived. */
  at: Date
  /** How often somebody took it on, the first time included. */
  takes: number
  /** Comes when another process may have taken it over: nothing more is to be sent. */
  lost: AbortSignal
  /** Whether it is still this process's alone, to be asked right before something is sent: see `Held`. */
  isMine: Held['isMine']
  /** It cannot be answered, and who asked is to be told so: several processes ended over it, or it is too old. */
  lastWords: boolean
  /** The job it is. */
  held: Held
}

/** Something that came in from a platform and calls for an answer. */
export type NewItem = {
  /** Everything by which it may come again: its event's id, the message it mentions. */
  keys: readonly string[]
  /** What is needed to answer it after a restart. */
  payload: Json
  /** When it arrived. */
  at: Date
}

/**
 * The questions of one platform that this process holds, among all that share the database. It goes on holding what it
 * works on, and takes over what others leave.
 */
export type WorkList = Pick<Queue, 'retire' | 'stopping' | 'drain'> & {
  /**
   * Takes something new on; durable when it resolves. Undefined when it was taken on before.
   *
   * @throws when it could not be remembered
   */
  accept(item: NewItem): Promise<HeldItem | undefined>
  /**
   * Works on an item to its end, as the request of its id; what `answer` throws is logged, and the item is worked on
   * again later.
   */
  work(item: HeldItem, answer: () => Promise<Ending>): void
  /** Remembers how far it is. Never throws: what was sent is found again without it, only less surely. */
  note(item: HeldItem, state: Json): Promise<void>
  /** From now on, what no living process holds is taken over: `begin` is to work on it. */
  takeOver(begin: (item: HeldItem) => void): void
}

/** What was taken on more often, or is older (in milliseconds), is not answered any more. */
const mostAttempts = 20
/** A question that two processes ended over has the third to itself; should that end, too, it is not answered any more. */
const mostDeaths = 2
const stale = 24 * 60 * 60_000

export function createWorkList({
  jobs,
  platform,
  log,
}: {
  jobs: Runner
  platform: string
  log: Log
}): WorkList {
  const queue = jobs.queue(questionsOf(platform), { mostAttempts, mostDeaths, stale })

  function toItem(held: Held): HeldItem {
    const { job, signal, isMine } = held
    const { id, payload, notes, dueAt: at, attempts } = job
    return {
      ...{ id, payload, at, isMine, held },
      ...(notes !== undefined && { state: notes }),
      takes: attempts,
      lost: signal,
      lastWords: queue.isLastAttempt(job),
    }
  }

  return {
    async accept({ keys, payload, at }) {
      const [held] = await queue.add([{ keys, payload, dueAt: at }])
      return held && toItem(held)
    },

    work({ held }, answer) {
      void queue.work(held, answer)
    },

    async note({ held }, state) {
      try {
        await held.note(state)
      } catch (error) {
        log.warn({ error: describeError(error) }, 'How far an answer is was not recorded')
      }
    },

    takeOver: (begin) => queue.serve((held) => begin(toItem(held))),
    retire: queue.retire,
    stopping: queue.stopping,
    drain: queue.drain,
  }
}
