import type { AdapterParts, Ending, HeldItem } from '../../commands/adapter.ts'
import type { Handle } from '../../commands/command.ts'
import { givenUpPages } from '../../commands/failure.ts'
import type { Reply } from '../../replies/reply.ts'
import { faultOf, isDead, isFromSlack } from './calling/faults.ts'
import { limits } from './limits.ts'
import { type Lookups, requestOf } from './posts/request.ts'
import { drawPages } from './showing/draw-pages.ts'
import { interruptedReply, reportFailure } from './showing/notices.ts'
import { openSurface } from './showing/open-surface.ts'
import type { Task, Tools } from './showing/surface.ts'
import { Posted, Work } from './work.ts'

/** Takes work on durably, answers it, and goes on with what other processes left. */
export type Worker = {
  /**
   * Takes work on: durable when it resolves. What it resolves to begins the work, so that Slack can be told first;
   * undefined when the work was taken on before.
   *
   * @throws when it could not be remembered: it must come again
   */
  accept(work: Work, keys: readonly string[]): Promise<(() => void) | undefined>
  /** From now on, goes on with what processes took on that are no more. */
  takeOver(): void
  /** Leaves that to others. */
  retire(): void
  /** Lets answers under way finish for a while, then has them say that they were stopped. */
  drain(): Promise<void>
}

export type WorkerOptions = Pick<AdapterParts, 'openWorkList' | 'clock' | 'log'> & {
  handle: Handle
  tools: Tools
  lookups: Lookups
  /** Called when no call to Slack will work again. */
  onDead(error: unknown): void
  /** Called when an answer has been shown. Never throws. */
  onAnswered(work: Work): void
}

/** When the first page in between is shown, in milliseconds: what is answered sooner is posted once. */
const firstPage = 400
/** How long stopping waits for answers, and then for their notes, in milliseconds; together under 8 seconds. */
const draining = { finish: 4_500, end: 3_000 }

export function createWorker(options: WorkerOptions): Worker {
  const { clock, handle, tools, lookups, onDead, onAnswered } = options
  const list = options.openWorkList('slack')
  let isClosed = false

  function begin(item: HeldItem, task: Pick<Task, 'work' | 'posted' | 'resumed'>): void {
    const { lost, isMine } = item
    const note = (posted: Posted) => list.note(item, posted)
    list.work(item, () => answer({ ...task, note, lost, isMine }, item.lastWords))
  }

  /** @throws what failed for a passing reason */
  async function answer(task: Task, lastWords: boolean): Promise<Ending> {
    const { work, lost, isMine } = task
    try {
      const surface = await openSurface(task, tools)
      const ended = AbortSignal.any([list.stopping, lost])
      const pages = lastWords ? givenUpPages() : handle(requestOf(work, surface.conversation, lookups), ended)
      const pace = { first: firstPage, between: limits.rates.edit }
      const progress = async (page: Reply) => {
        if (isMine()) await surface.progress(page)
      }
      const page = await drawPages(pages, progress, pace)
      if (page === undefined) throw new Error('A command showed nothing')
      if (!isMine()) return 'interrupted'
      const interrupted = list.stopping.aborted && page.tone !== 'answer'
      await surface.finish(interrupted ? interruptedReply() : page)
      if (interrupted) return 'interrupted'
      onAnswered(work)
      return 'done'
    } catch (error) {
      if (!isMine()) return 'interrupted'
      return fail(work, error)
    }
  }

  async function fail(work: Work, error: unknown): Promise<Ending> {
    const fault = faultOf(error)
    if (isDead(fault)) {
      onDead(error)
      return 'interrupted'
    }
    if (fault.kind !== 'refused' && isFromSlack(error)) throw error
    await reportFailure(work, error, tools)
    return 'done'
  }

  return {
    async accept(work, keys) {
      if (isClosed) throw new Error('Paperboy is stopping')
      const item = await list.accept({ keys, payload: work, at: clock.now() })
      return item && (() => begin(item, { work, posted: undefined, resumed: false }))
    },

    takeOver() {
      list.takeOver((item) => {
        const work = Work.safeParse(item.payload)
        const posted = Posted.safeParse(item.state).data
        if (work.success) begin(item, { work: work.data, posted, resumed: true })
        // Of a version that wrote it in another way: nobody will understand it.
        else list.work(item, () => Promise.resolve('done'))
      })
    },

    retire: list.retire,

    drain() {
      isClosed = true
      return list.drain(draining)
    },
  }
}
