import { randomUUID } from 'node:crypto'
import { describeError, PaperboyError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import { code, hint, note, paragraph, reply, text } from '../replies/build.ts'
import type { Prose, Reply } from '../replies/reply.ts'

/**
 * Anything thrown -> a page. A known failure shows what to do about it; anything else shows only a short id, under
 * which the log holds the stack: an unknown error's text may tell what is none of the reader's business.
 */
export function failureReply(error: unknown, log: Log): Reply {
  if (error instanceof PaperboyError) {
    log.info({ cause: describeError(error.cause ?? error) }, error.message)
    return errorReply(error.message, [note(...adviceOf(error))], {
      error: error.message,
      advice: error.advice,
    })
  }
  const id = randomUUID().slice(0, 8)
  log.error({ id, stack: error instanceof Error ? error.stack : String(error) }, 'A command failed')
  const message = 'Something went wrong on my side, and it is in the log.'
  return errorReply(message, [note('Try again; if it happens again, report error ', code(id), '.')], {
    error: message,
    id,
  })
}

/** What to do about a failure, with its lines to type as such. */
export function adviceOf({ advice, type }: PaperboyError): Prose {
  const pieces: Prose[number][] = []
  let rest = advice
  for (const line of type) {
    const at = rest.indexOf(line)
    if (at < 0) continue
    pieces.push(text(rest.slice(0, at)), hint(line))
    rest = rest.slice(at + line.length)
  }
  return [...pieces, text(rest)]
}

/** What is shown where an answer was to be that ended the process each time it was tried, or is of no use any more. */
export async function* givenUpPages(): AsyncGenerator<Reply> {
  const message = 'I could not answer this, and have stopped trying.'
  const advice = 'Ask again, in other words if you can; if that does not help, tell the person who runs me.'
  yield errorReply(message, [note(advice)], { error: message, advice })
}

/** What is shown when the person ended the work before there was anything to show. */
export function stoppedReply(): Reply {
  return reply({ summary: 'Stopped.', tone: 'warning', audience: 'asker', blocks: [paragraph('Stopped.')] })
}

/** What is shown where an answer was to be when the process has to end first: the next one answers. */
export function restartingReply(): Reply {
  const line = 'I have to restart. Your question is kept, and I will answer it here as soon as I am back.'
  return reply({ summary: line, tone: 'warning', blocks: [paragraph(line)] })
}

function errorReply(message: string, advice: Reply['blocks'], data: NonNullable<Reply['data']>): Reply {
  return reply({
    summary: message,
    tone: 'error',
    audience: 'asker',
    blocks: [paragraph(message), ...advice],
    data,
  })
}
