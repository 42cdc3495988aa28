import { InteractionResponseType, MessageFlags, Routes } from 'discord.js'
import { z } from 'zod'
import { emitTelemetry } from '../../lib/telemetry.ts'
import type { Completion } from '../../platform/menu.ts'
import { cleanLine } from '../../replies/clean.ts'
import { faultOf, TokenGone } from './faults.ts'
import { limits, manners } from './limits.ts'
import type { MessageBody } from './render.ts'
import type { Rest } from './rest.ts'

/** What a first response is addressed to. */
export type Addressed = { id: string; token: string }

/**
 * The first response to an interaction, of which there is one: a page, or that one will come. Whether others see it is
 * decided by it, and by nothing later.
 */
export type Opening = {
  /**
   * Shows a page as the first response, unless that was made already.
   *
   * @returns the id of its message, or that another response was made before, and who sees that
   * @throws TokenGone when the token is of no use any more; whatever Discord says of a page that it refuses
   */
  show(body: MessageBody): Promise<{ id: string } | { isAlone: boolean }>
}

/** Who sees the first response, and the id of the page that it was. */
type Responded = { isAlone: boolean; id?: string }

const Response = z.object({ resource: z.object({ message: z.object({ id: z.string() }) }) })

/**
 * Discord gives three seconds for the first response, so nothing that takes time may come before it.
 *
 * @param about.ephemeral whether the one who asked sees it alone, when no page was there in time
 * @param about.quick a page is worth waiting for
 */
export function openResponse(
  { interactions }: Rest,
  { id, token }: Addressed,
  about: { ephemeral: boolean; quick: boolean },
): Opening {
  const arrived = performance.now()
  let responded: Promise<Responded> | undefined

  async function respond(type: number, data: { flags: number }): Promise<Responded> {
    const isAlone = (data.flags & MessageFlags.Ephemeral) !== 0
    const query = new URLSearchParams({ with_response: 'true' })
    const body = { type, data }
    try {
      const answer = await interactions.post(Routes.interactionCallback(id, token), {
        auth: false,
        body,
        query,
      })
      emitTelemetry({
        kind: 'acknowledged',
        platform: 'discord',
        seconds: (performance.now() - arrived) / 1000,
      })
      const { data: read } = Response.safeParse(answer)
      return { isAlone, ...(read && { id: read.resource.message.id }) }
    } catch (error) {
      // A lost answer is retried, and the second attempt is then told that the first one had arrived.
      if (faultOf(error) === 'acknowledged') return { isAlone }
      throw faultOf(error) === 'refused' ? error : new TokenGone({ cause: error })
    }
  }

  const defer = () => {
    responded ??= respond(InteractionResponseType.DeferredChannelMessageWithSource, {
      flags: about.ephemeral ? MessageFlags.Ephemeral : 0,
    })
    // The person who waits for it is told.
    responded.catch(() => undefined)
  }
  if (about.quick) setTimeout(defer, manners.firstResponse)
  else defer()

  return {
    async show(body) {
      // Files take their time, and a page is often long on its way.
      if (body.files) defer()
      if (responded) return { isAlone: (await responded).isAlone }
      const showing = respond(InteractionResponseType.ChannelMessageWithSource, body)
      responded = showing
      try {
        const { id, isAlone } = await showing
        return id === undefined ? { isAlone } : { id }
      } catch (error) {
        // A page that is refused is no response.
        if (!(error instanceof TokenGone)) responded = undefined
        throw error
      }
    },
  }
}

/** What can stand in the option that is being typed; passed over when it comes too late. */
export async function offerChoices(
  { once }: Rest,
  { id, token }: Addressed,
  completions: readonly Completion[],
): Promise<void> {
  const choices = completions
    .filter(({ value }) => value.length <= limits.choice)
    .slice(0, limits.choices)
    .map(({ label, value }) => ({ name: cleanLine(label, limits.choice) || value, value }))
  const body = { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices } }
  try {
    await once.post(Routes.interactionCallback(id, token), { auth: false, body })
  } catch (error) {
    // Who has typed on meanwhile is offered other choices: these concern nobody any more.
    if (!['gone', 'acknowledged'].includes(faultOf(error))) throw error
  }
}
