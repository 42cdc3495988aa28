import { type REST, Routes } from 'discord.js'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { describeError } from '../../lib/errors.ts'
import type { AdapterParts } from '../../platform/adapter.ts'

/** A message and its channel. */
export type Placed = { channel: string; id: string }

export type TakeBack = ReturnType<typeof createTakeBack>

/** Messages after a question among which its answer is looked for. */
const looked = 50

const Fetched = z.array(
  z.object({
    id: z.string(),
    author: z.object({ id: z.string() }),
    message_reference: z.object({ message_id: z.string().optional() }).nullish(),
  }),
)

/** Answers go with their questions: those that stand there, and those that are under way. */
export function createTakeBack(
  rest: REST,
  { self, turns, log }: { self: () => string | undefined } & Pick<AdapterParts, 'turns' | 'log'>,
) {
  /** The messages that answer those of people. Without it they are looked for, so it may forget. */
  const answers = new LRUCache<string, Placed>({ max: 10_000 })
  /** Messages that are gone. */
  const gone = new LRUCache<string, true>({ max: 10_000 })

  /** Another process may have answered: where nothing was ever answered, nothing is looked for. */
  async function find({ channel, id }: Placed): Promise<Placed | undefined> {
    const [inThread] = await turns.recent(channel, 1)
    const [inChannel] = inThread ? [inThread] : await turns.recent({ within: `${channel}:` }, 1)
    if (!inChannel) return undefined
    const query = new URLSearchParams({ after: id, limit: String(looked) })
    const messages = Fetched.parse(await rest.get(Routes.channelMessages(channel), { query }))
    const answer = messages.find(
      ({ author, message_reference: to }) => author.id === self() && to?.message_id === id,
    )
    return answer && { channel, id: answer.id }
  }

  async function remove({ channel, id }: Placed): Promise<void> {
    gone.set(id, true)
    await rest.delete(Routes.channelMessage(channel, id))
  }

  return {
    /** Whether a question was deleted, as far as this process heard. */
    isGone: (question: string): boolean => gone.has(question),
    /** Remembers which message answers one of somebody's, and takes it away where that is gone by now. Never throws. */
    async answered(question: string, answer: Placed): Promise<void> {
      answers.set(question, answer)
      if (gone.has(question)) await this.question({ channel: answer.channel, id: question })
    },
    /** A message was deleted: its answer goes, too. Never throws. */
    async question(deleted: Placed): Promise<void> {
      // What is taken away here is told of like anything else.
      const isOurs = gone.has(deleted.id) && !answers.has(deleted.id)
      gone.set(deleted.id, true)
      if (isOurs) return
      try {
        const answer = answers.get(deleted.id) ?? (await find(deleted))
        answers.delete(deleted.id)
        if (answer) await remove(answer)
      } catch (error) {
        log.info({ error: describeError(error) }, 'An answer whose question is gone could not be taken away')
      }
    },
  }
}
