import { commands } from '../../src/commands/all.ts'
import { createDescribe } from '../../src/commands/describe.ts'
import { queueHandle } from '../../src/commands/queue.ts'
import type { Handle, Request } from '../../src/platform/request.ts'
import { paragraph, reply } from '../../src/replies/build.ts'
import type { Reply } from '../../src/replies/reply.ts'

/** A page of one line. */
export const said = (words: string, tone: Reply['tone'] = 'answer') =>
  reply({ summary: words, tone, blocks: [paragraph(words)] })

/** A handle whose answers each wait until the test lets them go on, and a queue in front of it. */
export function bench(options: { concurrency?: number; perPerson?: number; perWorkspace?: number } = {}) {
  let now = 0
  const begun: string[] = []
  const gates = new Map<string, () => void>()
  const handle: Handle = async function* ({ line }, signal) {
    begun.push(line)
    yield said('Reading…', 'working')
    const { promise, resolve } = Promise.withResolvers<void>()
    gates.set(line, resolve)
    signal?.addEventListener('abort', () => resolve(), { once: true })
    await promise
    yield said(signal?.aborted ? `Stopped ${line}` : `Answer to ${line}`)
  }
  const queued = queueHandle(handle, {
    describe: createDescribe(commands),
    concurrency: options.concurrency ?? 1,
    perPersonPerMinute: options.perPerson ?? 5_000,
    perWorkspacePerMinute: options.perWorkspace ?? 5_000,
    clock: { now: () => new Date(now) },
  })

  /** Says a line and gathers what comes of it; `who` is `person` or `person@workspace`. */
  function say(line: string, who = 'ada@lab', signal?: AbortSignal) {
    const [id = '', workspace] = who.split('@')
    const where = { platform: 'slack' as const, conversation: line, ...(workspace && { workspace }) }
    const request: Request = { who: { id }, where, line }
    const pages: string[] = []
    const done = (async () => {
      for await (const page of queued(request, signal)) pages.push(page.summary)
      return pages
    })()
    return { pages, done }
  }

  return {
    begun,
    queued,
    say,
    finish: async (line: string) => {
      gates.get(line)?.()
      await settled()
    },
    pass: (seconds: number) => {
      now += seconds * 1000
    },
  }
}

/** Resolves when everything that can go on has gone on. */
export const settled = () => new Promise((resolve) => setTimeout(resolve, 1))
