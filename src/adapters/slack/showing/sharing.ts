import { mayBeShared } from '../../../platform/audience.ts'
import { emphasis, note, paragraph, reply } from '../../../replies/build.ts'
import type { Reply } from '../../../replies/reply.ts'
import { faultOf } from '../calling/faults.ts'
import { respond } from '../calling/respond.ts'
import { renderReply, renderView } from '../render.ts'
import { conversationOf, type Place } from '../work.ts'
import { withHints } from './hints.ts'
import { fillView } from './modal-views.ts'
import { openPrivateSurface } from './private-surface.ts'
import { guardOf, type Surface, type Task, type Tools } from './surface.ts'

type SharedPlace = Extract<Place, { kind: 'shared' }>

/**
 * A page that one person saw, for everybody where they asked, in their name. It goes through the address that came with
 * their click, which works without being in the channel; where Slack refuses that, they are told so.
 */
export function openSharedSurface(task: Task, place: SharedPlace, tools: Tools): Surface {
  const { work } = task
  const known = tools.seen.get(work.shares ?? '')
  const { channel, thread } = place
  const alone = { kind: 'private', channel, ...(thread !== undefined && { thread }) } as const

  async function share(page: Reply): Promise<void> {
    const line = paragraph(emphasis(`${work.who.name ?? 'Someone'} shared: ${work.line.replace(/^\//, '')}`))
    const told = { ...page, blocks: [line, ...page.blocks] }
    for (const message of renderReply(withHints(told, place), { askedBy: work.who.id })) {
      if (work.responseUrl === undefined) throw new Error('There is no address to respond to')
      await respond(work.responseUrl, message, { visible: true, thread, ...guardOf(task) }, tools.log)
    }
  }

  /** The page goes on standing where it was read, without the button. */
  async function mark(page: Reply): Promise<void> {
    const marked = withHints({ ...page, blocks: [...page.blocks, note('Shared here.')] }, alone)
    const blocks = renderView(marked)
    try {
      if (place.view !== undefined) {
        const { responseUrl: url } = work
        const origin = { channel, ...(thread !== undefined && { thread }), ...(url !== undefined && { url }) }
        if (blocks) await fillView(place.view, { origin, blocks }, tools, guardOf(task))
      } else if (work.responseUrl !== undefined) {
        const [message] = renderReply(marked)
        await respond(
          work.responseUrl,
          message,
          { visible: false, replacing: true, ...guardOf(task) },
          tools.log,
        )
      }
    } catch (error) {
      tools.log.info({ fault: faultOf(error) }, 'A page could not be marked as shared')
    }
  }

  return {
    conversation: conversationOf(work),
    ...(known && { known }),
    progress: () => Promise.resolve(),
    async finish(page) {
      // Made again, it may be a warning to the person who shares it.
      if (!mayBeShared(page)) return openPrivateSurface(task, alone, tools).finish(page)
      try {
        await share(page)
      } catch (error) {
        if (!task.isMine()) throw error
        tools.log.info({ fault: faultOf(error) }, 'A page could not be shared')
        return openPrivateSurface(task, alone, tools).finish(refusedReply())
      }
      await mark(page)
    },
  }
}

function refusedReply(): Reply {
  const line = 'Slack did not let me share that here: a page can be shared for half an hour, a few times.'
  return reply({
    summary: line,
    tone: 'warning',
    audience: 'asker',
    blocks: [paragraph(line), note('Ask again and share the new one, or mention me here.')],
  })
}
