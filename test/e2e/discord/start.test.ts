import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { type FakeDiscord, type FakeDiscordOptions, startFakeDiscord } from '../../fakes/discord/discord.ts'
import { type Bot, eventually, launch, startBot } from './bot.ts'

let discord: FakeDiscord
const bots: Bot[] = []
afterEach(async () => {
  await Promise.all(bots.splice(0).map((bot) => bot.crash()))
  await discord.close()
})

const begin = async (options: FakeDiscordOptions = {}) => {
  discord = await startFakeDiscord(options)
}
const start = async (
  ...surroundings: Parameters<typeof startBot> extends [unknown, ...infer Rest] ? Rest : never
) => {
  const bot = await startBot(discord, ...surroundings)
  bots.push(bot)
  return bot
}
const oneLine = /^[^\n]+\n$/
const registrations = () => discord.calls.filter(({ method }) => method === 'PUT')

describe('a first start', () => {
  it('registers the commands, and does so again only when they have changed', async () => {
    await begin()
    const first = await start()
    expect(registrations()).toHaveLength(1)
    await first.stop()
    await start({ folder: first.folder })
    expect(registrations()).toHaveLength(1)
    expect(discord.refusals()).toEqual([])
  })

  it('registers them in one server when asked to', async () => {
    await begin()
    await start({ settings: { DISCORD_GUILD_ID: discord.guild.id } })
    expect(registrations().map(({ path }) => path)).toEqual([
      `/applications/${discord.world.applicationId}/guilds/${discord.guild.id}/commands`,
    ])
  })

  it('asks for no privileged intent that is not granted', async () => {
    await begin()
    await start()
    expect(discord.gateway.counts.identifies).toBe(1)
  })

  it('waits for Discord when it is down', async () => {
    await begin()
    const { url, token } = discord
    await discord.close()
    const bot = launch({ url, token })
    bots.push(bot)
    await sleep(1500)
    await begin({ port: Number(new URL(url).port), token })
    await bot.ready()
    const ada = discord.person('Ada')
    ada.say(discord.dm(ada), 'What is TAROT?')
    await eventually(() => expect(discord.answers(discord.dm(ada)).at(-1)?.text).toContain('TAROT'))
  })
})

describe('what cannot be mended by trying again', () => {
  it('is a wrong token: told in one line, without the token', async () => {
    await begin()
    const bot = launch(
      { url: discord.url, token: 'MTA.wrong.token-that-is-secret' },
      { settings: { LOG_LEVEL: 'warn' } },
    )
    bots.push(bot)
    expect((await bot.exit).code).toBe(1)
    expect(bot.said.stderr).toMatch(oneLine)
    expect(bot.said.stderr).toContain('DISCORD_TOKEN')
    expect(bot.said.stderr).not.toContain('secret')
    expect(discord.refusals().length).toBeLessThan(5)
  })

  it.each([4004, 4013, 4014])('is being closed with %i', async (code) => {
    await begin()
    const bot = await start({ settings: { LOG_LEVEL: 'warn' } })
    discord.gateway.close(code)
    expect((await bot.exit).code).toBe(1)
    expect(bot.said.stderr.trim().split('\n').length).toBeLessThanOrEqual(2)
    expect(bot.said.stderr).toMatch(code === 4004 ? /token/i : /intent/i)
    expect(discord.gateway.counts.identifies).toBe(1)
  })
})
