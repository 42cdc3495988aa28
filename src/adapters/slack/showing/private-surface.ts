import { mayBeShared } from '../../../platform/audience.ts'
import { emphasis, note, paragraph, reply } from '../../../replies/build.ts'
import type { Reply } from '../../../replies/reply.ts'
import { faultOf } from '../calling/faults.ts'
import { respond } from '../calling/respond.ts'
import type { Sharing } from '../drawing/buttons.ts'
import { renderReply, type SlackMessage } from '../render.ts'
import { conversationOf, type Place, type Work } from '../work.ts'
import { withHints } from './hints.ts'
import { guardOf, type Surface, type Task, type Tools } from './surface.ts'
import { hasFiles, uploadFiles } from './upload-files.ts'

type PrivatePlace = Extract<Place, { kind: 'private' }>

/**
 * An answer that only the one who asked sees, in a line where they asked. Slack forgets such lines with the next reload,
 * so what is longer than one goes into the conversation that the person has with Paperboy, and the line says so.
 */
export function openPrivateSurface(task: Task, place: PrivatePlace, tools: Tools): Surface {
  const { work } = task
  return {
    conversation: conversationOf({ ...work, place }),
    progress: () => Promise.resolve(),
    async finish(page) {
      const whole = await withFilesApart(page, task, tools)
      tools.seen.set(work.key, whole)
      const [message, ...more] = renderReply(withHints(whole, place), { sharing: sharingOf(work, whole) })
      if (more.length === 0) return send(task, place, message, tools)
      await sendDirectly(whole, task, tools)
      await send(task, place, renderReply(elsewhereReply())[0], tools)
    },
  }
}

/** What the button carries that shares a private page; undefined where it is nobody else's business. */
export function sharingOf({ key, line, about }: Work, page: Reply): Sharing | undefined {
  return mayBeShared(page) ? { key, line, ...(about && { about }) } : undefined
}

function elsewhereReply(): Reply {
  const line = 'That is long, so it is in your direct messages with me.'
  return reply({ summary: line, tone: 'warning', audience: 'asker', blocks: [paragraph(line)] })
}

/**
 * Slack shows a file only to all who read a conversation, so files go into the one that the person has with
 * Paperboy; the page says so.
 */
export async function withFilesApart(page: Reply, task: Task, tools: Tools): Promise<Reply> {
  if (!hasFiles(page)) return page
  const channel = await directChannel(task.work.who.id, tools)
  if (channel === undefined) return page
  const posted = task.posted ?? { channel, parts: [] }
  if (!(await uploadFiles(page, { posted, to: { channel }, task }, tools))) return page
  const what = page.blocks.some(({ kind }) => kind === 'image') ? 'picture' : 'file'
  return { ...page, blocks: [...page.blocks, note(`The ${what} is in your direct messages with me.`)] }
}

/** A person's conversation with Paperboy; undefined when it cannot be opened. */
async function directChannel(users: string, { client, calls, log }: Tools): Promise<string | undefined> {
  try {
    const opened = await calls.call('conversations.open', () => client.conversations.open({ users }))
    return opened.channel?.id
  } catch (error) {
    log.warn({ fault: faultOf(error) }, 'A conversation for a picture could not be opened')
    return undefined
  }
}

/** A page in the conversation that its asker has with Paperboy, below what they asked. @throws when Slack refuses it */
export async function sendDirectly(page: Reply, task: Task, { messages }: Tools): Promise<void> {
  const { work } = task
  const asked = paragraph(emphasis(`You asked: ${work.line}`))
  const whole = withHints({ ...page, blocks: [asked, ...page.blocks] }, { kind: 'direct' })
  const parts = renderReply(whole, { askedBy: work.who.id })
  let thread: string | undefined
  for (const [part, message] of parts.entries()) {
    const mark = {
      key: `${work.key}#direct${part}`,
      since: work.since,
      mayExist: task.resumed,
      ...guardOf(task),
    }
    const at = await messages.post({ channel: work.who.id, thread }, message, mark)
    thread ??= at.ts
  }
}

/**
 * Sends a line to one person by whatever way is open: in the thread, else through the address that came with the command
 * or click, else in the channel, else in their conversation with Paperboy.
 */
async function send(
  task: Task,
  { channel, thread, replaces }: PrivatePlace,
  message: SlackMessage,
  { messages, log }: Tools,
): Promise<void> {
  const { work } = task
  const guard = guardOf(task)
  const answering = async () => {
    if (work.responseUrl === undefined) throw new Error('No address to respond to')
    await respond(work.responseUrl, message, { visible: false, replacing: replaces === true, ...guard }, log)
  }
  const inChannel = () => messages.postEphemeral({ channel, thread, user: work.who.id }, message, guard)
  const ways = thread === undefined || replaces ? [answering, inChannel] : [inChannel, answering]
  for (const way of ways) {
    try {
      return await way()
    } catch (error) {
      if (!task.isMine()) throw error
      log.debug({ fault: faultOf(error) }, 'One way to answer in private is closed')
    }
  }
  const mark = { key: `${work.key}#private`, since: work.since, mayExist: task.resumed, ...guard }
  await messages.post({ channel: work.who.id }, message, mark)
}
