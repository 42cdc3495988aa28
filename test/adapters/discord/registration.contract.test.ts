import { REST } from 'discord.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { register, registrationOf } from '../../../src/adapters/discord/registration.ts'
import { commands } from '../../../src/commands/all.ts'
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/discord.ts'

let discord: FakeDiscord
let rest: REST
beforeEach(async () => {
  discord = await startFakeDiscord()
  rest = new REST({ api: discord.url }).setToken(discord.token)
})
afterEach(() => discord.close())
const puts = () => discord.calls.filter(({ method }) => method === 'PUT').length

describe('The slash commands', () => {
  it('are made from the definitions', () => {
    const [paper, menu] = registrationOf(commands)
    const visible = commands.filter(({ hidden }) => !hidden)
    expect(paper?.options.map(({ name, description }) => [name, description])).toEqual(
      visible.map(({ name, summary }) => [name, summary]),
    )
    expect(paper?.options.find(({ name }) => name === 'show')?.options).toMatchObject([
      { name: 'paper', required: true, autocomplete: true },
      { name: 'private', required: false },
    ])
    expect(menu?.name).toBe('Ask about this')
  })

  it.each(['everywhere', 'in one server'])(
    'are registered %s, and again only when they change',
    async (where) => {
      const guild = where === 'everywhere' ? undefined : discord.guild.id
      const place = { application: discord.world.applicationId, guild }
      expect(await register(rest, registrationOf(commands), place)).toMatchObject({ changed: true })
      expect(await register(rest, registrationOf(commands), place)).toMatchObject({ changed: false })
      expect(puts()).toBe(1)
      expect(
        await register(rest, registrationOf(commands.filter(({ name }) => name !== 'ask')), place),
      ).toMatchObject({ changed: true })
      expect(puts()).toBe(2)
      expect(discord.refusals()).toEqual([])
    },
  )
})
