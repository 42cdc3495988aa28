import { describeError } from '../../lib/errors.ts'
import type { Address, Handle, Person } from '../../platform/request.ts'
import { paragraph, reply } from '../../replies/build.ts'
import type { Reply } from '../../replies/reply.ts'
import { saveImages } from './save-images.ts'

/** How long a stopped answer may take to round itself off, in milliseconds. */
const patience = 500

/** A conversation in the terminal: who speaks, and what their follow-ups share. */
export type Conversation = { who: Person; where: Address }

/** A conversation with somebody at this machine. */
export function terminalConversation(who: Person, conversation: string): Conversation {
  return { who, where: { platform: 'terminal', conversation } }
}

/** Where pictures are to be saved, at the end of a line: `map diffusion to papers.png`. */
const atEnd = /\s+to\s+(\S+\.png)$/i

/** Ever fuller replies to a line; ends at once when stopped, or shortly after with what the work had by then. */
export async function* repliesTo(
  handle: Handle,
  typed: string,
  { who, where }: Conversation,
  signal: AbortSignal,
): AsyncIterable<Reply> {
  const [, file] = atEnd.exec(typed) ?? []
  const line = typed.replace(atEnd, '')
  const replies = handle({ who, where, line }, signal)[Symbol.asyncIterator]()
  const { promise: givenUp, resolve: giveUp } = Promise.withResolvers<'given up'>()
  let timer: NodeJS.Timeout | undefined
  const onAbort = () => {
    timer = setTimeout(giveUp, patience, 'given up')
  }
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  try {
    for (;;) {
      const next = await Promise.race([replies.next(), givenUp])
      if (next === 'given up' || next.done) return
      yield await withImagesSaved(next.value, file)
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    clearTimeout(timer)
  }
}

/** A picture that cannot be saved costs no more than itself: the page says so and shows the rest. */
async function withImagesSaved(page: Reply, file: string | undefined): Promise<Reply> {
  try {
    return await saveImages(page, file)
  } catch (error) {
    return { ...page, tone: 'warning', blocks: [paragraph(describeError(error)), ...page.blocks] }
  }
}

/** The last, complete reply to a line. */
export async function finalReply(
  handle: Handle,
  line: string,
  conversation: Conversation,
  signal: AbortSignal,
): Promise<Reply> {
  let last: Reply | undefined
  for await (const next of repliesTo(handle, line, conversation, signal)) last = next
  return last ?? reply({ summary: 'Stopped.', tone: 'error', blocks: [] })
}
