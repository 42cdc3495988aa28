import { paragraph } from '../../../replies/build.ts'
import type { Reply } from '../../../replies/reply.ts'
import { faultOf } from '../calling/faults.ts'
import { type Drawn, drawBlock } from '../drawing/draw-block.ts'
import { writeOrigin } from '../modal-origin.ts'
import { renderView } from '../render.ts'
import { conversationOf, type Place } from '../work.ts'
import { openPrivateSurface } from './private-surface.ts'
import { guardOf, type Surface, type Task, type Tools } from './surface.ts'

type ModalPlace = Extract<Place, { kind: 'modal' }>

/**
 * A page over the conversation, for the one who clicked. It opens at once, since a click's trigger is good for three
 * seconds; where it cannot open or the page is too long for it, the page comes as a private message.
 */
export async function openModalSurface(task: Task, place: ModalPlace, tools: Tools): Promise<Surface> {
  const { client, calls, log } = tools
  const { channel, thread } = place
  const modal = (title: 'Paperboy' | 'Evidence', blocks: Drawn[]) => ({
    type: 'modal' as const,
    title: plain(title),
    close: plain(place.above ? 'Back' : 'Close'),
    private_metadata: writeOrigin(place),
    blocks,
  })
  const view = task.resumed ? undefined : await openLoading()
  const besides = openPrivateSurface(
    task,
    { kind: 'private', channel, ...(thread !== undefined && { thread }), typed: false },
    tools,
  )

  async function openLoading(): Promise<string | undefined> {
    try {
      const waiting = {
        trigger_id: place.trigger,
        view: modal('Paperboy', [...drawBlock(paragraph('One moment…'))]),
      }
      const opened = await (place.above ? client.views.push(waiting) : client.views.open(waiting))
      return opened.view?.id
    } catch (error) {
      log.info({ fault: faultOf(error) }, 'A modal could not be opened; its page is sent as a message')
      return undefined
    }
  }

  async function showInModal(page: Reply): Promise<boolean> {
    const blocks = renderView(page)
    if (view === undefined || blocks === undefined) return false
    try {
      await calls.call(
        'views.update',
        () =>
          client.views.update({ view_id: view, view: modal(place.above ? 'Paperboy' : 'Evidence', blocks) }),
        guardOf(task),
      )
      return true
    } catch (error) {
      if (!task.isMine()) throw error
      log.info({ fault: faultOf(error) }, 'A modal was closed before its page was there')
      return false
    }
  }

  return {
    conversation: conversationOf(task.work),
    progress: () => Promise.resolve(),
    async finish(page) {
      if (!(await showInModal(page))) await besides.finish(page)
    },
  }
}

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false }) as const
