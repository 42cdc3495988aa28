import { DiscordAPIError, MessageFlags, type REST, Routes } from 'discord.js'
import { z } from 'zod'
import { cleanLine } from '../../replies/clean.ts'
import { faultOf } from './faults.ts'
import type { Opening } from './interactions.ts'
import { limits } from './limits.ts'
import type { MessageBody } from './render.ts'
import type { Rest } from './rest.ts'

/** The message of an answer. */
export type Sent = {
  body: MessageBody
  /** Only the one who asked is to see it, as far as the transport can do that. */
  alone: boolean
  /** Its id, when it was sent before. */
  known: string | undefined
}

/** How an answer goes out. Sending it again, when it is unknown whether it arrived, makes no second one. */
export type Transport = {
  name: 'token' | 'thread' | 'channel' | 'direct'
  /** The channel it may turn out to be closed for. */
  channel?: string
  /** What to tell the person when it had to go this way. */
  notice?: string
  /** Others read whatever goes out. */
  open?: true
  /** Sends a message, or changes it when its id is known. -> its id */
  put(sent: Sent): Promise<string>
  /** Shows for some seconds that an answer is being written; left out where a first response says that. */
  showTyping?(): Promise<unknown>
}

const Created = z.object({ id: z.string() })

/**
 * By an interaction's token, for a quarter of an hour: as its first response, or in the place of that. What others were
 * to see and only one person may is taken away and sent to that person alone.
 *
 * @param to.opening the first response, where this process makes it
 * @param to.alone only one person sees what stands there
 */
export function tokenTransport(
  { interactions, once }: Rest,
  to: { application: string; token: string; opening?: Opening | undefined; alone: boolean },
): Transport {
  const { application, token, opening } = to
  let isAlone = to.alone
  const route = (message: string) => Routes.webhookMessage(application, token, message)
  const change = async (message: string, body: MessageBody) =>
    Created.parse(await interactions.patch(route(message), { auth: false, ...inParts(body) })).id

  async function followUpAlone(body: MessageBody): Promise<string> {
    const query = new URLSearchParams({ wait: 'true' })
    const path = Routes.webhook(application, token)
    const sent = await once.post(path, { auth: false, query, ...inParts(flaggedFor(true, body)) })
    return Created.parse(sent).id
  }

  async function takeAway(message: string): Promise<void> {
    try {
      await interactions.delete(route(message), { auth: false })
    } catch (error) {
      // A first attempt may have arrived.
      if (faultOf(error) !== 'deleted') throw error
    }
  }

  return {
    name: 'token',
    async put({ body, alone, known }) {
      if (known === undefined && opening) {
        const shown = await opening.show(flaggedFor(alone, body))
        if ('id' in shown) {
          isAlone = alone
          return shown.id
        }
        isAlone = shown.isAlone
      }
      if (!alone || isAlone) return change(known ?? '@original', body)
      await takeAway(known ?? '@original')
      isAlone = true
      return followUpAlone(body)
    },
  }
}

const flaggedFor = (isAlone: boolean, body: MessageBody): MessageBody =>
  isAlone ? { ...body, flags: body.flags | MessageFlags.Ephemeral } : body

/**
 * Into a channel as the bot. The message carries a nonce, so that sending it again gives the first one back.
 *
 * @param to.replyTo the message that is answered
 */
export function channelTransport(
  rest: REST,
  to: { id: string; channel: string; replyTo?: string },
): Transport {
  const reference =
    to.replyTo === undefined ? undefined : { message_id: to.replyTo, fail_if_not_exists: false }
  return {
    name: 'channel',
    channel: to.channel,
    open: true,
    showTyping: () => rest.post(Routes.channelTyping(to.channel)),
    async put({ body, known }) {
      const whole = {
        ...body,
        ...(known === undefined && { nonce: `${to.id}.0`, enforce_nonce: true }),
      }
      const isReply = known === undefined && reference !== undefined
      try {
        return await putMessage(
          rest,
          to.channel,
          known,
          isReply ? { ...whole, message_reference: reference } : whole,
        )
      } catch (error) {
        if (!isReply || !isReplyRefused(error)) throw error
        return putMessage(rest, to.channel, known, whole)
      }
    },
  }
}

/**
 * Into a thread that is attached to the question, which is opened first. A message has one thread at most, with its own id, so
 * that opening it again changes nothing.
 *
 * @param to.name of the thread
 */
export function threadTransport(rest: REST, to: { id: string; channel: string; name: string }): Transport {
  const within = channelTransport(rest, { id: to.id, channel: to.id })
  const { threadName, threadArchive } = limits
  const body = { name: cleanLine(to.name, threadName) || 'Paperboy', auto_archive_duration: threadArchive }
  let opened: Promise<unknown> | undefined
  const open = async () => {
    opened ??= rest.post(Routes.threads(to.channel, to.id), { body }).catch((error: unknown) => {
      if (isThreadThere(error)) return
      opened = undefined
      throw error
    })
    await opened
  }
  return {
    ...within,
    name: 'thread',
    // Nobody sees it before there is a thread.
    showTyping: () => rest.post(Routes.channelTyping(to.channel)),
    async put(sent) {
      if (sent.known === undefined) await open()
      return within.put(sent)
    },
  }
}

/** Somebody opened one there before. */
const isThreadThere = (error: unknown): boolean =>
  error instanceof DiscordAPIError && Number(error.code) === 160004

/** Without Read Message History a bot may write, but not as a reply (Discord's "Opcodes and Status Codes"). */
function isReplyRefused(error: unknown): boolean {
  return error instanceof DiscordAPIError && Number(error.code) === 160002
}

/** By direct message; when that is not where the question was asked, `notice` says why. */
export function directTransport(rest: REST, to: { id: string; person: string; notice: string }): Transport {
  let channel: Promise<string> | undefined
  const open = async () =>
    Created.parse(await rest.post(Routes.userChannels(), { body: { recipient_id: to.person } })).id
  return {
    name: 'direct',
    notice: to.notice,
    async showTyping() {
      channel ??= open()
      return rest.post(Routes.channelTyping(await channel))
    },
    async put({ body, known }) {
      channel ??= open()
      const nonce = known === undefined && { nonce: `d${to.id}.0`, enforce_nonce: true }
      return putMessage(rest, await channel, known, { ...body, ...nonce })
    },
  }
}

/** Files go beside the body. */
function inParts({ files, ...body }: MessageBody) {
  return { body, ...(files && { files }) }
}

async function putMessage(
  rest: REST,
  channel: string,
  known: string | undefined,
  body: MessageBody & { message_reference?: { message_id: string; fail_if_not_exists: boolean } },
): Promise<string> {
  const sent =
    known === undefined
      ? await rest.post(Routes.channelMessages(channel), inParts(body))
      : await rest.patch(Routes.channelMessage(channel, known), inParts(body))
  return Created.parse(sent).id
}
