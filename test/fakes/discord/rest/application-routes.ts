import { z } from 'zod'
import { openDm } from '../channels.ts'
import { refusal } from '../refusal.ts'
import { applicationFlags, channelJson, memberJson, userJson } from '../serialize.ts'
import { CommandBodies, type CommandBody } from '../validation/command.ts'
import { readForm, snowflake } from '../validation/form.ts'
import type { RegisteredCommand, World } from '../world.ts'
import type { Route, RouteRequest } from './route.ts'

/** Who the bot is, where its gateway stands, and which commands it has. */
export function applicationRoutes(gatewayUrl: () => string, sessionsLeft = 999): readonly Route[] {
  const gatewayBot = {
    shards: 1,
    session_start_limit: {
      total: 1000,
      remaining: sessionsLeft,
      reset_after: 14_400_000,
      max_concurrency: 1,
    },
  }
  const get = (path: string, body: (request: RouteRequest) => unknown): Route => ({
    method: 'GET',
    path,
    token: true,
    handle: (request) => ({ body: body(request) }),
  })
  return [
    get('/gateway/bot', () => ({ url: gatewayUrl(), ...gatewayBot })),
    get('/users/@me', ({ world }) => userJson(world.bot)),
    get('/applications/@me', ({ world }) => applicationJson(world)),
    get('/oauth2/applications/@me', ({ world }) => applicationJson(world)),
    get('/users/@me/guilds', ({ world, query }) => {
      const after = BigInt(query.get('after') ?? '0')
      const guilds = [...world.guilds.values()].filter(
        ({ id }) => BigInt(id) > after && !world.unlisted.has(id),
      )
      return guilds.slice(0, Number(query.get('limit') ?? '200')).map(({ id, name }) => ({ id, name }))
    }),
    get('/users/:user', ({ world, param }) => {
      const user = world.users.get(param('user'))
      if (!user) throw refusal('unknownUser')
      return userJson(user)
    }),
    get('/guilds/:guild/members/:user', ({ world, param }) => {
      const guild = knownGuild(world, param('guild'))
      const user = world.users.get(param('user'))
      if (!user || user.outside?.includes(guild)) throw refusal('unknownMember')
      const { permissions: _, ...member } = memberJson(world, user)
      return member
    }),
    get('/applications/:application/commands', ({ world, param }) => {
      ownApplication(world, param('application'))
      return commandsOf(world, undefined)
    }),
    get('/applications/:application/guilds/:guild/commands', ({ world, param }) => {
      ownApplication(world, param('application'))
      return commandsOf(world, knownGuild(world, param('guild')))
    }),
    {
      method: 'PUT',
      path: '/applications/:application/commands',
      token: true,
      handle: ({ world, param, body }) => {
        ownApplication(world, param('application'))
        return { body: overwrite(world, undefined, readForm(CommandBodies, body)) }
      },
    },
    {
      method: 'PUT',
      path: '/applications/:application/guilds/:guild/commands',
      token: true,
      handle: ({ world, param, body }) => {
        ownApplication(world, param('application'))
        return { body: overwrite(world, knownGuild(world, param('guild')), readForm(CommandBodies, body)) }
      },
    },
    {
      method: 'POST',
      path: '/users/@me/channels',
      token: true,
      handle: ({ world, body }) => {
        const { recipient_id } = readForm(z.object({ recipient_id: snowflake }), body)
        const user = world.users.get(recipient_id)
        if (!user) throw refusal('unknownUser')
        return { body: channelJson(world, openDm(world, user)) }
      },
    },
  ]
}

function applicationJson(world: World) {
  return {
    id: world.applicationId,
    name: world.bot.name,
    icon: null,
    description: '',
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags: applicationFlags(world),
    team: null,
    owner: userJson(world.bot),
    approximate_guild_count: world.guilds.size,
    integration_types_config: {},
  }
}

function ownApplication(world: World, id: string): void {
  if (id !== world.applicationId) throw refusal('unknownApplication')
}

function knownGuild(world: World, id: string): string {
  if (!world.guilds.has(id)) throw refusal('missingAccess')
  return id
}

function commandsOf(world: World, guildId: string | undefined) {
  return world.commands
    .filter((command) => command.guildId === guildId)
    .map((command) => commandJson(world, command))
}

/** Replaces all commands of a place; one that keeps its name keeps its id. */
function overwrite(world: World, guildId: string | undefined, bodies: readonly CommandBody[]) {
  const before = world.commands.filter((command) => command.guildId === guildId)
  const next = bodies.map((body): RegisteredCommand => {
    const known = before.find(({ name, type }) => name === body.name && type === body.type)
    return { ...body, id: known?.id ?? world.nextId(), ...(guildId && { guildId }) }
  })
  world.commands = [...world.commands.filter((command) => command.guildId !== guildId), ...next]
  return next.map((command) => commandJson(world, command))
}

/** As Discord gives a command back: everything that was left out has its default. */
function commandJson(world: World, { guildId, ...command }: RegisteredCommand) {
  return {
    ...command,
    application_id: world.applicationId,
    version: command.id,
    description: command.description ?? '',
    default_member_permissions: command.default_member_permissions ?? null,
    nsfw: command.nsfw ?? false,
    ...(guildId
      ? { guild_id: guildId }
      : {
          dm_permission: command.dm_permission ?? true,
          contexts: command.contexts ?? null,
          integration_types: command.integration_types ?? [0],
        }),
  }
}
