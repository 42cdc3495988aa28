import { DiscordAPIError, MessageFlags, type REST, Routes } from 'discord.js'
import { z } from 'zod'
import type { MessageBody } from './render.ts'
import type { Rest } from './rest.ts'

/** A way for the messages of one answer to go out. */
export type Way = {
  name: 'token' | 'channel' | 'direct'
  /** The channel it may turn out to be closed for. */
  channel?: string
  /** What to tell the person when it had to be this way. */
  notice?: string
  /** Whether sending a message again, when it is unknown whether it arrived, makes no second one. */
  repeatable(slot: number, known: string | undefined): boolean
  /**
   * Sends message number `slot` of the answer, or changes it when its id is known.
   *
   * @returns its id
   */
  put(slot: number, body: MessageBody, known: string | undefined): Promise<string>
}

const Created = z.object({ id: z.string() })

/** By an interaction's token, for a quarter of an hour: fills the deferred response, then sends follow-ups. */
export function tokenWay(
  { interactions, once }: Rest,
  { application, token, ephemeral }: { application: string; token: string; ephemeral: boolean },
): Way {
  const change = async (message: string, body: MessageBody) =>
    Created.parse(
      await interactions.patch(Routes.webhookMessage(application, token, message), {
        auth: false,
        ...inParts(body),
      }),
    )
  return {
    name: 'token',
    repeatable: (slot, known) => slot === 0 || known !== undefined,
    async put(slot, body, known) {
      if (slot === 0) return (await change('@original', body)).id
      if (known !== undefined) return (await change(known, body)).id
      const flags = ephemeral ? body.flags | MessageFlags.Ephemeral : body.flags
      const query = new URLSearchParams({ wait: 'true' })
      const route = Routes.webhook(application, token)
      return Created.parse(await once.post(route, { auth: false, query, ...inParts({ ...body, flags }) })).id
    },
  }
}

/**
 * Into a channel as the bot. Each message carries a nonce, so that sending it again gives the first one back.
 *
 * @param to.replyTo the message that is answered
 */
export function channelWay(rest: REST, to: { id: string; channel: string; replyTo?: string }): Way {
  const reference =
    to.replyTo === undefined ? undefined : { message_id: to.replyTo, fail_if_not_exists: false }
  return {
    name: 'channel',
    channel: to.channel,
    repeatable: () => true,
    async put(slot, body, known) {
      const whole = {
        ...body,
        ...(known === undefined && { nonce: `${to.id}.${slot}`, enforce_nonce: true }),
      }
      const isReply = known === undefined && slot === 0 && reference !== undefined
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

/** Without Read Message History a bot may write, but not as a reply (Discord's "Opcodes and Status Codes"). */
function isReplyRefused(error: unknown): boolean {
  return error instanceof DiscordAPIError && Number(error.code) === 160002
}

/** By direct message; when that is not where the question was asked, `notice` says why. */
export function directWay(rest: REST, to: { id: string; person: string; notice: string }): Way {
  let channel: Promise<string> | undefined
  const open = async () =>
    Created.parse(await rest.post(Routes.userChannels(), { body: { recipient_id: to.person } })).id
  return {
    name: 'direct',
    notice: to.notice,
    repeatable: () => true,
    async put(slot, body, known) {
      channel ??= open()
      const nonce = known === undefined && { nonce: `d${to.id}.${slot}`, enforce_nonce: true }
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
