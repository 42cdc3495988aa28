import { z } from 'zod'
import { waitAsked } from '../../src/lib/http-waits.ts'
import { retry } from '../../src/lib/retry.ts'
import type { Adapter, AdapterParts } from '../../src/platform/adapter.ts'
import { type ConversationWorker, createConversationWorker } from '../../src/platform/conversation-worker.ts'
import { plainText } from '../../src/replies/plain.ts'
import type { Reply } from '../../src/replies/reply.ts'
import { ChatRefusal, type FakeChat } from '../fakes/chat.ts'

const Work = z.object({
  id: z.string(),
  room: z.string(),
  by: z.string(),
  line: z.string(),
  isPrivate: z.boolean(),
})
type Work = z.infer<typeof Work>
/** A message is found again by its key, so nothing has to be noted. */
const Posted = z.null()

const waits = { first: 1_000, longest: 60_000, total: 10 * 60_000 }

/** A whole platform, small enough to be read at once: what a new one has to bring, and all it has to bring. */
export function createExampleAdapter({ chat, ...parts }: AdapterParts & { chat: FakeChat }): Adapter {
  let worker: ConversationWorker<Work> | undefined
  let leave: (() => void) | undefined

  return {
    name: 'Example',
    failed: Promise.withResolvers<never>().promise,
    isConnected: () => leave !== undefined,

    async start(handle) {
      const conversing = createConversationWorker<Work, null>(
        { ...parts, handle, list: parts.openWorkList('example') },
        {
          work: Work,
          posted: Posted,
          pace: { first: 100, between: 1_000 },
          async open({ work, lost, isMine }) {
            const show = (page: Reply) =>
              retry(
                async () => {
                  if (isMine()) await chat.write({ ...work, text: work.line }, work.id, plainText(page))
                },
                waits,
                { waitAsked: waitOf, signal: lost },
              )
            const where = { platform: 'example', conversation: work.room }
            return {
              request: { who: { id: work.by }, where },
              progress: (page) => show(page).catch(() => undefined),
              finish: show,
            }
          },
          async fail(_, error) {
            if (error instanceof ChatRefusal) return 'done'
            throw error
          },
        },
      )
      worker = conversing
      leave = chat.connect(async ({ text: line, ...said }) => {
        const begin = await conversing.accept({ ...said, line }, [said.id])
        begin?.()
      })
      conversing.takeOver()
    },

    async stop() {
      leave?.()
      leave = undefined
      await worker?.drain()
    },
  }
}

function waitOf(error: unknown): number | undefined {
  if (!(error instanceof ChatRefusal) || !error.isLimit) return undefined
  const { retryAfter = null } = error
  return waitAsked({ get: (name) => (name === 'retry-after' ? retryAfter : null) }) ?? 0
}
