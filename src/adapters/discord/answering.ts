import { LRUCache } from 'lru-cache'
import { describeError } from '../../lib/errors.ts'
import { once } from '../../lib/remember.ts'
import { retry } from '../../lib/retry.ts'
import type { AdapterParts } from '../../platform/adapter.ts'
import { createConversationWorker } from '../../platform/conversation-worker.ts'
import type { Described } from '../../platform/describe.ts'
import type { Handle, Request } from '../../platform/request.ts'
import type { Reply } from '../../replies/reply.ts'
import type { ClosedChannels } from './closed-channels.ts'
import type { Conversations } from './conversations.ts'
import { limits, manners } from './limits.ts'
import { createPosting } from './posting.ts'
import type { Rest } from './rest.ts'
import type { Talk } from './talk.ts'
import { channelWay, directWay, tokenWay, type Way } from './ways.ts'
import { Posted, Work } from './work.ts'

export type AnsweringOptions = Pick<AdapterParts, 'openWorkList' | 'describe' | 'log' | 'clock'> & {
  handle: Handle
  rest: Rest
  application: string
  conversations: Conversations
  closed: ClosedChannels
  talk: Talk
}

export type Answering = ReturnType<typeof createAnswering>

/** How it is tried again to remember a question; the database waits for some seconds by itself. */
const accepting = { first: 500, longest: 4_000, attempts: 4 }
/** How many long replies are kept for their "More" button. */
const repliesKept = 500
const notices = {
  private: 'Here by direct message, because answering in private took longer than Discord allows.',
  closed: [
    'Here by direct message, because I may not write where you asked.',
    'Somebody who manages the server can let me: View Channel, Send Messages, Send Messages in Threads.',
  ].join(' '),
}

/** Answers the questions of the job log: each once, to its end. */
export function createAnswering(options: AnsweringOptions) {
  const { log, clock, rest, application, conversations, closed, talk } = options
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

  /** Whether the first response of what was taken on was in time; of what others took on, its token's age tells. */
  const inTime = new WeakMap<Work, Promise<boolean>>()

  const worker = createConversationWorker<Work, Posted>(
    { ...options, list: options.openWorkList('discord') },
    {
      work: Work,
      posted: Posted,
      pace: { first: manners.firstWait, between: manners.betweenEdits },

      async open({ work, posted, note, resumed, lost, isMine }) {
        const posting = createPosting({
          ways: waysFor(work, (await inTime.get(work)) ?? true),
          posted,
          note,
          onClosed: (channel) => closed.add(channel, work.guild),
          more: work.id,
          thread: work.threadable ? work.line.replace(/^\/\w+\s*/, '') || 'Paperboy' : undefined,
          log,
          resumed,
          signal: lost,
          isMine,
        })
        return {
          request: { who: work.person, ...placeOf(work), ...heardOf(work, talk) },
          progress: (page) => posting.draw(page, false),
          async finish(page) {
            longReplies.set(work.id, page)
            await posting.draw(page, true)
            for (const message of posting.ids()) conversations.remember(message, work.conversation)
          },
        }
      },
    },
  )

  return {
    /** A reply that has more pages than were shown, as its button calls it; undefined after a restart. */
    longReply: (id: string): Reply | undefined => longReplies.get(id),

    /**
     * Takes on something new, unless it was taken on before. Durable before the first response is known to have
     * arrived, so that what was promised to be answered is answered after a restart. Tries for a while: Discord sends
     * nothing a second time.
     *
     * @param known whether the interaction's first response was in time, once that is known; what was read of the line
     * @throws when it could not be remembered
     */
    async take(
      work: Work,
      known: { inTime?: Promise<boolean>; described?: Described | undefined } = {},
    ): Promise<void> {
      if (known.inTime) inTime.set(work, known.inTime)
      const onRetry = (error: unknown, wait: number) =>
        log.warn({ error: describeError(error), wait }, 'A question could not be remembered; trying again')
      const begin = await retry(() => worker.accept(work, [work.id], known.described), accepting, {
        onRetry,
        unref: true,
      })
      begin?.()
    },

    takeOver: worker.takeOver,
    retire: worker.retire,
    drain: worker.drain,
  }
}

/** What was said around it, read once when somebody asks for it. */
function heardOf(work: Work, talk: Talk): Pick<Request, 'heard' | 'before' | 'pointsAt'> {
  const { heard, pointsAt } = work
  return {
    ...(heard && { heard, before: once(() => talk.before(work)) }),
    ...(pointsAt && { pointsAt: once(() => talk.pointedAt(pointsAt)) }),
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
