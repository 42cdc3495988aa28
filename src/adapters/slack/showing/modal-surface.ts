import type { Reply } from '../../../replies/reply.ts'
import { faultOf } from '../calling/faults.ts'
import type { Origin } from '../modal-origin.ts'
import { renderView } from '../render.ts'
import { conversationOf, type Place, type Work } from '../work.ts'
import { withHints } from './hints.ts'
import { fillView, pageView, waitingView } from './modal-views.ts'
import { openPrivateSurface, sendDirectly, sharingOf, withFilesApart } from './private-surface.ts'
import { guardOf, type Surface, type Task, type Tools } from './surface.ts'

type ModalPlace = Extract<Place, { kind: 'modal' }>

/**
 * A page over the conversation, for the one who asked. It opens at once, since a trigger is good for three seconds, and
 * is filled when the page is there. Where it could not open, the page comes as a private message, and where it was
 * closed meanwhile, or is too small, into the person's direct conversation.
 */
export async function openModalSurface(task: Task, place: ModalPlace, tools: Tools): Promise<Surface> {
  const { client, calls, log } = tools
  const { work } = task
  const origin = originOf(work, place)
  const isAbove = place.above === true
  const known = task.posted?.view
  const view = known ?? (task.resumed ? undefined : await openLoading()) ?? place.view
  if (view !== undefined && view !== known) await task.note({ channel: place.channel, parts: [], view })

  async function openLoading(): Promise<string | undefined> {
    // A form that was sent off stands there, and waits already.
    if (place.view !== undefined && !isAbove) return place.view
    try {
      const waiting = { trigger_id: place.trigger, view: waitingView(origin, isAbove) }
      return (await (isAbove ? client.views.push(waiting) : client.views.open(waiting))).view?.id
    } catch (error) {
      log.info({ fault: faultOf(error) }, 'A modal could not be opened')
      return undefined
    }
  }

  /** -> whether it stands there now. */
  async function fill(into: string, page: Reply): Promise<boolean> {
    const blocks = renderView(withHints(page, place), sharingOf(work, page))
    if (blocks === undefined) return false
    try {
      await fillView(into, { origin, blocks, isAbove }, tools, guardOf(task))
      return true
    } catch (error) {
      if (!task.isMine()) throw error
      log.info({ fault: faultOf(error) }, 'A modal was closed before its page was there')
      return false
    }
  }

  return {
    conversation: conversationOf(work),

    async progress(page) {
      const blocks = view === undefined ? undefined : renderView(withHints(page, place))
      if (view === undefined || blocks === undefined) return
      const update = { view_id: view, view: pageView({ origin, blocks, isAbove }) }
      await calls.attempt('views.update', () => client.views.update(update))
    },

    async finish(page) {
      const { channel, thread } = place
      const beside = { kind: 'private', channel, ...(thread !== undefined && { thread }) } as const
      if (view === undefined) return openPrivateSurface(task, beside, tools).finish(page)
      const whole = await withFilesApart(page, task, tools)
      tools.seen.set(work.key, whole)
      if (!(await fill(view, whole))) await sendDirectly(whole, task, tools)
    },
  }
}

export function originOf({ responseUrl }: Work, { channel, thread }: ModalPlace): Origin {
  return {
    channel,
    ...(thread !== undefined && { thread }),
    ...(responseUrl !== undefined && { url: responseUrl }),
  }
}
