import { audienceOfPage } from '../../../platform/audience.ts'
import { emphasis, paragraph, reply } from '../../../replies/build.ts'
import { truncate } from '../../../replies/clean.ts'
import { isCited } from '../../../replies/plain.ts'
import type { Reply } from '../../../replies/reply.ts'
import { faultOf } from '../calling/faults.ts'
import { respond } from '../calling/respond.ts'
import { limits } from '../limits.ts'
import { renderReply, type SlackMessage } from '../render.ts'
import { conversationOf, type Place, type Posted } from '../work.ts'
import { withHints } from './hints.ts'
import { openPrivateSurface } from './private-surface.ts'
import { guardOf, type Surface, type Task, type Tools } from './surface.ts'
import { hasFiles, uploadFiles } from './upload-files.ts'

type MessagePlace = Extract<Place, { kind: 'thread' | 'channel' | 'direct' }>

/** The message is gone or may no longer be edited. */
const uneditable = /^(?:message_not_found|cant_update_message|edit_window_closed|cannot_update_message)$/
/** Paperboy is not in the channel, where an address to respond to still works. */
const closed = /^(?:not_in_channel|channel_not_found)$/

/**
 * An answer as messages everyone there sees: one that grows, and further ones in its thread when it is long. Until there
 * is a sentence to read, that it is worked on is a status, not a message: an edit of a message notifies nobody.
 */
export async function openMessageSurface(task: Task, place: MessagePlace, tools: Tools): Promise<Surface> {
  const { work } = task
  const { client, calls, messages, takenBack, log } = tools
  const to = { channel: place.kind === 'direct' ? work.who.id : place.channel }
  const inThread = place.kind === 'thread' && !place.open ? place : undefined
  const top = inThread?.thread
  /** A message that stood there before, and stays when nothing comes of it. */
  const before = place.kind === 'thread' ? place.message : undefined
  const posted: Posted = task.posted ?? {
    channel: to.channel,
    parts: before === undefined ? [] : [before],
  }
  const conversation = conversationOf(work, posted)
  const guard = guardOf(task)
  /** Whether messages may be there that are not in `posted`. */
  let mayExist = task.resumed
  /** Slack did not take the first page; only the last is worth another try. */
  let isRefused = false
  let hasStatus = false
  const isTakenBack = () => takenBack.has(work.key)

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
    if (isTakenBack()) return
    const thread = top ?? (part === 0 ? undefined : posted.parts[0])
    const asker = work.who.id
    const mark = { key: `${work.key}#${part}`, asker, since: work.since, mayExist: lookFirst, ...guard }
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
    // What begins a thread is gone on with in that.
    if (top === undefined && part === 0) await tools.turns.move(conversation, conversationOf(work, posted))
  }

  async function showPictures(page: Reply): Promise<void> {
    const thread = top ?? posted.parts[0]
    if (thread === undefined || !hasFiles(page)) return
    await uploadFiles(page, { posted, to: { channel: posted.channel, thread }, task }, tools)
  }

  /** Below the thread, or in a line to the one who asked by command: what is being done. Never throws. */
  async function showStatus(page: Reply): Promise<void> {
    if (inThread) {
      hasStatus = true
      await setStatus('is working on it…', [truncate(page.summary, limits.status)])
    } else if (place.kind === 'channel' && work.responseUrl !== undefined && !hasStatus) {
      hasStatus = true
      const line = `${page.summary} The answer comes here, for everybody to read.`
      const [message] = renderReply(reply({ summary: line, tone: 'working', blocks: [paragraph(line)] }))
      await respond(work.responseUrl, message, { visible: false, ...guard }, log).catch(() => undefined)
    }
  }

  async function setStatus(status: string, loading_messages: string[] = []): Promise<void> {
    if (!inThread) return
    const line = {
      ...{ channel_id: inThread.channel, thread_ts: inThread.thread, status },
      ...(loading_messages.length > 0 && { loading_messages }),
    }
    await calls.attempt('assistant.threads.setStatus', () => client.assistant.threads.setStatus(line))
  }

  const asked = (page: Reply): Reply => (work.unseen ? withQuestion(page, task, place) : page)
  const drawn = (page: Reply) => renderReply(withHints(asked(page), place), { askedBy: work.who.id })

  async function finishForAll(page: Reply): Promise<void> {
    try {
      for (const [part, message] of drawn(page).entries()) await show(part, message)
    } catch (error) {
      const fault = faultOf(error)
      const isClosed = place.kind === 'channel' && fault.kind === 'refused' && closed.test(fault.code)
      if (work.responseUrl === undefined || !isClosed) throw error
      for (const message of drawn(page))
        await respond(work.responseUrl, message, { visible: true, ...guard }, log)
      return
    }
    await showPictures(page)
  }

  async function removeAll(): Promise<void> {
    const own = posted.parts.filter((ts) => ts !== before)
    for (const ts of own) await messages.remove({ channel: posted.channel, ts }, guard)
  }

  return {
    conversation,

    async progress(page) {
      if (isRefused || isTakenBack()) return
      const [ts] = posted.parts
      // A page that is turned stays until the next one is there.
      if (before !== undefined) return
      if (ts !== undefined) await messages.tryUpdate({ channel: posted.channel, ts }, drawn(page)[0])
      else if (isCited(page)) await post(0, drawn(page)[0]).catch(() => undefined)
      else await showStatus(page)
    },

    async finish(page) {
      if (audienceOfPage('everyone', page) === 'everyone' || !isReadByOthers(place)) await finishForAll(page)
      else {
        await openPrivateSurface(task, besideOf(place), tools).finish(page)
        if (hasStatus) await setStatus('')
        await removeAll()
      }
      if (isTakenBack()) await removeAll()
    },
  }
}

/** A conversation with Paperboy alone is private as a whole. */
const isReadByOthers = (place: MessagePlace): place is Exclude<MessagePlace, { kind: 'direct' }> =>
  place.kind === 'channel' || (place.kind === 'thread' && !place.direct)

/** Beside the question: in its thread, unless it only begins one, in which Slack shows private lines to nobody. */
function besideOf(place: Exclude<MessagePlace, { kind: 'direct' }>): Extract<Place, { kind: 'private' }> {
  const isIn = place.kind === 'thread' && !place.begins
  return { kind: 'private', channel: place.channel, ...(isIn && { thread: place.thread }) }
}

/** A question that nobody saw stands above its answer; in a thread only what was asked in words. */
function withQuestion(page: Reply, { work, described }: Task, place: MessagePlace): Reply {
  const question = described.question ?? (place.kind === 'channel' ? work.line : undefined)
  if (question === undefined) return page
  const line = paragraph(emphasis(`${work.who.name ?? 'Someone'} asked: ${question}`))
  return { ...page, blocks: [line, ...page.blocks] }
}
