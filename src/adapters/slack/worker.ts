import { setTimeout as sleep } from 'node:timers/promises'
import type { AdapterParts } from '../../commands/adapter.ts'
import type { Handle } from '../../commands/command.ts'
import { faultOf, isDead, isFromSlack } from './calling/faults.ts'
import { limits } from './limits.ts'
import { type Lookups, requestOf } from './posts/request.ts'
import { drawPages } from './showing/draw-pages.ts'
import { interruptedReply, reportFailure } from './showing/notices.ts'
import { openSurface } from './showing/open-surface.ts'
import type { Task, Tools } from './showing/surface.ts'
import { Posted, Work } from './work.ts'

/** Takes work on durably, answers it, and picks up what an earlier process left. */
export type Worker = {
  /**
   * Takes work on: durable when it resolves. What it resolves to begins the work, so that Slack can be told first;
   * undefined when the work was taken on before.
   *
   * @throws when it could not be remembered: it must come again
   */
  accept(work: Work, keys: readonly string[]): Promise<(() => void) | undefined>
  /**
   * Looks up what an earlier process took on and did not finish; what it resolves to begins that. To be called before
   * anything is accepted.
   */
  unfinished(): Promise<() => void>
  /** Lets answers under way finish for a while, then has them say that they were stopped. */
  drain(): Promise<void>
}

export type WorkerOptions = Pick<AdapterParts, 'inbox' | 'clock' | 'log'> & {
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
const draining = { answers: 4_500, notes: 3_000 }
/** Work that is older, in milliseconds, is of no use to anybody. */
const stale = 24 * 60 * 60_000

export function createWorker(options: WorkerOptions): Worker {
  const { inbox, clock, log, handle, tools, lookups, onDead, onAnswered } = options
  const stopping = new AbortController()
  let isClosed = false
  const underWay = new Set<Promise<void>>()

  function begin(id: string, task: Omit<Task, 'note'>): void {
    const answering = answer(id, { ...task, note: (posted) => inbox.note(id, posted) })
    underWay.add(answering)
    void answering.finally(() => underWay.delete(answering))
  }

  /** Never throws. What failed for a passing reason stays in the inbox. */
  async function answer(id: string, task: Task): Promise<void> {
    const { work } = task
    try {
      const surface = await openSurface(task, tools)
      const pages = handle(requestOf(work, surface.conversation, lookups), stopping.signal)
      const pace = { first: firstPage, between: limits.rates.edit }
      const page = await drawPages(pages, surface.progress, pace)
      if (page === undefined) throw new Error('A command showed nothing')
      const interrupted = stopping.signal.aborted && page.tone !== 'answer'
      await surface.finish(interrupted ? interruptedReply() : page)
      if (interrupted) return
      await inbox.finish(id)
      onAnswered(work)
    } catch (error) {
      await fail(id, work, error)
    }
  }

  async function fail(id: string, work: Work, error: unknown): Promise<void> {
    const fault = faultOf(error)
    if (isDead(fault)) return onDead(error)
    if (fault.kind !== 'refused' && isFromSlack(error)) {
      log.error({ fault, work: id }, 'An answer could not be shown; it is tried again after a restart')
      return
    }
    await reportFailure(work, error, tools)
    await inbox
      .finish(id)
      .catch((unfinished) => log.error({ unfinished: String(unfinished) }, 'Work is not finished'))
  }

  return {
    async accept(work, keys) {
      if (isClosed) throw new Error('Paperboy is stopping')
      const accepted = await inbox.accept({ keys, platform: 'slack', payload: work, at: clock.now() })
      return accepted && (() => begin(accepted.id, { work, posted: undefined, resumed: false }))
    },

    async unfinished() {
      const begins: (() => void)[] = []
      for (const { id, payload, state, at } of await inbox.unfinished('slack')) {
        const work = Work.safeParse(payload)
        if (work.success && clock.now().getTime() - at.getTime() < stale) {
          const posted = Posted.safeParse(state).data
          begins.push(() => begin(id, { work: work.data, posted, resumed: true }))
        } else {
          log.warn({ work: id, at }, 'Old work is dropped')
          await inbox.finish(id)
        }
      }
      return () => {
        for (const begin of begins) begin()
      }
    },

    async drain() {
      isClosed = true
      await settled(underWay, draining.answers)
      stopping.abort()
      await settled(underWay, draining.notes)
    },
  }
}

/** Resolves when all are done, or after some milliseconds. */
async function settled(work: ReadonlySet<Promise<void>>, most: number): Promise<void> {
  const done = new AbortController()
  const late = sleep(most, undefined, { signal: done.signal }).catch(() => undefined)
  await Promise.race([Promise.all(work), late])
  done.abort()
}
