import { randomUUID } from 'node:crypto'
import { describeError, PaperboyError } from '../lib/errors.ts'
import { eachAsRequest, requestId } from '../lib/request-id.ts'
import type { PaperId } from '../papers/paper.ts'
import type { Route } from '../platform/describe.ts'
import { failureReply, stoppedReply } from '../platform/failure.ts'
import type { Option } from '../platform/menu.ts'
import type { Handle, Request } from '../platform/request.ts'
import { paragraph, reply, run } from '../replies/build.ts'
import { isCited, plainText } from '../replies/plain.ts'
import type { Reply } from '../replies/reply.ts'
import { eachHiding, hiddenIn, hiding } from '../store/hidden.ts'
import { wordsAbove } from './above.ts'
import type { Command, DescribedRequest, Shown } from './command.ts'
import { createDescribe, described, longestLine } from './describe.ts'
import { filesReply, withFiles } from './files.ts'
import { askedForReply, runsByReading } from './ordered.ts'
import { countLinks } from './place-votes.ts'
import type { Services } from './services.ts'
import { leansOnPosts } from './which-subscription.ts'
import { createTellWordsOnly } from './words-only.ts'

/**
 * The one way in: a request from any platform -> the pages of its reply, each replacing the one before. Whatever
 * happens becomes a page. A page that shows papers or an answer is remembered as a turn of its conversation before it
 * is passed on, so that its buttons work as soon as they are seen. What no platform gave an id is done as the request of
 * its turn.
 */
export function createHandle(
  commands: readonly Command[],
  services: Services,
  describe = createDescribe(commands),
): Handle {
  const tellWordsOnly = createTellWordsOnly(services.engine)
  return (request, signal = new AbortController().signal) => {
    const turn = randomUUID()
    return eachAsRequest(requestId() ?? turn, pagesOf(described(request, describe), turn, signal))
  }

  async function* pagesOf(
    request: DescribedRequest,
    turn: string,
    signal: AbortSignal,
  ): AsyncIterable<Reply> {
    try {
      const hidden = await hiddenIn(request.where, services.store)
      const pages = eachHiding(hidden, tellWithheld(respond(request, turn, signal), request))
      for await (const shown of welcome(pages, request)) {
        if (shown.papers && !request.unasked) await remember(request, turn, shown, shown.papers)
        const page =
          shown.question === undefined || request.unasked
            ? shown.reply
            : await tellWordsOnly(shown.reply, request.where.conversation)
        yield withFiles(page, request.files ?? [])
      }
      // After the page, which may have brought the papers in.
      await hiding(hidden, () => countLinks(request, services))
    } catch (error) {
      const page = signal.aborted ? stoppedReply() : failureReply(error, services.log)
      // Who did not speak to us waits for nothing.
      if (request.heard !== 'overheard') yield page
    }
  }

  async function* respond(
    request: DescribedRequest,
    turn: string,
    signal: AbortSignal,
  ): AsyncIterable<Shown> {
    const { files = [] } = request
    if (files.length > 0 && isBare(request.line)) {
      yield { reply: filesReply(files) }
      return
    }
    const route = await routeOf(request, services)
    if (route.kind !== 'run') {
      // Words that end what comes here are meant for the one who brings it.
      const mayEnd =
        route.kind === 'unclear' && route.choices.some(({ line }) => describe(line).changes === 'place')
      const isOrder = mayEnd && (await isPosted(request))
      yield { reply: askingBack(route, request.line.trim()), ...(isOrder && { worth: 'order' as const }) }
      return
    }
    signal.throwIfAborted()
    const command = commands.find(({ name }) => name === route.name)
    if (request.heard === 'overheard' && !goesOn(command)) return
    if (!command)
      throw new PaperboyError(`There is no command ${route.name}.`, 'Try help.', {
        type: ['help'],
      })
    services.log.info({ command: command.name, platform: request.where.platform, turn }, 'A command begins')
    for await (const shown of command.run({ request, rest: route.rest, turn, signal }, services)) {
      // An order that was understood once is not looked into again.
      const ordered = shown.order === undefined ? undefined : describe(shown.order)
      if (shown.instead !== undefined)
        yield* respond({ ...request, described: describe(`/${shown.instead}`) }, turn, signal)
      else if (shown.order !== undefined && ordered && ordered.question === undefined) {
        const meant = commands.find(({ name }) => name === ordered.command)
        if (!meant || runsByReading(meant)) yield* respond({ ...request, described: ordered }, turn, signal)
        else yield { reply: askedForReply(shown.order) }
      } else yield shown
    }
  }

  /** Whether posts come to where something was said. */
  async function isPosted({ where }: Request): Promise<boolean> {
    return where.posts !== undefined && (await services.store.subscriptions.at(where.posts)).length > 0
  }

  /** Losing a turn costs a follow-up its context; losing the answer would cost more, so this never fails. */
  async function remember(
    request: Request,
    turn: string,
    { reply, claims = [], list, question = list }: Shown,
    papers: readonly PaperId[],
  ): Promise<void> {
    const { platform, conversation, workspace } = request.where
    try {
      await services.store.turns.append({
        id: turn,
        conversation,
        ...(workspace !== undefined && { workspace: { platform, workspace } }),
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

/** Whether a line holds no word. */
const isBare = (line: string): boolean => !/[\p{L}\p{N}]/u.test(line)

/**
 * What a line asks for, which its conversation decides where the line leaves it open; without a word, below what somebody
 * said, it asks about that.
 */
async function routeOf(
  request: DescribedRequest,
  services: Pick<Services, 'store' | 'clock'>,
): Promise<Route> {
  const { route } = request.described
  if ('onPosts' in route && route.onPosts && (await leansOnPosts(request, services)))
    return { kind: 'run', ...route.onPosts }
  if (!isBare(request.line) || (await wordsAbove(request)) === undefined) return route
  return { kind: 'run', name: 'ask', rest: '' }
}

/** Where a line fails for the message it points at, which cannot be read, that is what is said. */
async function* tellWithheld(
  pages: AsyncIterable<Shown>,
  { pointsAt, heard }: Request,
): AsyncIterable<Shown> {
  for await (const shown of pages) {
    const saysNothing = shown.worth !== undefined && !isCited(shown.reply)
    const fails = heard !== 'overheard' && (shown.reply.tone === 'warning' || saysNothing)
    const withheld = fails ? (await pointsAt?.())?.withheld : undefined
    if (withheld === undefined) yield shown
    else {
      const words = `I cannot read that message; ${withheld}.`
      yield { reply: reply({ summary: words, tone: 'warning', blocks: [paragraph(words)] }) }
    }
  }
}

/** Whether a command goes on with what was said: it asks, takes what was shown, or changes what a place gets. */
const goesOn = (command: Command | undefined): boolean =>
  command?.changes === 'place' || goingOn.has(command?.options[0]?.kind)
const goingOn: ReadonlySet<string | undefined> = new Set<Option['kind']>(['question', 'paper', 'turn'])

/**
 * The pages that a line is shown which was only heard: what asked for nothing gets none, and what was overheard gets its
 * last one alone, if that surely answers it.
 */
async function* welcome(pages: AsyncIterable<Shown>, { heard }: Request): AsyncIterable<Shown> {
  if (heard !== 'overheard') {
    for await (const shown of pages) if (heard === undefined || shown.worth !== 'aside') yield shown
    return
  }
  let last: Shown | undefined
  for await (const shown of pages) last = shown
  const isAnswer = last?.worth === undefined && (last?.reply.tone ?? 'answer') === 'answer'
  if (last && (isAnswer || last.worth === 'order')) yield last
}

function askingBack(route: Exclude<Route, { kind: 'run' }>, line: string): Reply {
  switch (route.kind) {
    case 'too-long':
      return tooLongReply()
    case 'suggest':
      return suggestionReply(route.typed, `${route.name} ${route.rest}`.trim(), line)
    case 'unclear':
      return unclearReply(route)
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

function unclearReply({ question, choices }: Extract<Route, { kind: 'unclear' }>): Reply {
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
