import type { z } from 'zod'
import type { Ending, HeldItem, WorkList } from '../jobs/work-list.ts'
import type { Clock } from '../lib/clock.ts'
import type { Json } from '../lib/json.ts'
import type { Reply } from '../replies/reply.ts'
import type { Describe, Described } from './describe.ts'
import { drawPaced, type Pace } from './draw-paced.ts'
import { givenUpPages, restartingReply } from './failure.ts'
import type { Handle, Request } from './request.ts'

/** A question of one platform that is being answered, and how far it is. */
export type Task<Work, Posted> = {
  work: Work
  /** What its line asks for. */
  described: Described
  /** What was posted for it before, by this process or one before it. */
  posted: Posted | undefined
  /** It was begun by a process that ended since, which may have posted what is not in `posted`. */
  resumed: boolean
  /** Remembers what was posted. Never throws. */
  note(posted: Posted): Promise<void>
  /** Comes when another process may have taken it over: nothing more is to be sent. */
  lost: AbortSignal
  /** Whether no other process may have taken it over, at this very moment: to be asked right before sending. */
  isMine(): boolean
}

/** Where one answer is shown. */
export type Surface = {
  /** Who asks, and where: what belongs to the request besides its line. */
  request: Omit<Request, 'line' | 'described'>
  /** The page that is to be shown, where it was there before: what somebody shares. */
  known?: Reply
  /** Shows a page that a later one replaces; may skip it. Never throws. */
  progress(page: Reply): Promise<void>
  /** Shows the last page. @throws when the platform does not take it now, or refuses it everywhere */
  finish(page: Reply): Promise<void>
}

/** What a platform does for the life of a question. `Work` and `Posted` are what is written down of it. */
export type Conversing<Work extends { line: string }, Posted> = {
  work: z.ZodType<Work>
  posted: z.ZodType<Posted>
  /** When pages in between are shown. */
  pace: Pace
  /** Whatever has to be there before the work begins, such as a message whose thread is the conversation. */
  open(task: Task<Work, Posted>): Promise<Surface>
  /**
   * What is done when an answer could not be shown; by default it is tried again later.
   *
   * @throws what is to be logged, and tried again later
   */
  fail?(task: Task<Work, Posted>, error: unknown): Promise<Ending>
  /** Told when an answer has been shown. Never throws. */
  answered?(task: Task<Work, Posted>): void
}

/** Takes questions on durably, answers them, and goes on with what other processes left. */
export type ConversationWorker<Work> = {
  /**
   * Takes a question on: durable when it resolves. What it resolves to begins the work, so that the platform can be told
   * first; undefined when the question was taken on before. Once the worker is closed, it is left to the next process.
   *
   * @param keys all the names under which the same question may come again
   * @param described where the line has been read already
   * @throws when it could not be remembered
   */
  accept(work: Work, keys: readonly string[], described?: Described): Promise<(() => void) | undefined>
  /** From now on, goes on with what processes took on that are no more. */
  takeOver(): void
  /** Leaves that to others. */
  retire(): void
  /** Nothing is begun any more. */
  isClosed(): boolean
  /** Lets answers under way finish for a while, then has them say that they are kept, and gives them back. */
  drain(): Promise<void>
}

export type ConversationWorkerParts = {
  list: WorkList
  handle: Handle
  describe: Describe
  clock: Clock
}

async function* onePage(page: Reply): AsyncGenerator<Reply> {
  yield page
}

/** How long stopping waits for answers, and then for their notes, in milliseconds; together under 8 seconds. */
const draining = { finish: 4_500, end: 3_000 }

/**
 * The life of a question, from being taken on to its end, on any platform. It is worked on by one process at a time and
 * forgotten only when its answer is there: a process that is killed, stopped or frozen meanwhile leaves it to the next.
 */
export function createConversationWorker<Work extends { line: string } & Json, Posted extends Json>(
  { list, handle, describe, clock }: ConversationWorkerParts,
  platform: Conversing<Work, Posted>,
): ConversationWorker<Work> {
  let isClosed = false

  function begin(
    item: HeldItem,
    work: Work,
    {
      described = describe(work.line),
      resumed = false,
    }: { described?: Described | undefined; resumed?: boolean },
  ): void {
    const { lost, isMine } = item
    const posted = platform.posted.safeParse(item.state).data
    const note = (state: Posted) => list.note(item, state)
    list.work(item, () => answer({ work, described, posted, resumed, note, lost, isMine }, item.lastWords))
  }

  /** @throws what failed for a passing reason */
  async function answer(task: Task<Work, Posted>, isLast: boolean): Promise<Ending> {
    try {
      return await converse(task, isLast)
    } catch (error) {
      // Whatever failed, somebody else answers by now.
      if (!task.isMine()) return 'interrupted'
      if (!platform.fail) throw error
      return platform.fail(task, error)
    }
  }

  async function converse(task: Task<Work, Posted>, isLast: boolean): Promise<Ending> {
    const { work, described, lost, isMine } = task
    const surface = await platform.open(task)
    const ended = AbortSignal.any([list.stopping, lost])
    // What ended several processes is not tried again: who asked is told so.
    const { request, known } = surface
    // A person who was only overheard is waiting for nothing.
    if (isLast && request.heard === 'overheard') return 'done'
    const pages = isLast
      ? givenUpPages()
      : known
        ? onePage(known)
        : handle({ ...request, line: work.line, described }, ended)
    const progress = async (page: Reply) => {
      if (isMine()) await surface.progress(page)
    }
    const page = await drawPaced(pages, progress, platform.pace)
    if (!isMine()) return 'interrupted'
    if (page === undefined) return list.stopping.aborted ? 'interrupted' : 'done'
    // An answer that was rounded off in time is one; anything else is the next process's to answer.
    const isInterrupted = list.stopping.aborted && page.tone !== 'answer'
    await surface.finish(isInterrupted ? restartingReply() : page)
    if (isInterrupted) return 'interrupted'
    platform.answered?.(task)
    return 'done'
  }

  return {
    async accept(work, keys, described) {
      const item = await list.accept({ keys, payload: work, at: clock.now() })
      if (!item) return undefined
      if (!isClosed) return () => begin(item, work, { described })
      return () => list.work(item, () => Promise.resolve('interrupted'))
    },

    takeOver() {
      list.takeOver((item) => {
        const work = platform.work.safeParse(item.payload)
        if (work.success) begin(item, work.data, { resumed: true })
        // Of a version that wrote it in another way: nobody will understand it.
        else list.work(item, () => Promise.resolve('done'))
      })
    },

    retire: list.retire,

    isClosed: () => isClosed,

    drain() {
      isClosed = true
      return list.drain(draining)
    },
  }
}
