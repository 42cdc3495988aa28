import { REST } from 'discord.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { leaveFormerPlaces } from '../../../src/adapters/discord/command-places.ts'
import { register, registrationOf } from '../../../src/adapters/discord/registration.ts'
import { commands } from '../../../src/commands/all.ts'
import { createCommandPlaces } from '../../../src/operator/command-places.ts'
import { openStore } from '../../../src/store/open.ts'
import type { Store } from '../../../src/store/store.ts'
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/discord.ts'

let discord: FakeDiscord
let rest: REST
let store: Store
let warnings: string[]
beforeEach(async () => {
  discord = await startFakeDiscord()
  rest = new REST({ api: discord.url }).setToken(discord.token)
  store = await openStore('sqlite::memory:')
  warnings = []
})
afterEach(async () => {
  await store.close()
  await discord.close()
})

/** What a start does with DISCORD_GUILD_ID set so. */
async function start(guild?: string): Promise<void> {
  const silent = () => undefined
  const log = {
    debug: silent,
    info: silent,
    error: silent,
    warn: (_: object, words: string) => void warnings.push(words),
  }
  const scope = { application: discord.world.applicationId, guild }
  await register(rest, registrationOf(commands), scope)
  const clock = { now: () => new Date() }
  await leaveFormerPlaces(rest, scope, { commandPlaces: createCommandPlaces(store, clock), log })
}
/** How often a person of a server sees each command. */
const timesIn = (guild: string) => {
  const seen = discord.world.commands.filter(({ guildId }) => guildId === undefined || guildId === guild)
  return Math.max(...seen.map(({ name }) => seen.filter((one) => one.name === name).length))
}
const everywhere = () => discord.world.commands.filter(({ guildId }) => guildId === undefined).length
const puts = () => discord.calls.filter(({ method }) => method === 'PUT').length

describe('Commands that are registered elsewhere than before', () => {
  it('stand once: from one server to all, and back where it is the only one', async () => {
    const { id } = discord.guild
    for (const guild of [id, undefined, id, undefined]) {
      await start(guild)
      expect(timesIn(id)).toBe(1)
      const before = puts()
      await start(guild)
      expect(puts()).toBe(before)
    }
    expect(warnings).toEqual([])
  })

  it('stay everywhere where other servers have them, and the log says how to have each once', async () => {
    const other = discord.addGuild('Another').id
    await start()
    await start(discord.guild.id)
    await start(discord.guild.id)
    expect(everywhere()).toBeGreaterThan(0)
    expect(timesIn(other)).toBe(1)
    expect(warnings).toHaveLength(2)
    expect(warnings[0]).toContain('Start once without DISCORD_GUILD_ID')
    await start()
    expect(timesIn(discord.guild.id)).toBe(1)
  })

  it('go from one server to another, also from one that Paperboy is not in any more', async () => {
    const other = discord.addGuild('Another')
    await start(discord.guild.id)
    await start(other.id)
    expect(discord.world.commands.every(({ guildId }) => guildId === other.id)).toBe(true)
    discord.removeGuild(other)
    await start(discord.guild.id)
    expect(timesIn(discord.guild.id)).toBe(1)
  })

  it('were registered by a version that noted nothing: those of all servers are seen', async () => {
    const scope = { application: discord.world.applicationId, guild: undefined }
    await register(rest, registrationOf(commands), scope)
    await start(discord.guild.id)
    expect(timesIn(discord.guild.id)).toBe(1)
    expect(everywhere()).toBe(0)
  })

  it('are left at the next start, where Discord could not be asked', async () => {
    await start(discord.guild.id)
    discord.faults.add(/^PUT .*\/guilds\//, { status: 400 }, 1)
    await expect(start()).rejects.toThrow()
    expect(timesIn(discord.guild.id)).toBe(2)
    await start()
    expect(timesIn(discord.guild.id)).toBe(1)
  })
})
