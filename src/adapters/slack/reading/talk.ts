import type { webApi } from '@slack/bolt'
import { z } from 'zod'
import { describeError } from '../../../lib/errors.ts'
import type { Log } from '../../../lib/log.ts'
import { type Earshot, remembered, type Said } from '../../../platform/listen.ts'
import type { Calls } from '../calling/calls.ts'
import { threadConversation, type Work } from '../work.ts'
import { everythingSaid, Words } from './words.ts'

/** Above a mention that stands in no thread: so many messages, at most so many seconds old, can be meant by "this". */
const above = { messages: 5, seconds: 600 }

const Message = Words.extend({
  ts: z.string(),
  user: z.string().nullish(),
  bot_id: z.string().nullish(),
})

/** A message as its place remembers it; undefined for what nobody said. */
export function saidBy(message: unknown, self: string): Said | undefined {
  const read = Message.safeParse(message).data
  if (!read) return undefined
  const { ts, user, bot_id: bot } = read
  const by = user === self ? 'us' : bot || !user ? 'program' : { person: user }
  return { id: ts, by, text: everythingSaid(read, self) }
}

/** The places whose talk a message belongs to: its thread; outside of any its channel, and the thread it begins. */
export const talksOf = (team: string, channel: string, ts: string, thread: string): readonly string[] =>
  thread === ts
    ? [channelTalk(team, channel), threadConversation(team, channel, ts)]
    : [threadConversation(team, channel, thread)]

const channelTalk = (team: string, channel: string): string => `${team}:${channel}`

export type ReadTalk = (work: Work) => Promise<readonly Said[]>

/**
 * What was said before a message in its thread, or right above it in the channel, oldest first: as this process heard
 * it, or else as Slack keeps it. Never fails: what cannot be read was not said.
 */
export function createReadTalk(
  client: webApi.WebClient,
  calls: Calls,
  { earshot, self, log }: { earshot: Earshot; self: string; log: Log },
): ReadTalk {
  return async ({ place, team, since: ts }) => {
    if (place.kind !== 'thread') return []
    const { channel, thread } = place
    const isTop = thread === ts
    const heard = earshot.before(
      isTop ? channelTalk(team, channel) : threadConversation(team, channel, thread),
      ts,
    )
    const lately = isTop
      ? heard.filter(({ id }) => Number(ts) - Number(id) <= above.seconds).slice(-above.messages)
      : heard
    const isWhole = isTop ? lately.length > 0 : heard[0]?.id === thread || heard.length >= remembered.messages
    if (isWhole) return lately
    try {
      return await fetched(channel, isTop ? undefined : thread, ts)
    } catch (error) {
      log.info({ error: describeError(error) }, 'What was said before could not be read')
      return lately
    }
  }

  async function fetched(channel: string, thread: string | undefined, ts: string): Promise<readonly Said[]> {
    const span = { channel, latest: ts, inclusive: false }
    const { messages = [] } =
      thread === undefined
        ? await calls.call('conversations.history', () =>
            client.conversations.history({
              ...span,
              oldest: String(Number(ts) - above.seconds),
              limit: above.messages,
            }),
          )
        : // Replies come oldest first, so that the last ones need all of them.
          await calls.call('conversations.replies', () =>
            client.conversations.replies({ ...span, ts: thread, limit: 1_000 }),
          )
    const said = messages.flatMap((message) => saidBy(message, self) ?? [])
    const ordered = said.toSorted((one, other) => Number(one.id) - Number(other.id))
    return ordered.filter(({ id }) => id !== ts).slice(-remembered.messages)
  }
}
