import { LRUCache } from 'lru-cache'
import type { AdapterParts } from '../../commands/adapter.ts'
import type { Handle, Request } from '../../commands/command.ts'
import { describeError } from '../../lib/errors.ts'
import type { Reply } from '../../replies/reply.ts'
import type { ClosedChannels } from './closed-channels.ts'
import type { Conversations } from './conversations.ts'
import { limits, manners } from './limits.ts'
import { drawPaced } from './pace.ts'
import { createPosting } from './posting.ts'
import type { Rest } from './rest.ts'
import { channelWay, directWay, tokenWay, type Way } from './ways.ts'
import { Posted, Work } from './work.ts'

export type AnsweringOptions = Pick<AdapterParts, 'inbox' | 'log' | 'clock'> & {
  handle: Handle
  rest: Rest
  application: string
  conversations: Conversations
  closed: ClosedChannels
}

export type Answering = ReturnType<typeof createAnswering>

/** How many long replies are kept for their "More" button. */
const repliesKept = 500
const notices = {
  private: 'Here by direct message, because answering in private took longer than Discord allows.',
  closed: [
    'Here by direct message, because I may not write where you asked.',
    'Somebody who manages the server can let me: View Channel, Send Messages, Send Messages in Threads.',
  ].join(' '),
}

/** Answers what the inbox holds: each item once, to its end. */
export function createAnswering(options: AnsweringOptions) {
  const { inbox, log, clock, handle, rest, application, conversations, closed } = options
  const stopping = new AbortController()
  /** The answers under way, by item. */
  const running = new Map<string, Promise<void>>()
  const longReplies = new LRUCache<string, Reply>({ max: repliesKept })

  /** The ways that are open for an answer, the best first; a question asked in private is never answered in public. */
  function waysFor(work: Work, usableToken: boolean): readonly Way[] {
    const { id, token, channel, person } = work
    const fresh = clock.now().getTime() - work.at < limits.tokenMilliseconds
    const replyTo = token === undefined ? { replyTo: id } : {}
    return [
      ...(token !== undefined && usableToken && fresh
        ? [tokenWay(rest, { application, token, ephemeral: work.private })]
        : []),
      ...(work.private || closed.has(channel) ? [] : [channelWay(rest.bot, { id, channel, ...replyTo })]),
      directWay(rest.bot, {
        id,
        person: person.id,
        notice: work.private ? notices.private : notices.closed,
      }),
    ]
  }

  async function answer(item: string, work: Work, posted: Posted | undefined, inTime: Promise<boolean>) {
    const posting = createPosting({
      ways: waysFor(work, await inTime),
      posted,
      note: (state) => inbox.note(item, state),
      onClosed: (channel) => closed.add(channel, work.guild),
      more: item,
      thread: work.threadable ? work.line.replace(/^\/\w+\s*/, '') || 'Paperboy' : undefined,
      log,
    })
    const { person: who, conversation, line } = work
    const last = await drawPaced(
      handle({ who, line, ...placeOf(work) }, stopping.signal),
      async (reply, final) => {
        if (final) longReplies.set(item, reply)
        await posting.draw(reply, final)
      },
      { first: manners.firstWait, between: manners.betweenEdits },
    )
    if (last) for (const id of posting.ids()) conversations.remember(id, conversation)
    await inbox.finish(item)
  }

  function run(item: string, work: Work, posted: Posted | undefined, inTime: Promise<boolean>): void {
    if (running.has(item)) return
    const answered = answer(item, work, posted, inTime)
      .catch((error: unknown) => log.error({ error: describeError(error) }, 'An answer was not delivered'))
      .finally(() => running.delete(item))
    running.set(item, answered)
  }

  return {
    /** A reply that has more pages than were shown, as its button calls it; undefined after a restart. */
    longReply: (id: string): Reply | undefined => longReplies.get(id),

    /**
     * Takes on something new, unless it was taken on before. Durable before the first response is known to have
     * arrived, so that what was promised to be answered is answered after a restart.
     *
     * @param inTime whether the interaction's first response was in time, once that is known
     */
    async take(work: Work, inTime = Promise.resolve(true)): Promise<void> {
      const at = new Date(work.at)
      const item = await inbox.accept({ keys: [work.id], platform: 'discord', payload: work, at })
      // What comes too late for this process is answered by the next.
      if (item && !stopping.signal.aborted) run(item.id, work, undefined, inTime)
    },

    /** Goes on with what was taken on before a restart. */
    async resume(): Promise<void> {
      for (const { id, payload, state } of await inbox.unfinished('discord')) {
        const work = Work.safeParse(payload)
        const posted = Posted.safeParse(state)
        if (work.success) run(id, work.data, posted.data, Promise.resolve(true))
        else await inbox.finish(id)
      }
    },

    /** Lets answers under way finish; after `patience` milliseconds they say that they were stopped. */
    async drain(patience: number): Promise<void> {
      const timer = setTimeout(() => stopping.abort(), patience)
      while (running.size > 0) await Promise.all(running.values())
      clearTimeout(timer)
      stopping.abort()
    },
  }
}

/** Where work comes from, as commands know it: posts go to its channel, or to the person in a direct conversation. */
function placeOf({
  channel,
  conversation,
  guild,
  manages,
  person,
}: Work): Pick<Request, 'where' | 'mayManage'> {
  const platform = 'discord'
  if (guild === undefined)
    return { where: { platform, conversation, posts: { platform, kind: 'direct', person: person.id } } }
  return {
    where: {
      platform,
      conversation,
      workspace: guild,
      posts: { platform, workspace: guild, kind: 'channel', channel },
    },
    mayManage: () => Promise.resolve(manages === true),
  }
}
