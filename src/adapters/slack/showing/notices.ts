import { randomUUID } from 'node:crypto'
import { code, note, paragraph, reply } from '../../../replies/build.ts'
import { truncate } from '../../../replies/clean.ts'
import type { Reply } from '../../../replies/reply.ts'
import { explainRefusal, faultOf } from '../calling/faults.ts'
import { respond } from '../calling/respond.ts'
import { renderReply } from '../render.ts'
import type { Work } from '../work.ts'
import type { Tools } from './surface.ts'

/** Longest piece of a question that a notice repeats, in UTF-16 units. */
const longestQuestion = 200

/**
 * Tells a person that their answer could not be shown and what to do, by a way that is still open: the address that
 * came with the command, else their conversation with Paperboy. The log says the same under the same id.
 */
export async function reportFailure(work: Work, error: unknown, tools: Tools): Promise<void> {
  const { messages, log } = tools
  const id = randomUUID().slice(0, 8)
  const fault = faultOf(error)
  const stack = fault.kind === 'refused' || !(error instanceof Error) ? undefined : error.stack
  log.error({ id, fault, place: work.place, team: work.team, stack }, 'An answer could not be shown')
  const [message] = renderReply(noticeReply(work, fault, id))
  try {
    if (work.responseUrl !== undefined)
      return await respond(work.responseUrl, message, { visible: false }, log)
  } catch (closed) {
    log.info({ id, fault: faultOf(closed) }, 'The address to respond to is closed')
  }
  try {
    const mark = { key: `${work.key}#notice`, since: work.since, mayExist: false }
    await messages.post({ channel: work.who.id }, message, mark)
  } catch (unreachable) {
    log.error({ id, fault: faultOf(unreachable) }, 'Nor could the person be told')
  }
}

function noticeReply(work: Work, fault: ReturnType<typeof faultOf>, id: string): Reply {
  const { message, advice } =
    fault.kind === 'refused'
      ? explainRefusal(fault.code, fault.needed)
      : { message: 'Something went wrong on my side.', advice: 'Ask again in a moment.' }
  return reply({
    summary: message,
    tone: 'error',
    audience: 'asker',
    blocks: [
      paragraph(
        `I could not answer “${truncate(work.line, longestQuestion)}”: ${lowerFirst(message)} ${advice}`,
      ),
      note('If you report this, add error ', code(id), '.'),
    ],
  })
}

/** "I" stays as it is. */
const lowerFirst = (sentence: string): string =>
  /^I\b/.test(sentence) ? sentence : sentence.charAt(0).toLowerCase() + sentence.slice(1)
