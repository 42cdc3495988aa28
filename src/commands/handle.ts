import { randomUUID } from 'node:crypto'
import { describeError, PaperboyError } from '../lib/errors.ts'
import { eachAsRequest, requestId } from '../lib/request-id.ts'
import type { PaperId } from '../papers/paper.ts'
import { paragraph, reply, run } from '../replies/build.ts'
import { cleanLine } from '../replies/clean.ts'
import { plainText } from '../replies/plain.ts'
import type { Reply } from '../replies/reply.ts'
import type { Command, Handle, Request, Shown } from './command.ts'
import { failureReply, stoppedReply } from './failure.ts'
import type { Unclear } from './intents/unclear.ts'
import { route } from './route.ts'
import type { Services } from './services.ts'

/** Longest line that is read, in UTF-16 units; a question is far shorter, a pasted paper far longer. */
export const longestLine = 4000

/**
 * The one way in: a request from any platform -> the pages of its reply, each replacing the one before. Whatever
 * happens becomes a page. A page that shows papers or an answer is remembered as a turn of its conversation before it
 * is passed on, so that its buttons work as soon as they are seen. What no platform gave an id is done as the request of
 * its turn.
 */
export function createHandle(commands: readonly Command[], services: Services): Handle {
  return (request, signal = new AbortController().signal) => {
    const turn = randomUUID()
    return eachAsRequest(requestId() ?? turn, pagesOf(request, turn, signal))
  }

  async function* pagesOf(request: Request, turn: string, signal: AbortSignal): AsyncIterable<Reply> {
    try {
      for await (const shown of respond(request, turn, signal)) {
        if (shown.papers && !request.unasked) await remember(request, turn, shown, shown.papers)
        yield shown.reply
      }
    } catch (error) {
      yield signal.aborted ? stoppedReply() : failureReply(error, services.log)
    }
  }

  async function* respond(request: Request, turn: string, signal: AbortSignal): AsyncIterable<Shown> {
    if (request.line.length > longestLine) {
      yield { reply: tooLongReply() }
      return
    }
    signal.throwIfAborted()
    // Commands get the line as it was typed; only one that shows nothing at all counts as empty.
    const line = cleanLine(request.line) === '' ? '' : request.line.trim()
    const wanted = route(line, commands)
    if (wanted.kind === 'suggest') {
      yield { reply: suggestionReply(wanted.typed, `${wanted.name} ${wanted.rest}`.trim(), line) }
      return
    }
    if (wanted.kind === 'unclear') {
      yield { reply: unclearReply(wanted) }
      return
    }
    const command = commands.find(({ name }) => name === wanted.name)
    if (!command) throw new PaperboyError(`There is no command ${wanted.name}.`, 'Try help.')
    services.log.info({ command: command.name, platform: request.where.platform, turn }, 'A command begins')
    yield* command.run({ request, rest: wanted.rest, turn, signal }, services)
  }

  /** Losing a turn costs a follow-up its context; losing the answer would cost more, so this never fails. */
  async function remember(
    request: Request,
    turn: string,
    { reply, claims = [], question }: Shown,
    papers: readonly PaperId[],
  ): Promise<void> {
    try {
      await services.store.turns.append({
        id: turn,
        conversation: request.where.conversation,
        person: request.who.id,
        at: services.clock.now(),
        line: request.line,
        answer: plainText({ ...reply, actions: [] }),
        papers,
        claims,
        ...(question !== undefined && { question }),
      })
    } catch (error) {
      services.log.error({ error: describeError(error) }, 'A turn could not be remembered')
    }
  }
}

function tooLongReply(): Reply {
  const message = 'That is too long to read as a question.'
  return reply({
    summary: message,
    tone: 'warning',
    audience: 'asker',
    blocks: [
      paragraph(
        `That is too long to read as a question: at most ${longestLine.toLocaleString('en')} characters.`,
      ),
      paragraph('Ask in a sentence or two.'),
    ],
  })
}

function unclearReply({ question, choices }: Unclear): Reply {
  return reply({
    summary: question,
    tone: 'warning',
    audience: 'asker',
    blocks: [paragraph(question)],
    actions: choices.map(({ label, line }) => run(label, line)),
  })
}

function suggestionReply(typed: string, command: string, line: string): Reply {
  const question = `There is no command “${typed}”. Did you mean “${command}”?`
  return reply({
    summary: question,
    tone: 'warning',
    audience: 'asker',
    blocks: [paragraph(question)],
    actions: [run(command, command), run('Ask it as a question', `ask ${line}`)],
  })
}
