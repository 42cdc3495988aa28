import { isDeepStrictEqual } from 'node:util'
import { type REST, Routes } from 'discord.js'
import { z } from 'zod'
import type { AdapterParts } from '../../platform/adapter.ts'
import { faultOf } from './faults.ts'
import { serversOf } from './servers.ts'

/** Where commands are registered: everywhere, which is null, or in one server. */
const Places = z.array(z.string().nullable())

/**
 * Takes commands away from where they were registered before, as soon as they are registered elsewhere: in a server that has
 * both, each would stand twice. Those that are registered everywhere go only where no other server has them.
 *
 * @throws what the requests throw: then it is done at the next start
 */
export async function leaveFormerPlaces(
  rest: REST,
  { application, guild }: { application: string; guild: string | undefined },
  { commandPlaces, log }: Pick<AdapterParts, 'commandPlaces' | 'log'>,
): Promise<void> {
  const here = guild ?? null
  const known = Places.safeParse(await commandPlaces.get(application)).data
  const before = known ?? (await unknownPlaces())
  const left: (string | null)[] = [here]
  for (const place of before) {
    if (place === here) continue
    if (place !== null) await clear(Routes.applicationGuildCommands(application, place))
    else if (guild === undefined || !(await leaveEverywhere(guild))) left.push(place)
  }
  if (!isDeepStrictEqual(known, left)) await commandPlaces.put(application, left)

  /** Before anything was noted: everywhere, where commands are registered so. */
  async function unknownPlaces(): Promise<readonly null[]> {
    if (guild === undefined) return []
    const everywhere = z.array(z.unknown()).parse(await rest.get(Routes.applicationCommands(application)))
    return everywhere.length === 0 ? [] : [null]
  }

  async function leaveEverywhere(only: string): Promise<boolean> {
    const servers = await serversOf(rest)
    if (servers.size === 1 && servers.has(only)) {
      await clear(Routes.applicationCommands(application))
      return true
    }
    log.warn(
      { server: only, servers: servers.size },
      'In the server of DISCORD_GUILD_ID each command stands twice: those of all servers stay, since others use them. Start once without DISCORD_GUILD_ID, and each stands there once',
    )
    return false
  }

  async function clear(route: `/${string}`): Promise<void> {
    try {
      await rest.put(route, { body: [] })
      log.info({ route }, 'Slash commands were taken away where they had been registered before')
    } catch (error) {
      // A server that Paperboy is no longer in has none of its commands.
      if (faultOf(error) !== 'closed') throw error
    }
  }
}
