import { MessageType, type REST, Routes, SnowflakeUtil } from 'discord.js'
import { z } from 'zod'
import { describeError } from '../../lib/errors.ts'
import type { Log } from '../../lib/log.ts'
import { remembered, type Said } from '../../platform/listen.ts'
import { Words, wordsOf } from './words.ts'
import type { Work } from './work.ts'

/** Above a mention that stands in an open channel: so many messages, so old at most, can be meant by "this". */
const above = { messages: 5, milliseconds: 10 * 60_000 }

const Fetched = Words.extend({
  id: z.string(),
  type: z.number().default(0),
  author: z.object({ id: z.string(), bot: z.boolean().default(false), username: z.string().default('') }),
})
/** The first message of a thread that is attached to a message stands for that one. */
const Starter = Fetched.extend({ referenced_message: Fetched.nullish() })

/** Without the message content intent, what people wrote comes with what is used on it alone. */
const withheld = 'use Apps → Ask about this on it'

export type Talk = {
  /** What was said before a question in its place, oldest first. Never fails: what cannot be read was not said. */
  before(work: Work): Promise<readonly Said[]>
  /** The message that it replies to; undefined when that is gone or may not be read. */
  pointedAt(at: { channel: string; id: string }): Promise<Said | undefined>
}

/** What people said where Paperboy was called, as Discord keeps it. */
export function createTalk(
  rest: REST,
  { self, readable, log }: { self: () => string | undefined; readable: boolean; log: Log },
): Talk {
  function saidBy(message: unknown): readonly Said[] {
    const read = Starter.safeParse(message).data
    const original = read?.type === MessageType.ThreadStarterMessage ? read.referenced_message : read
    if (!original) return []
    const { id, author } = original
    const by =
      author.id === self() ? 'us' : author.bot ? 'program' : { person: author.id, name: author.username }
    return [{ id, by, text: wordsOf(original) }]
  }

  async function fetched(work: Work): Promise<readonly Said[]> {
    const limit = work.inThread ? remembered.messages : above.messages
    const query = new URLSearchParams({ before: work.id, limit: String(limit) })
    const messages = z
      .array(z.unknown())
      .parse(await rest.get(Routes.channelMessages(work.channel), { query }))
    const said = messages.toReversed().flatMap(saidBy)
    if (!work.inThread) return said.filter(({ id }) => timeOf(work.id) - timeOf(id) <= above.milliseconds)
    const [first, ...others] = said
    if (work.title === undefined || messages.length === limit) return said
    // What a post in a forum asks often stands in its title alone.
    const text = [work.title, first?.text ?? ''].join('\n').trim()
    return first ? [{ ...first, text }, ...others] : []
  }

  return {
    async before(work) {
      try {
        return await fetched(work)
      } catch (error) {
        log.info({ error: describeError(error) }, 'What was said before could not be read')
        return []
      }
    },

    async pointedAt({ channel, id }) {
      try {
        const [said] = saidBy(await rest.get(Routes.channelMessage(channel, id)))
        const isWithheld = !readable && said?.text === '' && typeof said.by !== 'string'
        return isWithheld ? { ...said, withheld } : said
      } catch (error) {
        log.info({ error: describeError(error) }, 'The message that was replied to could not be read')
        return undefined
      }
    },
  }
}

const timeOf = (id: string): number => SnowflakeUtil.timestampFrom(id)
