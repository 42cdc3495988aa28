import { InteractionResponseType, MessageFlags, Routes } from 'discord.js'
import { tell } from '../../lib/telemetry.ts'
import type { Completion } from '../../platform/menu.ts'
import { cleanLine } from '../../replies/clean.ts'
import { faultOf } from './faults.ts'
import { limits } from './limits.ts'
import type { Rest } from './rest.ts'

/** What a first response is addressed to. */
export type Addressed = { id: string; token: string }

/**
 * The first response: that an answer will come. Discord gives three seconds for it, so nothing may come before.
 *
 * @returns whether the token can be used for the answer: `late` when it was too late, `done` when the interaction was
 *   responded to before, as happens to one that is delivered twice
 */
export async function defer(
  { interactions }: Rest,
  { id, token }: Addressed,
  { ephemeral }: { ephemeral: boolean },
): Promise<'deferred' | 'done' | 'late'> {
  const body = {
    type: InteractionResponseType.DeferredChannelMessageWithSource,
    data: { flags: ephemeral ? MessageFlags.Ephemeral : 0 },
  }
  const arrived = performance.now()
  try {
    await interactions.post(Routes.interactionCallback(id, token), { auth: false, body })
    tell({ kind: 'acknowledged', platform: 'discord', seconds: (performance.now() - arrived) / 1000 })
    return 'deferred'
  } catch (error) {
    // A lost answer is retried, and the second attempt is then told that the first one had arrived.
    return faultOf(error) === 'acknowledged' ? 'done' : 'late'
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
