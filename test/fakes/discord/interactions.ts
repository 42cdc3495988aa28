import { randomBytes } from 'node:crypto'
import { channelJson, memberJson, userJson } from './serialize.ts'
import {
  type Channel,
  type GatewayEvent,
  type Interaction,
  invitedPermissions,
  type User,
  type World,
} from './world.ts'

const types = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const

export type InteractionDraft = {
  kind: Interaction['kind']
  user: User
  channel: Channel
  /** The part of the payload that depends on the kind. */
  data: object
  /** The message that carries the pressed button, and how the bot is given it. */
  source?: { id: string; json: object }
}

/** Makes an interaction and the event that tells the bot of it. */
export function createInteraction(
  world: World,
  { kind, user, channel, data, source }: InteractionDraft,
): { interaction: Interaction; event: GatewayEvent } {
  const interaction: Interaction = {
    id: world.nextId(),
    token: randomBytes(90).toString('base64url'),
    kind,
    channelId: channel.id,
    userId: user.id,
    createdAt: world.now(),
    followUpIds: [],
    ...(source && { sourceId: source.id }),
  }
  world.interactions.set(interaction.token, interaction)
  const inGuild = channel.guildId !== undefined
  const payload = {
    id: interaction.id,
    application_id: world.applicationId,
    type: types[kind],
    token: interaction.token,
    version: 1,
    data,
    channel: channelJson(world, channel),
    channel_id: channel.id,
    ...(inGuild
      ? {
          guild_id: channel.guildId,
          guild: { id: channel.guildId, locale: 'en-US', features: [] },
          guild_locale: 'en-US',
          member: memberJson(world, user),
        }
      : { user: userJson(user) }),
    ...(source && { message: source.json }),
    locale: 'en-US',
    app_permissions: String(inGuild ? channel.permissions : invitedPermissions),
    entitlements: [],
    authorizing_integration_owners: inGuild ? { 0: channel.guildId } : { 0: '0' },
    context: inGuild ? 0 : 1,
    attachment_size_limit: 10_485_760,
  }
  return { interaction, event: { name: 'INTERACTION_CREATE', intents: 0, data: () => payload } }
}
