import { deleteMessage } from '../messages.ts'
import { refusal } from '../refusal.ts'
import { messageJson } from '../serialize.ts'
import { messageFlags } from '../validation/message-body.ts'
import type { Interaction, Message, World } from '../world.ts'
import { editByInteraction, postByInteraction } from './interaction-messages.ts'
import type { Route } from './route.ts'

/** How long an interaction's token serves, in milliseconds. */
const tokenServes = 15 * 60_000

/** What the token of an interaction serves for after the first response. */
export const webhookRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/webhooks/:application/:token',
    token: false,
    handle: ({ world, param, body }) => {
      const interaction = answered(world, param('token'))
      const original = world.messages.get(interaction.originalId ?? '')
      // The first follow-up to a deferral fills the message that says "thinking".
      const waiting =
        original && !original.deleted && (original.contents.flags & messageFlags.loading) !== 0
          ? original
          : undefined
      if (waiting) return editByInteraction(world, waiting, body)
      const message = postByInteraction(world, interaction, body)
      interaction.followUpIds.push(message.id)
      return { body: messageJson(world, message, { messageContent: true }) }
    },
  },
  {
    method: 'GET',
    path: '/webhooks/:application/:token/messages/:message',
    token: false,
    handle: ({ world, param }) => ({
      body: messageJson(world, messageOf(world, param('token'), param('message')), { messageContent: true }),
    }),
  },
  {
    method: 'PATCH',
    path: '/webhooks/:application/:token/messages/:message',
    token: false,
    handle: ({ world, param, body }) =>
      editByInteraction(world, messageOf(world, param('token'), param('message')), body),
  },
  {
    method: 'DELETE',
    path: '/webhooks/:application/:token/messages/:message',
    token: false,
    handle: ({ world, param }) => {
      deleteMessage(world, messageOf(world, param('token'), param('message')))
      return {}
    },
  },
]

/** @throws Refusal when the token was never given out, has expired, or nothing was answered with it yet */
function answered(world: World, token: string): Interaction {
  const interaction = world.interactions.get(token)
  if (interaction && world.now() - interaction.createdAt > tokenServes) throw refusal('expiredToken')
  if (!interaction?.response) throw refusal('unknownWebhook')
  return interaction
}

function messageOf(world: World, token: string, wanted: string): Message {
  const interaction = answered(world, token)
  const id = wanted === '@original' ? interaction.originalId : wanted
  const own = id === interaction.originalId || interaction.followUpIds.includes(id ?? '')
  const message = own ? world.messages.get(id ?? '') : undefined
  if (!message || message.deleted) throw refusal('unknownMessage')
  return message
}
