import { emphasis, paragraph, reply } from '../../../replies/build.ts'
import type { Reply } from '../../../replies/reply.ts'
import { faultOf } from '../calling/faults.ts'
import { respond } from '../calling/respond.ts'
import { escapeText, renderReply, type SlackMessage } from '../render.ts'
import { conversationOf, type Place, type Posted } from '../work.ts'
import { openPrivateSurface } from './private-surface.ts'
import { guardOf, type Surface, type Task, type Tools } from './surface.ts'
import { hasPictures, uploadPictures } from './upload-pictures.ts'

type MessagePlace = Extract<Place, { kind: 'thread' | 'channel' | 'direct' }>
type ChannelPlace = Exclude<MessagePlace, { kind: 'direct' }>

/** The message is gone or may no longer be edited. */
const uneditable = /^(?:message_not_found|cant_update_message|edit_window_closed|cannot_update_message)$/
/** Paperboy is not in the channel, where an address to respond to still works. */
const closed = /^(?:not_in_channel|channel_not_found)$/

/** An answer as messages everyone there sees: one that grows, and further ones in its thread when it is long. */
export async function openMessageSurface(task: Task, place: MessagePlace, tools: Tools): Promise<Surface> {
  const { work } = task
  const { client, calls, messages } = tools
  const to = { channel: place.kind === 'direct' ? work.who.id : place.channel }
  const top = place.kind === 'thread' ? place.thread : undefined
  const posted: Posted = task.posted ?? { channel: to.channel, parts: [] }
  const guard = guardOf(task)
  /** Whether messages may be there that are not in `posted`. */
  let mayExist = task.resumed
  /** Slack did not take the first page; only the last is worth another try. */
  let isRefused = false
  let statusWorks = place.kind === 'thread' && place.direct

  /** Shows one part of the answer: in its message when it has one. */
  async function show(part: number, message: SlackMessage): Promise<void> {
    const ts = posted.parts[part]
    if (ts !== undefined) {
      try {
        return await messages.update({ channel: posted.channel, ts }, message, guard)
      } catch (error) {
        const fault = faultOf(error)
        if (fault.kind !== 'refused' || !uneditable.test(fault.code)) throw error
      }
    }
    await post(part, message, mayExist && ts === undefined)
  }

  async function post(part: number, message: SlackMessage, lookFirst = mayExist): Promise<void> {
    const thread = top ?? (part === 0 ? undefined : posted.parts[0])
    const mark = { key: `${work.key}#${part}`, since: work.since, mayExist: lookFirst, ...guard }
    try {
      const at = await messages.post({ channel: posted.channel, thread }, message, mark)
      posted.channel = at.channel
      posted.parts[part] = at.ts
    } catch (error) {
      isRefused = faultOf(error).kind === 'refused'
      mayExist ||= !isRefused
      throw error
    }
    await task.note(posted)
  }

  async function showPictures(page: Reply): Promise<void> {
    const thread = top ?? posted.parts[0]
    if (thread === undefined || !hasPictures(page)) return
    await uploadPictures(page, { posted, to: { channel: posted.channel, thread }, task }, tools)
  }

  /** The line below the conversation that says what is being done; only conversations with Paperboy alone have one. */
  async function showStatus(page: Reply): Promise<boolean> {
    if (place.kind !== 'thread' || !statusWorks) return false
    statusWorks = false
    return calls.attempt('assistant.threads.setStatus', () =>
      client.assistant.threads.setStatus({
        channel_id: place.channel,
        thread_ts: place.thread,
        status: escapeText(page.summary),
      }),
    )
  }

  const asked = (page: Reply): Reply => (work.unseen ? withQuestion(page, task, place) : page)

  if (top === undefined && posted.parts.length === 0) {
    try {
      await post(0, renderReply(asked(startingReply()))[0])
    } catch (error) {
      const fault = faultOf(error)
      if (work.responseUrl === undefined || fault.kind !== 'refused' || !closed.test(fault.code)) throw error
      return responseSurface(task, work.responseUrl, asked, tools)
    }
  }

  return {
    conversation: conversationOf(work, posted),

    async progress(page) {
      if (isRefused) return
      const [message] = renderReply(asked(page))
      const [ts] = posted.parts
      if (ts !== undefined) await messages.tryUpdate({ channel: posted.channel, ts }, message)
      else if (!(await showStatus(page))) await post(0, message).catch(() => undefined)
    },

    async finish(page) {
      if (page.audience !== 'asker' || !isPrivatelyReachable(task, place)) {
        for (const [part, message] of renderReply(asked(page)).entries()) await show(part, message)
        await showPictures(page)
      } else {
        await openPrivateSurface(task, privatePlace(place), tools).finish(page)
        const [ts] = posted.parts
        if (ts !== undefined) await messages.remove({ channel: posted.channel, ts }, guard)
      }
    },
  }
}

/** Commands and clicks can be answered to one person in a channel; what is said there is answered there. */
function isPrivatelyReachable({ work }: Task, place: MessagePlace): place is ChannelPlace {
  return (
    work.responseUrl !== undefined && place.kind !== 'direct' && !(place.kind === 'thread' && place.direct)
  )
}

function privatePlace(place: ChannelPlace): Extract<Place, { kind: 'private' }> {
  const thread = place.kind === 'thread' ? { thread: place.thread } : {}
  return { kind: 'private', channel: place.channel, ...thread, typed: false }
}

/** An answer for a whole channel that Paperboy is not in: shown once, when it is finished. */
function responseSurface(task: Task, url: string, asked: (page: Reply) => Reply, { log }: Tools): Surface {
  return {
    conversation: conversationOf(task.work),
    progress: () => Promise.resolve(),
    async finish(page) {
      const visible = page.audience !== 'asker'
      for (const message of renderReply(asked(page)))
        await respond(url, message, { visible, replacing: false, ...guardOf(task) }, log)
    },
  }
}

/** A question that nobody saw stands above its answer; in a thread only what was asked in words. */
function withQuestion(page: Reply, { work, described }: Task, place: MessagePlace): Reply {
  const question = described.question ?? (place.kind === 'channel' ? work.line : undefined)
  if (question === undefined) return page
  const line = paragraph(emphasis(`${work.who.name ?? 'Someone'} asked: ${question}`))
  return { ...page, blocks: [line, ...page.blocks] }
}

function startingReply(): Reply {
  const line = 'Reading the papers…'
  return reply({ summary: line, tone: 'working', blocks: [paragraph(line)] })
}
