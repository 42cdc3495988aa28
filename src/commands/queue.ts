import type { Clock } from '../lib/clock.ts'
import { boundToRequest } from '../lib/request-id.ts'
import { tell } from '../lib/telemetry.ts'
import { paragraph, reply } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { Command, Handle, Request } from './command.ts'
import { stoppedReply } from './failure.ts'
import { createFairLine } from './fair-line.ts'
import { longestLine } from './handle.ts'
import { createNewest, type Newest } from './newest.ts'
import { createRateLimit } from './rate-limit.ts'
import { route } from './route.ts'

export type QueueOptions = {
  /** Those marked `quick` never wait in line, and have a wider limit of their own. */
  commands: readonly Command[]
  /** How many requests are worked on at once. */
  concurrency: number
  /** How many requests in any 60 seconds. */
  perPersonPerMinute: number
  perWorkspacePerMinute: number
  clock: Clock
}

type Job = {
  request: Request
  signal: AbortSignal
  pages: Newest<Reply>
  /** It is begun when another one ends, and yet on its own behalf. */
  inRequest: ReturnType<typeof boundToRequest>
  /** When the person was last told the place in line, in milliseconds since 1970, and which. */
  told: { at: number; place: number }
}

/** How many may wait; whoever comes then is asked to come back. */
const mostWaiting = 1_000
/** What is only looked up costs little: so many times as often as a question. */
const quickFactor = 5
/** A place in line is told again at most so often, in milliseconds: every telling is an edit on the platform. */
const placeToldEvery = 5_000

/**
 * Wraps a handle so that a burst is worked off a few at a time, in turns between workspaces and between people, each
 * told the place in line meanwhile. Who asks too fast, or comes when the line is full, is told when to come back.
 * The work goes on at its own pace: a reader who is slow to draw pages holds nobody up and misses only pages that
 * were replaced since. One who stops reading ends the work.
 */
export function queueHandle(handle: Handle, options: QueueOptions): Handle {
  const { commands, concurrency, clock } = options
  const line = createFairLine<Job>()
  const perPerson = createRateLimit(options.perPersonPerMinute, clock)
  const quickPerPerson = createRateLimit(options.perPersonPerMinute * quickFactor, clock)
  const perWorkspace = createRateLimit(options.perWorkspacePerMinute, clock)
  let working = 0

  return async function* queued(request, signal = new AbortController().signal) {
    if (isQuick(request.line, commands)) {
      const { person } = sourceOf(request)
      const wait = quickPerPerson.wait(person)
      if (wait > 0) {
        yield tooFast(wait)
        return
      }
      quickPerPerson.count(person)
      yield* handle(request, signal)
      return
    }
    const refusal = refuse(request)
    if (refusal) {
      yield refusal
      return
    }
    const left = new AbortController()
    const job: Job = {
      request,
      signal: AbortSignal.any([signal, left.signal]),
      pages: createNewest<Reply>(),
      inRequest: boundToRequest(),
      told: { at: Number.NEGATIVE_INFINITY, place: 0 },
    }
    job.signal.addEventListener('abort', () => leave(job), { once: true })
    line.add(job, sourceOf(request))
    advance()
    if (job.signal.aborted) leave(job)
    try {
      yield* job.pages.values
    } finally {
      left.abort()
    }
  }

  /** Why a request is not taken on; otherwise it counts. */
  function refuse(request: Request): Reply | undefined {
    const { person, workspace } = sourceOf(request)
    if (line.order().length >= mostWaiting) {
      return warning('Too many questions are waiting right now. Please ask again in a minute.')
    }
    const personWaits = perPerson.wait(person)
    if (personWaits > 0) {
      return tooFast(personWaits)
    }
    const workspaceWaits = perWorkspace.wait(workspace)
    if (workspaceWaits > 0) {
      const wait = inSeconds(workspaceWaits)
      return warning(`A lot has been asked here within a minute. Please ask again in ${wait}.`)
    }
    perPerson.count(person)
    perWorkspace.count(workspace)
    return undefined
  }

  /** Begins as much work as may go on at once, and tells the others their place. */
  function advance(): void {
    while (working < concurrency) {
      const job = line.take()
      if (!job) break
      void job.inRequest(() => work(job))
    }
    const now = clock.now().getTime()
    tellLength()
    for (const [index, job] of line.order().entries()) {
      const place = index + 1
      if (job.told.place === place || now - job.told.at < placeToldEvery) continue
      job.told = { at: now, place }
      job.pages.put(placeReply(place))
    }
  }

  function tellLength(): void {
    tell({ kind: 'line', waiting: line.order().length, working })
  }

  async function work({ request, signal, pages }: Job): Promise<void> {
    working++
    try {
      for await (const page of handle(request, signal)) pages.put(page)
      pages.end()
    } catch (error) {
      pages.end(error)
    } finally {
      working--
      advance()
    }
  }

  /** Who still waits when the signal comes is stopped here; work under way sees the signal itself. */
  function leave(job: Job): void {
    if (!line.order().includes(job)) return
    line.remove(job)
    tellLength()
    job.pages.put(stoppedReply())
    job.pages.end()
  }
}

function isQuick(line: string, commands: readonly Command[]): boolean {
  if (line.length > longestLine) return true
  const wanted = route(line, commands)
  if (wanted.kind !== 'run') return true
  return commands.find(({ name }) => name === wanted.name)?.quick === true
}

/** Who asks, from where; a person outside of any workspace is one of their own. */
function sourceOf({ who, where }: Request): { workspace: string; person: string } {
  const person = JSON.stringify([where.platform, where.workspace ?? null, who.id])
  return { person, workspace: where.workspace ? JSON.stringify([where.platform, where.workspace]) : person }
}

function placeReply(place: number): Reply {
  const words = place === 1 ? 'You are next in line.' : `You are number ${place} in line.`
  return reply({ summary: words, tone: 'working', blocks: [paragraph(words)] })
}

function tooFast(wait: number): Reply {
  return warning(`You have asked a lot within a minute. Please ask again in ${inSeconds(wait)}.`)
}

function warning(words: string): Reply {
  return reply({ summary: words, tone: 'warning', audience: 'asker', blocks: [paragraph(words)] })
}

function inSeconds(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000)
  return seconds === 1 ? '1 second' : `${seconds} seconds`
}
