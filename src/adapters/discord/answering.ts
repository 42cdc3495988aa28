import { setTimeout as sleep } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import type { AdapterParts, Ending, HeldItem } from '../../commands/adapter.ts'
import type { Handle, Request } from '../../commands/command.ts'
import { givenUpPages } from '../../commands/failure.ts'
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

export type AnsweringOptions = Pick<AdapterParts, 'openWorkList' | 'log' | 'clock'> & {
  handle: Handle
  rest: Rest
  application: string
  conversations: Conversations
  closed: ClosedChannels
}

export type Answering = ReturnType<typeof createAnswering>

/** Waits until it is tried again to remember a question, in milliseconds; the database waits for some seconds by itself. */
const acceptDelays = [500, 1_500, 4_000]
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
  const { log, clock, handle, rest, application, conversations, closed } = options
  const list = options.openWorkList('discord')
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

  async function answer(item: HeldItem, work: Work, inTime: Promise<boolean>): Promise<Ending> {
    const { id, lost, isMine } = item
    const posting = createPosting({
      ways: waysFor(work, await inTime),
      posted: Posted.safeParse(item.state).data,
      note: (state) => list.note(item, state),
      onClosed: (channel) => closed.add(channel, work.guild),
      more: id,
      thread: work.threadable ? work.line.replace(/^\/\w+\s*/, '') || 'Paperboy' : undefined,
      log,
      resumed: item.takes > 1,
      signal: lost,
      isMine,
    })
    const { person: who, conversation, line } = work
    const last = await drawPaced(
      item.lastWords
        ? givenUpPages()
        : handle({ who, line, ...placeOf(work) }, AbortSignal.any([list.stopping, lost])),
      async (reply, final) => {
        if (final) longReplies.set(id, reply)
        await posting.draw(reply, final)
      },
      { first: manners.firstWait, between: manners.betweenEdits },
    )
    if (last) for (const message of posting.ids()) conversations.remember(message, conversation)
    return 'done'
  }

  /** Tries for a while: Discord sends nothing a second time. */
  async function accept(work: Work): Promise<HeldItem | undefined> {
    for (const delay of acceptDelays) {
      try {
        return await list.accept(itemOf(work))
      } catch (error) {
        log.warn({ error: describeError(error), delay }, 'A question could not be remembered; trying again')
        await sleep(delay, undefined, { ref: false })
      }
    }
    return list.accept(itemOf(work))
  }

  const begin = (item: HeldItem, work: Work, inTime: Promise<boolean>) =>
    list.work(item, () => answer(item, work, inTime))

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
      const item = await accept(work)
      if (!item) return
      if (!list.stopping.aborted) begin(item, work, inTime)
      // What comes too late for this process is answered by the next.
      else list.work(item, () => Promise.resolve('interrupted'))
    },

    /** From now on, goes on with what processes took on that are no more. */
    takeOver(): void {
      list.takeOver((item) => {
        const work = Work.safeParse(item.payload)
        if (work.success) begin(item, work.data, Promise.resolve(true))
        // Of a version that wrote it in another way: nobody will understand it.
        else list.work(item, () => Promise.resolve('done'))
      })
    },

    /** Leaves that to others. */
    retire: list.retire,

    /** Lets answers under way finish for a while, then has them say that they were stopped. */
    drain: list.drain,
  }
}

const itemOf = (work: Work) => ({ keys: [work.id], payload: work, at: new Date(work.at) })

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
