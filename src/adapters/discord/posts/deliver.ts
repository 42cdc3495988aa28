import { DiscordAPIError, type REST, Routes } from 'discord.js'
import { z } from 'zod'
import { PaperboyError } from '../../../lib/errors.ts'
import type { Log } from '../../../lib/log.ts'
import type { Adapter } from '../../../platform/adapter.ts'
import { cleanLine } from '../../../replies/clean.ts'
import type { Block, Reply } from '../../../replies/reply.ts'
import { postConversation } from '../conversations.ts'
import { faultOf } from '../faults.ts'
import { limits } from '../limits.ts'
import { type MessageBody, pagesOf, renderPage } from '../render.ts'
import { renderAnnouncement } from './announcement.ts'
import { findPosted, marked, markOf } from './posted-before.ts'
import { publish } from './publish.ts'

type Deliver = NonNullable<Adapter['posts']>['deliver']
type PostAddress = Parameters<Deliver>[0]
type Post = Parameters<Deliver>[1]
type Mark = Parameters<Deliver>[2]

/** What a channel is to posts: one among people, one that others follow, or one conversation. */
export type ChannelKind = 'channel' | 'announcements' | 'conversation'

/** The messages that stand there already, by the number of each. */
const Noted = z.object({
  channel: z.string(),
  ids: z.record(z.string(), z.string()),
  /** It was brought to those who follow the channel. */
  published: z.literal(true).exactOptional(),
})
type Noted = z.infer<typeof Noted>
const Created = z.object({ id: z.string() })

/**
 * Why a place takes no posts any more, by the JSON error codes of the Discord documentation, page "Opcodes and Status
 * Codes", with what its owner can do.
 */
const closed: ReadonlyMap<number, string> = new Map([
  [10003, 'That channel is gone; subscribe again in another one'],
  [10004, 'I am not in that server any more; add me again and subscribe again'],
  [10013, 'That person can no longer be messaged'],
  [50001, 'I may not see that channel; let me view it and subscribe again'],
  [50007, 'You take no direct messages from me; allow them for a server we share and subscribe again'],
  [50013, 'I may not write in that channel; let me send messages there and subscribe again'],
  [50083, 'That thread is closed; open it and subscribe again'],
  [160005, 'That thread is locked; have it unlocked and subscribe again'],
])

/**
 * Posts by the contract of `Deliver`: one message with buttons, further ones only for what cannot be cut. Each carries a
 * nonce, by which Discord knows it again for some minutes, and a mark, by which it is found later, and is noted before
 * the next is sent. Where others follow a channel, the post is published to them, once it stands there and is noted.
 */
export function createDeliver({
  rest,
  kindOf,
  log,
}: {
  rest: REST
  kindOf: (channel: string) => Promise<ChannelKind>
  log: Log
}): Deliver {
  return async (to, post, mark) => {
    try {
      const channel = await channelOf(to)
      const kind = to.kind === 'direct' ? 'conversation' : await kindOf(channel)
      const before = Noted.safeParse(mark.posted).data
      const noted: Noted = before?.channel === channel ? before : { channel, ids: {} }
      const first = await bringWithPictures(noted, { kind, post }, mark)
      const conversation = kind === 'conversation' ? channel : postConversation(channel, first)
      const again = kind === 'announcements' ? await publishOnce(first, noted, mark) : undefined
      return { kind: 'posted', conversation, ...(again !== undefined && { again }) }
    } catch (error) {
      const why = whyClosed(error)
      if (why !== undefined) return { kind: 'closed', why }
      if (faultOf(error) !== 'refused') throw error
      throw new PaperboyError(
        'Discord did not take the post.',
        'It is tried again; if that does not help, report it.',
        { cause: error },
      )
    }
  }

  /** The words may go where pictures may not: without the permission Attach Files, or where they are too large. */
  async function bringWithPictures(
    noted: Noted,
    { kind, post }: { kind: ChannelKind; post: Post },
    mark: Mark,
  ): Promise<string> {
    const whole = wholeOf(post)
    const thread = cleanLine(whole.summary, limits.threadName)
    const bodies = (pictures: boolean) =>
      kind === 'announcements'
        ? [renderAnnouncement(post, { pictures, thread })]
        : bodiesOf(whole, { pictures, thread: kind === 'channel' ? thread : undefined })
    try {
      return await bring(bodies(true), noted, mark)
    } catch (error) {
      const isTaken = !['closed', 'refused'].includes(faultOf(error))
      if (isTaken || !whole.blocks.some(({ kind }) => kind === 'image')) throw error
      return bring(bodies(false), noted, mark)
    }
  }

  /** @param thread left out where the channel is one conversation, in which none can be opened */
  function bodiesOf(
    whole: Reply,
    { pictures, thread }: { pictures: boolean; thread: string | undefined },
  ): readonly MessageBody[] {
    const of = pagesOf(whole, { pictures })
    return Array.from({ length: of }, (_, page) =>
      renderPage(whole, { pictures, page, thread, bare: page < of - 1 }),
    )
  }

  /** A process killed between the two leaves what is noted: the next one publishes, and Discord does so once. */
  async function publishOnce(message: string, noted: Noted, mark: Mark): Promise<number | undefined> {
    if (noted.published) return undefined
    mark.signal.throwIfAborted()
    if (!mark.isMine()) throw new Error('Another process may have taken it over.')
    const again = await publish({ channel: noted.channel, message }, rest, log)
    if (again === undefined) await mark.note({ ...noted, published: true })
    return again
  }

  async function channelOf(to: PostAddress): Promise<string> {
    if (to.kind === 'channel') return to.channel
    const opened = await rest.post(Routes.userChannels(), { body: { recipient_id: to.person } })
    return Created.parse(opened).id
  }

  /** Sends what is missing; -> the id of the first message. */
  async function bring(bodies: readonly MessageBody[], noted: Noted, mark: Mark): Promise<string> {
    const { channel } = noted
    const missing = () => [...bodies.keys()].filter((slot) => noted.ids[slot] === undefined)
    if (mark.mayExist && missing().length > 0) {
      const found = await findPosted(rest, channel, {
        ...mark,
        slots: missing(),
        content: bodies[0]?.content,
      })
      for (const [slot, id] of found) noted.ids[slot] = id
      await mark.note(noted)
    }
    for (const [slot, body] of bodies.entries()) {
      if (noted.ids[slot] !== undefined) continue
      mark.signal.throwIfAborted()
      if (!mark.isMine()) throw new Error('Another process may have taken it over.')
      noted.ids[slot] = await send(channel, body, { slot, key: mark.key, first: noted.ids[0] })
      await mark.note(noted)
    }
    return z.string().parse(noted.ids[0])
  }

  /** Later messages reply to the first, so that what is asked below them belongs to the same post. */
  async function send(
    channel: string,
    { files, ...body }: MessageBody,
    { slot, key, first }: { slot: number; key: string; first: string | undefined },
  ): Promise<string> {
    const reply = first !== undefined && {
      message_reference: { message_id: first, fail_if_not_exists: false },
    }
    const sent = await rest.post(Routes.channelMessages(channel), {
      ...(files && { files }),
      body: {
        ...marked(body, markOf(key, slot)),
        ...reply,
        nonce: `${key}.${slot}`,
        enforce_nonce: true,
      },
    })
    return Created.parse(sent).id
  }
}

/** A post in one message: with a shorter line for each paper where all of what it says would take several. */
function wholeOf({ whole, brief }: Post): Reply {
  const countOf = ({ blocks }: Reply, kind: Block['kind']) =>
    blocks.filter((block) => block.kind === kind).length
  const pictures = whole.blocks.filter(({ kind }) => kind === 'image')
  const short = { ...whole, blocks: [...brief.blocks, ...pictures] }
  const isLong = pagesOf(whole, { pictures: true }) > 1
  return isLong && countOf(short, 'card') === countOf(whole, 'card') ? short : whole
}

/** In a sentence why a place takes no posts any more; undefined when the error does not say that. */
function whyClosed(error: unknown): string | undefined {
  if (!(error instanceof DiscordAPIError) || error.status === 401) return undefined
  // A code that is not known may pass: it closes nothing.
  const words = closed.get(Number(error.code))
  return words && `${words} (${error.code}).`
}
