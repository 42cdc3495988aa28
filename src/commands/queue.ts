import type { Clock } from '../lib/clock.ts'
import { createFairQueue, type QueueMember } from '../lib/fair-queue.ts'
import { createLatestValue, type LatestValue } from '../lib/latest-value.ts'
import { createRateLimiter } from '../lib/rate-limiter.ts'
import { emitTelemetry } from '../lib/telemetry.ts'
import type { Describe } from '../platform/describe.ts'
import { stoppedReply } from '../platform/failure.ts'
import type { Handle, Request } from '../platform/request.ts'
import { paragraph, reply } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import { described } from './describe.ts'

export type QueueOptions = {
  /** What is `quick` never waits in line, and has a wider limit of its own. */
  describe: Describe
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
  pages: LatestValue<Reply>
  /** When the person was last told the place in line, in milliseconds since 1970, and which. */
  told: { at: number; place: number }
}

/** How many may wait; anyone after that is asked to come back. */
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
  const { describe, concurrency, clock } = options
  const queue = createFairQueue<Job>(concurrency, tellPlaces)
  const perPerson = createRateLimiter(options.perPersonPerMinute, clock)
  const quickPerPerson = createRateLimiter(options.perPersonPerMinute * quickFactor, clock)
  const perWorkspace = createRateLimiter(options.perWorkspacePerMinute, clock)

  return async function* queued(asked, signal = new AbortController().signal) {
    const request = described(asked, describe)
    if (request.described.quick) {
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
      pages: createLatestValue<Reply>(),
      told: { at: Number.NEGATIVE_INFINITY, place: 0 },
    }
    job.signal.addEventListener('abort', () => leave(job), { once: true })
    queue.add(job, sourceOf(request), () => work(job))
    tellPlaces()
    if (job.signal.aborted) leave(job)
    try {
      yield* job.pages.values
    } finally {
      left.abort()
    }
  }

  /** Why a request is not taken on; otherwise it counts. */
  function refuse(request: Request): Reply | undefined {
    const { person, group } = sourceOf(request)
    if (queue.waiting().length >= mostWaiting) {
      return warning('Too many questions are waiting right now. Please ask again in a minute.')
    }
    const personWaits = perPerson.wait(person)
    if (personWaits > 0) {
      return tooFast(personWaits)
    }
    const workspaceWaits = perWorkspace.wait(group)
    if (workspaceWaits > 0) {
      const wait = inSeconds(workspaceWaits)
      return warning(`A lot has been asked here within a minute. Please ask again in ${wait}.`)
    }
    perPerson.count(person)
    perWorkspace.count(group)
    return undefined
  }

  /** Tells those who wait their place, and listeners how many they are. */
  function tellPlaces(): void {
    const now = clock.now().getTime()
    const waiting = queue.waiting()
    emitTelemetry({ kind: 'line', waiting: waiting.length, working: queue.working() })
    for (const [index, job] of waiting.entries()) {
      const place = index + 1
      if (job.told.place === place || now - job.told.at < placeToldEvery) continue
      job.told = { at: now, place }
      job.pages.put(placeReply(place))
    }
  }

  async function work({ request, signal, pages }: Job): Promise<void> {
    try {
      for await (const page of handle(request, signal)) pages.put(page)
      pages.end()
    } catch (error) {
      pages.end(error)
    }
  }

  /** Who still waits when the signal comes is stopped here; work under way sees the signal itself. */
  function leave(job: Job): void {
    if (!queue.remove(job)) return
    job.pages.put(stoppedReply())
    job.pages.end()
  }
}

/** Who asks, from where; a person outside of any workspace is one of their own. */
function sourceOf({ who, where }: Request): QueueMember {
  const person = JSON.stringify([where.platform, where.workspace ?? null, who.id])
  return { person, group: where.workspace ? JSON.stringify([where.platform, where.workspace]) : person }
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
