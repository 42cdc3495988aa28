import { invalidForm, refusal } from '../refusal.ts'
import { messageJson } from '../serialize.ts'
import { Callback, Choices, callbackTypes, Modal } from '../validation/callback.ts'
import { readForm } from '../validation/form.ts'
import { emptyContents, messageFlags, readMessage } from '../validation/message-body.ts'
import type { Interaction, Message, World } from '../world.ts'
import { editByInteraction, postByInteraction, publish } from './interaction-messages.ts'
import type { Route } from './route.ts'

/** How long Discord waits for the first response, in milliseconds. */
const firstResponseWithin = 3000

/** The first response to an interaction, of which there is exactly one. */
export const callbackRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/interactions/:interaction/:token/callback',
    token: false,
    handle: ({ world, param, body, query }) => {
      const interaction = world.interactions.get(param('token'))
      if (interaction?.id !== param('interaction')) throw refusal('unknownInteraction')
      if (interaction.response) throw refusal('acknowledgedTwice')
      if (world.now() - interaction.createdAt > firstResponseWithin) throw refusal('unknownInteraction')
      const message = respond(world, interaction, readForm(Callback, body))
      if (query.get('with_response') !== 'true') return {}
      return { body: callbackResponse(world, interaction, message) }
    },
  },
]

function respond(
  world: World,
  interaction: Interaction,
  { type, data }: { type: number; data?: unknown },
): Message | undefined {
  const respondWith = (more: object = {}) => {
    interaction.response = { type, at: world.now(), ...more }
  }
  requireFitting(interaction, type)
  switch (type) {
    case callbackTypes.choices:
      respondWith({ choices: readForm(Choices, data).choices })
      return undefined
    case callbackTypes.modal:
      respondWith({ modal: readForm(Modal, data) })
      return undefined
    case callbackTypes.deferredUpdate:
      respondWith()
      interaction.originalId = interaction.sourceId ?? ''
      return world.messages.get(interaction.originalId)
    case callbackTypes.update: {
      const source = world.messages.get(interaction.sourceId ?? '')
      if (!source) throw refusal('unknownMessage')
      editByInteraction(world, source, data)
      respondWith()
      interaction.originalId = source.id
      return source
    }
    case callbackTypes.deferredMessage: {
      const { contents } = readMessage({ flags: flagsOf(data) }, { settable: messageFlags.ephemeral })
      respondWith()
      const waiting = { ...emptyContents, flags: contents.flags | messageFlags.loading }
      return keepOriginal(interaction, publish(world, interaction, waiting))
    }
    default: {
      const message = postByInteraction(world, interaction, data)
      respondWith()
      return keepOriginal(interaction, message)
    }
  }
}

/** @throws Refusal when this kind of interaction cannot be answered so */
function requireFitting(interaction: Interaction, type: number): void {
  const { choices, deferredUpdate, update } = callbackTypes
  const fits =
    (type === choices) === (interaction.kind === 'autocomplete') &&
    ((type !== deferredUpdate && type !== update) || interaction.sourceId !== undefined) &&
    (type !== callbackTypes.modal || interaction.kind !== 'modal')
  if (fits) return
  throw invalidForm([
    { path: ['type'], code: 'INTERACTION_CALLBACK_TYPE_INVALID', message: 'Invalid callback type' },
  ])
}

function flagsOf(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'flags' in data ? data.flags : undefined
}

function keepOriginal(interaction: Interaction, message: Message): Message {
  interaction.originalId = message.id
  return message
}

function callbackResponse(world: World, interaction: Interaction, message: Message | undefined) {
  const types = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const
  const flags = message?.contents.flags ?? 0
  return {
    interaction: {
      id: interaction.id,
      type: types[interaction.kind],
      ...(message && {
        response_message_id: message.id,
        response_message_loading: (flags & messageFlags.loading) !== 0,
        response_message_ephemeral: (flags & messageFlags.ephemeral) !== 0,
      }),
    },
    resource: {
      type: interaction.response?.type,
      ...(message && { message: messageJson(world, message, { messageContent: true }) }),
    },
  }
}
