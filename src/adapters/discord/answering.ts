import { LRUCache } from 'lru-cache'
import { describeError } from '../../lib/errors.ts'
import { retry } from '../../lib/retry.ts'
import type { AdapterParts } from '../../platform/adapter.ts'
import { audienceOfPage } from '../../platform/audience.ts'
import { createConversationWorker, type Task } from '../../platform/conversation-worker.ts'
import type { Described } from '../../platform/describe.ts'
import type { Handle } from '../../platform/request.ts'
import { quote } from '../../replies/build.ts'
import type { Reply } from '../../replies/reply.ts'
import type { Paging } from './buttons.ts'
import type { ChannelsOf } from './channels-of.ts'
import type { ClosedChannels } from './closed-channels.ts'
import type { Conversations } from './conversations.ts'
import type { Opening } from './interactions.ts'
import { limits, manners } from './limits.ts'
import { createPosting } from './posting.ts'
import { requestOf } from './request.ts'
import type { Rest } from './rest.ts'
import type { Spelling } from './spelling.ts'
import type { TakeBack } from './take-back.ts'
import type { Talk } from './talk.ts'
import {
  channelTransport,
  directTransport,
  type Transport,
  threadTransport,
  tokenTransport,
} from './transports.ts'
import { createTyping } from './typing.ts'
import { Posted, Work } from './work.ts'

export type AnsweringOptions = Pick<AdapterParts, 'openWorkList' | 'describe' | 'log' | 'clock'> & {
  handle: Handle
  rest: Rest
  application: string
  conversations: Conversations
  closed: ClosedChannels
  talk: Talk
  spelling: Spelling
  takeBack: TakeBack
  channelsOf: ChannelsOf
}

export type Answering = ReturnType<typeof createAnswering>

/** How it is tried again to remember a question; the database waits for some seconds by itself. */
const accepting = { first: 500, longest: 4_000, attempts: 4 }
/** How many replies are kept for their buttons. */
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
  const { log, clock, rest, application, conversations, closed, takeBack, spelling, handle, describe } =
    options
  const { channelsOf } = options
  const longReplies = new LRUCache<string, Reply>({ max: repliesKept })

  /** The transports that are open for an answer, the best first; a question asked in private is never answered in public. */
  function transportsFor({
    work,
    posted,
  }: Pick<Task<Work, Posted>, 'work' | 'posted'>): readonly Transport[] {
    const { id, token, channel, person } = work
    const alone = work.private || posted?.alone === true
    const fresh = clock.now().getTime() - work.at < limits.tokenMilliseconds
    const replyTo = token === undefined && !work.introduced ? { replyTo: id } : {}
    const isClosed = work.private || closed.has(channel)
    const name = threadName(work.line)
    return [
      ...(token !== undefined && fresh
        ? [tokenTransport(rest, { application, token, opening: openings.get(work), alone })]
        : []),
      ...(work.opensThread && !isClosed ? [threadTransport(rest.bot, { id, channel, name })] : []),
      ...(isClosed ? [] : [channelTransport(rest.bot, { id, channel, ...replyTo })]),
      // Nobody asked to be greeted.
      ...(work.introduced
        ? []
        : [
            directTransport(rest.bot, {
              id,
              person: person.id,
              notice: work.private ? notices.private : notices.closed,
            }),
          ]),
    ]
  }

  /** The first responses that this process makes; those of other processes were made. */
  const openings = new WeakMap<Work, Opening>()

  const openTyping = createTyping()

  const worker = createConversationWorker<Work, Posted>(
    { ...options, list: options.openWorkList('discord') },
    {
      work: Work,
      posted: Posted,
      pace: { first: manners.firstWait, between: manners.betweenEdits },

      async open({ work, described, posted, note, resumed, lost, isMine }) {
        const wanted = work.private ? 'asker' : described.audience
        // In a direct message nobody else is there.
        const isAlone = (page: Reply) =>
          work.guild === undefined ? work.private : audienceOfPage(wanted, page) === 'asker'
        const asked = quote(described.question ?? work.line.replace(/^\//, ''))
        const shown = (page: Reply) => {
          const spelt = spelling.spell(page, { direct: work.guild === undefined })
          return work.unseen && !isAlone(page) ? { ...spelt, blocks: [asked, ...spelt.blocks] } : spelt
        }
        const posting = createPosting({
          transports: transportsFor({ work, posted }),
          posted,
          note,
          isAlone,
          openTyping,
          onClosed: (channel) => closed.add(channel, work.guild),
          asker: work.person.id,
          paging: { id: work.id, line: work.line },
          thread: work.threadable && !work.opensThread ? threadName(work.line) : undefined,
          isForOthers: work.guild !== undefined && described.audience !== 'asker',
          log,
          resumed,
          signal: lost,
          isMine,
        })
        return {
          request: requestOf(work, options),
          async progress(page) {
            if (!takeBack.isGone(work.id)) await posting.draw(shown(page), false)
          },
          async finish(last) {
            if (takeBack.isGone(work.id) && posting.sent() === undefined) return
            const page = shown(last)
            longReplies.set(work.id, page)
            await posting.draw(page, true)
            const { id, channel } = posting.sent() ?? {}
            if (id === undefined) return
            conversations.remember(id, work.conversation, work.person.id)
            // A thread has the id of the message it is attached to.
            if (work.opensThread) conversations.remember(work.id, work.conversation)
            if (channel !== undefined) await takeBack.answered(work.id, { channel, id })
          },
        }
      },
    },
  )

  return {
    /** Who asks, and where, as commands know it. */
    requestOf: (work: Work) => requestOf(work, options),

    /**
     * A reply that has more pages than one, as it was shown, or as its line brings it now: after a restart. Undefined
     * where a line was too long to be kept, or would do what it did once more.
     *
     * @param pressed who wants to see it, and where
     */
    async longReply({ id, line }: Paging, pressed: Work): Promise<Reply | undefined> {
      const kept = longReplies.get(id)
      if (kept || line === undefined || describe(line).changes !== undefined) return kept
      const request = { ...requestOf(pressed, options), line, unasked: true as const }
      let last: Reply | undefined
      for await (const page of handle(request)) last = page
      if (!last) return undefined
      const page = spelling.spell(last, { direct: pressed.guild === undefined })
      longReplies.set(id, page)
      return page
    },

    /**
     * Takes on something new, unless it was taken on before. Durable before the first response is known to have
     * arrived, so that what was promised to be answered is answered after a restart. Tries for a while: Discord sends
     * nothing a second time.
     *
     * @param known the interaction's first response, and what was read of the line
     * @throws when it could not be remembered
     */
    async take(
      work: Work,
      known: { opening?: Opening; described?: Described | undefined } = {},
    ): Promise<void> {
      if (known.opening) openings.set(work, known.opening)
      if (work.guild !== undefined) channelsOf.heard(work.person.id, work.guild)
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

/** How a thread is called that goes on with a line. */
const threadName = (line: string): string => line.replace(/^\/\w+\s*/, '') || 'Paperboy'
