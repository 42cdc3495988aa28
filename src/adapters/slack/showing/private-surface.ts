import { faultOf } from '../calling/faults.ts'
import { respond } from '../calling/respond.ts'
import { limits } from '../limits.ts'
import { renderReply, type SlackMessage } from '../render.ts'
import { conversationOf, type Place, type Work } from '../work.ts'
import type { Surface, Task, Tools } from './surface.ts'

type PrivatePlace = Extract<Place, { kind: 'private' }>

/** An answer that only the one who asked sees, where they asked. */
export function openPrivateSurface(task: Task, place: PrivatePlace, tools: Tools): Surface {
  const { work } = task
  const send = createPrivateSender(work, place, tools)
  let begun = false
  return {
    conversation: conversationOf({ ...work, place }),

    async progress(page) {
      if (begun || !place.typed || task.resumed) return
      begun = true
      await send(renderReply(page)[0], { replacing: false }).catch(() => undefined)
    },

    async finish(page) {
      for (const [part, message] of renderReply(page).entries()) {
        await send(message, { replacing: begun && part === 0 })
      }
    },
  }
}

/**
 * Sends messages to one person by whatever way is open: in the thread, else through the address that came with the
 * command or click, else in the channel, else in their conversation with Paperboy.
 */
function createPrivateSender(
  work: Work,
  { channel, thread }: PrivatePlace,
  { messages, log }: Tools,
): (message: SlackMessage, how: { replacing: boolean }) => Promise<void> {
  let responses = 0
  let sent = 0

  return async (message, { replacing }) => {
    sent++
    const { responseUrl } = work
    const answering = async () => {
      if (responseUrl === undefined || responses >= limits.respond.uses)
        throw new Error('No address to respond to')
      responses++
      await respond(responseUrl, message, { visible: false, replacing })
    }
    const inChannel = () => messages.postEphemeral({ channel, thread, user: work.who.id }, message)
    const ways = thread === undefined ? [answering, inChannel] : [inChannel, answering]
    for (const way of ways) {
      try {
        return await way()
      } catch (error) {
        log.debug({ fault: faultOf(error) }, 'One way to answer in private is closed')
      }
    }
    const mark = { key: `${work.key}#private${sent}`, since: work.since, mayExist: false }
    await messages.post({ channel: work.who.id }, message, mark)
  }
}
