import type { webApi } from '@slack/bolt'
import type { Log } from '../../../lib/log.ts'
import type { SlackMessage } from '../render.ts'
import { type Calls, createLanes, type Guard } from './calls.ts'
import { faultOf, mayHaveArrived } from './faults.ts'
import { type FindMarked, type MessageAt, markType } from './find-marked.ts'

/** By what a message of ours is found again when Slack's answer to posting it was lost. */
export type MessageMark = {
  key: string
  /** Who asked for it, and may have it removed. */
  asker?: string
  /** No message with this mark is older, as a time stamp of Slack's. */
  since: string
  /** It may have been posted by a process that ended since. */
  mayExist: boolean
  /**
   * A daily post: where nobody can tell whether it is there, it is not sent, rather never than twice. Answers are
   * rather given twice.
   */
  isOnce?: true
} & Guard

/** Messages in channels and threads, each posted once and drawn whole every time. */
export type Messages = {
  /** @throws when Slack refuses it, or gives no clear answer for minutes */
  post(
    to: { channel: string; thread?: string | undefined },
    message: SlackMessage,
    mark: MessageMark,
  ): Promise<MessageAt>
  /** @throws like `post` */
  update(at: MessageAt, message: SlackMessage, guard: Guard): Promise<void>
  /** An edit of an unfinished page: skipped where it would cost the finished ones their rate. Never throws. */
  tryUpdate(at: MessageAt, message: SlackMessage): Promise<void>
  remove(at: MessageAt, guard: Guard): Promise<void>
  /**
   * Shown to one person only. It cannot be found again, so that one without a clear answer counts as shown: rather that
   * than twice. @throws like `post`
   */
  postEphemeral(
    to: { channel: string; thread?: string | undefined; user: string },
    message: SlackMessage,
    guard: Guard,
  ): Promise<void>
}

/** The blocks were not taken: the words alone may be. */
const badBlocks = /^(?:invalid_blocks|invalid_blocks_format|msg_blocks_too_long|msg_too_long|block_mismatch)$/

/** The kinds of some blocks and how long each is; never what they say, since they hold people's words. */
function shapeOf(blocks: SlackMessage['blocks']): string {
  return (blocks ?? []).map((block) => `${block.type} ${JSON.stringify(block).length}`).join(', ')
}

/** Nothing in our text is mark-up, a name or an address; pages of papers are not unfolded below answers. */
const asWritten = {
  mrkdwn: false,
  parse: 'none',
  link_names: false,
  unfurl_links: false,
  unfurl_media: false,
} as const

export function createMessages(
  client: webApi.WebClient,
  calls: Calls,
  findMarked: FindMarked,
  log: Log,
): Messages {
  // One after the other in a channel: about one message a second is allowed there, and a refused one holds back the rest.
  const inLane = createLanes()

  async function find(
    { channel, thread }: { channel: string; thread?: string | undefined },
    mark: MessageMark,
  ) {
    const { key, since, isOnce, signal } = mark
    try {
      return (await findMarked({ channel, thread, keys: [key], since, signal })).get(key)
    } catch (error) {
      if (isOnce) throw error
      log.warn({ channel, fault: faultOf(error) }, 'Could not look whether a message was posted')
      return undefined
    }
  }

  /** Sends a message; where Slack does not take its blocks, its words. */
  async function send(message: SlackMessage, sending: (message: SlackMessage) => Promise<MessageAt>) {
    try {
      return await sending(message)
    } catch (error) {
      const fault = faultOf(error)
      if (fault.kind !== 'refused' || !badBlocks.test(fault.code)) throw error
      log.error(
        { code: fault.code, blocks: shapeOf(message.blocks), length: message.text?.length },
        'Slack did not take these blocks',
      )
      return sending({ text: message.text, blocks: [] })
    }
  }

  return {
    // Daily posts keep their own pace, and hold back no answer in their channel.
    post: (to, message, mark) =>
      mark.isOnce ? postNow(to, message, mark) : inLane(to.channel, () => postNow(to, message, mark)),

    update: (at, message, guard) => inLane(at.channel, () => updateNow(at, message, guard)),

    async tryUpdate(at, { text, blocks }) {
      await calls.attempt('chat.update', () => client.chat.update({ ...at, ...edited, text, blocks }))
    },

    async remove(at, guard) {
      await calls.call('chat.delete', () => client.chat.delete(at), guard)
    },

    async postEphemeral({ channel, thread, user }, message, guard) {
      await send(message, async ({ text, blocks }) => {
        const where = { channel, user, ...(thread !== undefined && { thread_ts: thread }) }
        await calls.call(
          'chat.postEphemeral',
          async () => {
            try {
              await client.chat.postEphemeral({ ...where, parse: 'none', link_names: false, text, blocks })
            } catch (error) {
              if (!mayHaveArrived(error)) throw error
              log.warn({ channel, fault: faultOf(error) }, 'Whether a private message arrived is not known')
            }
          },
          guard,
        )
        return { channel, ts: '' }
      })
    },
  }

  async function postNow(
    to: { channel: string; thread?: string | undefined },
    message: SlackMessage,
    mark: MessageMark,
  ): Promise<MessageAt> {
    const { channel, thread } = to
    const there = mark.mayExist ? await find(to, mark) : undefined
    if (there) {
      await updateNow(there, message, mark)
      return there
    }
    const post = async ({ text, blocks }: SlackMessage): Promise<MessageAt> => {
      const posted = await client.chat.postMessage({
        ...asWritten,
        channel,
        ...(thread !== undefined && { thread_ts: thread }),
        text,
        blocks,
        metadata: {
          event_type: markType,
          event_payload: { key: mark.key, ...(mark.asker !== undefined && { asker: mark.asker }) },
        },
      })
      return { channel: posted.channel ?? channel, ts: posted.ts ?? '' }
    }
    return send(message, (sent) =>
      calls.call('chat.postMessage', () => post(sent), {
        recover: () => find(to, mark),
        ...guardOf(mark),
      }),
    )
  }

  async function updateNow(at: MessageAt, message: SlackMessage, guard: Guard): Promise<void> {
    await send(message, async ({ text, blocks }) => {
      await calls.call(
        'chat.update',
        () => client.chat.update({ ...at, ...edited, text, blocks }),
        guardOf(guard),
      )
      return at
    })
  }
}

const guardOf = ({ signal, isMine }: Guard): Guard => ({ signal, isMine })

/** `chat.update` reads names and addresses out of the text unless it is told not to. */
const edited = { parse: 'none', link_names: false } as const
