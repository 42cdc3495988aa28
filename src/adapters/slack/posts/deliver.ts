import { z } from 'zod'
import type { Adapter } from '../../../platform/adapter.ts'
import type { Reply } from '../../../replies/reply.ts'
import { faultOf, isDead } from '../calling/faults.ts'
import { renderPost } from '../render.ts'
import type { Tools } from '../showing/surface.ts'
import { hasFiles, sendFiles } from '../showing/upload-files.ts'
import { timeStamp } from '../time-stamp.ts'
import { threadConversation } from '../work.ts'
import { explainPostRefusal, whyClosed } from './closed.ts'
import { createPostPace } from './pace.ts'

type Deliver = NonNullable<Adapter['posts']>['deliver']
type PostAddress = Parameters<Deliver>[0]
type Post = Parameters<Deliver>[1]
type Mark = Parameters<Deliver>[2]

/** What stands there already: time stamps by the numbers of the messages; 0 is in the channel, more are in its thread. */
const Noted = z.object({
  channel: z.string(),
  parts: z.record(z.string(), z.string()),
  /** Set before pictures are sent for the only time. */
  pictures: z.literal(true).exactOptional(),
})
type Noted = z.infer<typeof Noted>

/** Somebody has taken the post away while its thread was being filled. */
const isRemoved = (error: unknown): boolean => {
  const fault = faultOf(error)
  return fault.kind === 'refused' && fault.code === 'thread_not_found'
}

/**
 * Posts by the contract of `Deliver`: one message with every paper and its buttons; what is too long for one goes on in
 * its thread. Every message is noted before the next is sent, and carries its own key, by which it is found again.
 *
 * @param onDead called when no call to Slack will work again
 */
export function createDeliver(tools: Tools, onDead: (error: unknown) => void): Deliver {
  const { client, calls, messages, findMarked } = tools
  const pace = createPostPace()

  return async (to, post, mark) => {
    try {
      const channel = await channelOf(to, mark.signal)
      const root = await bring(channel, post, mark)
      return { kind: 'posted', conversation: threadConversation(to.workspace ?? 'unknown', channel, root) }
    } catch (error) {
      const fault = faultOf(error)
      if (fault.kind !== 'refused') throw error
      if (isDead(fault)) onDead(error)
      const why = whyClosed(fault.code)
      if (why === undefined) throw explainPostRefusal(fault, error)
      return { kind: 'closed', why }
    }
  }

  /** A person is written to in the direct conversation, whose id looking into it takes. */
  async function channelOf(to: PostAddress, signal: AbortSignal): Promise<string> {
    if (to.kind === 'channel') return to.channel
    const opened = await calls.call(
      'conversations.open',
      () => client.conversations.open({ users: to.person }),
      { signal },
    )
    return z.string().parse(opened.channel?.id)
  }

  /** Sends what is missing; -> the time stamp of the message in the channel. */
  async function bring(channel: string, post: Post, mark: Mark): Promise<string> {
    const pages = renderPost(post)
    const before = Noted.safeParse(mark.posted).data
    const noted: Noted = before?.channel === channel ? before : { channel, parts: {} }
    const keyOf = (part: number | string) => `${mark.key}#${part}`
    const { signal } = mark
    const since = timeStamp(mark.since)

    /** Looks for messages that were sent and not noted. */
    async function reconcile(): Promise<void> {
      const missing = [...pages.keys()].filter((part) => noted.parts[part] === undefined)
      const look = async (parts: readonly number[], thread?: string) => {
        if (parts.length === 0) return
        const found = await findMarked({ channel, thread, keys: parts.map(keyOf), since, signal })
        for (const part of parts) {
          const at = found.get(keyOf(part))
          if (at) noted.parts[part] = at.ts
        }
      }
      if (missing.includes(0)) await look([0])
      const root = noted.parts[0]
      if (root === undefined) return
      await look(
        missing.filter((part) => part !== 0),
        root,
      )
      await mark.note(noted)
    }

    try {
      if (mark.mayExist) await reconcile()
      for (const [part, message] of pages.entries()) {
        if (noted.parts[part] !== undefined) continue
        await pace(channel, signal)
        const at = await messages.post({ channel, thread: noted.parts[0] }, message, {
          key: keyOf(part),
          since,
          mayExist: false,
          isOnce: true,
          signal,
          isMine: mark.isMine,
        })
        noted.parts[part] = at.ts
        await mark.note(noted)
      }
      await bringPictures(post.whole, noted, mark)
    } catch (error) {
      if (noted.parts[0] === undefined || !isRemoved(error)) throw error
    }
    return z.string().parse(noted.parts[0])
  }

  /** At most once, since nobody can tell whether one arrived: a post without its picture is better than two of them. */
  async function bringPictures(page: Reply, noted: Noted, mark: Mark): Promise<void> {
    const root = noted.parts[0]
    if (noted.pictures || root === undefined || !hasFiles(page)) return
    mark.signal.throwIfAborted()
    noted.pictures = true
    await mark.note(noted)
    await sendFiles(page, { channel: noted.channel, thread: root }, tools, mark.isMine)
  }
}
