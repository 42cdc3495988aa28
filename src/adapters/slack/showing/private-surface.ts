import { note } from '../../../replies/build.ts'
import type { Reply } from '../../../replies/reply.ts'
import { faultOf } from '../calling/faults.ts'
import { respond } from '../calling/respond.ts'
import { limits } from '../limits.ts'
import { renderReply, type SlackMessage } from '../render.ts'
import { conversationOf, type Place } from '../work.ts'
import { guardOf, type Surface, type Task, type Tools } from './surface.ts'
import { hasPictures, uploadPictures } from './upload-pictures.ts'

type PrivatePlace = Extract<Place, { kind: 'private' }>

/** An answer that only the one who asked sees, where they asked. */
export function openPrivateSurface(task: Task, place: PrivatePlace, tools: Tools): Surface {
  const { work } = task
  const send = createPrivateSender(task, place, tools)
  let begun = false
  return {
    conversation: conversationOf({ ...work, place }),

    async progress(page) {
      if (begun || !place.typed || task.resumed) return
      begun = true
      await send(renderReply(page)[0], { replacing: false }).catch(() => undefined)
    },

    async finish(page) {
      const whole = hasPictures(page) ? await withPicturesApart(page, task, tools) : page
      for (const [part, message] of renderReply(whole).entries()) {
        await send(message, { replacing: begun && part === 0 })
      }
    },
  }
}

/**
 * Slack shows a file only to all who read a conversation, so pictures go into the one that the person has with
 * Paperboy; the page says so.
 */
async function withPicturesApart(page: Reply, task: Task, tools: Tools): Promise<Reply> {
  const channel = await directChannel(task.work.who.id, tools)
  if (channel === undefined) return page
  const posted = task.posted ?? { channel, parts: [] }
  if (!(await uploadPictures(page, { posted, to: { channel }, task }, tools))) return page
  return { ...page, blocks: [...page.blocks, note('The picture is in your direct messages with me.')] }
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

/**
 * Sends messages to one person by whatever way is open: in the thread, else through the address that came with the
 * command or click, else in the channel, else in their conversation with Paperboy.
 */
function createPrivateSender(
  task: Task,
  { channel, thread }: PrivatePlace,
  { messages, log }: Tools,
): (message: SlackMessage, how: { replacing: boolean }) => Promise<void> {
  const { work } = task
  const guard = guardOf(task)
  let responses = 0
  let sent = 0

  return async (message, { replacing }) => {
    sent++
    const { responseUrl } = work
    const answering = async () => {
      if (responseUrl === undefined || responses >= limits.respond.uses)
        throw new Error('No address to respond to')
      responses++
      await respond(responseUrl, message, { visible: false, replacing, ...guard }, log)
    }
    const inChannel = () => messages.postEphemeral({ channel, thread, user: work.who.id }, message, guard)
    const ways = thread === undefined ? [answering, inChannel] : [inChannel, answering]
    for (const way of ways) {
      try {
        return await way()
      } catch (error) {
        if (!task.isMine()) throw error
        log.debug({ fault: faultOf(error) }, 'One way to answer in private is closed')
      }
    }
    const mark = { key: `${work.key}#private${sent}`, since: work.since, mayExist: task.resumed, ...guard }
    await messages.post({ channel: work.who.id }, message, mark)
  }
}
