import { z } from 'zod'
import { describeError } from '../../../lib/errors.ts'
import { paragraph, reply } from '../../../replies/build.ts'
import { type MessageAt, markType } from '../calling/find-marked.ts'
import { respond } from '../calling/respond.ts'
import { renderReply } from '../render.ts'
import { threadConversation } from '../work.ts'
import type { Tools } from './surface.ts'

/** Messages of a thread that are looked through for an answer. */
const looked = 1_000

const Marked = z.object({
  ts: z.string(),
  metadata: z.object({
    event_type: z.literal(markType),
    event_payload: z.object({ key: z.string(), asker: z.string().optional() }),
  }),
})
type Marked = { ts: string; question: string; asker: string | undefined }

/** What people do about answers that they want to be gone. */
export function createTakeBack({ client, calls, messages, findMarked, takenBack, turns, log }: Tools) {
  /** Our messages in a thread, with what each answers. */
  async function marked({
    channel,
    thread,
  }: {
    channel: string
    thread: string
  }): Promise<readonly Marked[]> {
    const found = await calls.call('conversations.replies', () =>
      client.conversations.replies({ channel, ts: thread, limit: looked, include_all_metadata: true }),
    )
    return (found.messages ?? []).flatMap((message) => {
      const read = Marked.safeParse(message).data
      if (!read) return []
      const { key, asker } = read.metadata.event_payload
      return [{ ts: read.ts, question: key.replace(/#[^#]*$/, ''), asker }]
    })
  }

  /** The answer that stands in the channel and begins a thread of its own. */
  async function openAnswer(key: string, { channel, thread }: { channel: string; thread: string }) {
    const first = `${key}#0`
    const found = (await findMarked({ channel, keys: [first], since: thread })).get(first)
    return found && { channel, thread: found.ts }
  }

  async function removeAll(channel: string, answers: readonly Marked[]): Promise<void> {
    for (const { ts } of answers) await messages.remove({ channel, ts } satisfies MessageAt, {})
  }

  return {
    /**
     * A question was deleted: its answer goes, whether it stands there or is under way. Never throws.
     *
     * @param isOpen answers stand in the channel beside their questions
     */
    async question(key: string, said: { channel: string; thread: string }, isOpen = false): Promise<void> {
      takenBack.set(key, true)
      try {
        const team = key.slice(0, key.indexOf(':'))
        const at = (isOpen && (await openAnswer(key, said))) || said
        const known = await turns.recent(threadConversation(team, at.channel, at.thread), 1)
        if (known.length === 0) return
        await removeAll(
          at.channel,
          (await marked(at)).filter(({ question }) => question === key),
        )
      } catch (error) {
        log.info({ error: describeError(error) }, 'An answer could not be taken back with its question')
      }
    },

    /** Somebody wants an answer removed, which the person who asked for it may do. Never throws. */
    async answer(
      { channel, ts, thread }: { channel: string; ts: string; thread: string },
      by: string,
      responseUrl: string | undefined,
    ): Promise<void> {
      try {
        const answers = await marked({ channel, thread })
        const wanted = answers.find((message) => message.ts === ts)
        if (wanted?.asker === by) {
          return await removeAll(
            channel,
            answers.filter(({ question }) => question === wanted.question),
          )
        }
        const line = 'Only an answer of mine can be removed, by the one who asked for it.'
        const [notice] = renderReply(
          reply({ summary: line, tone: 'warning', audience: 'asker', blocks: [paragraph(line)] }),
        )
        if (responseUrl !== undefined) await respond(responseUrl, notice, { visible: false }, log)
      } catch (error) {
        log.info({ error: describeError(error) }, 'An answer could not be removed')
      }
    },
  }
}
