import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/discord.ts'
import { shardOf } from '../../fakes/discord/gateway/session.ts'
import type { Person } from '../../fakes/discord/person.ts'
import { freshFolder } from '../paperboy.ts'
import { type Bot, eventually, expectGoodManners, startBot } from './bot.ts'

let discord: FakeDiscord
let bots: Bot[]
let ada: Person
beforeEach(async () => {
  discord = await startFakeDiscord()
  ada = discord.person('Ada')
  bots = []
})
afterEach(async () => {
  await Promise.all(bots.map(({ crash }) => crash()))
  await discord.close()
})

const question = 'What is TAROT?'
const mention = (words: string) => `<@${discord.world.bot.id}> ${words}`
const complete = (channel: Parameters<FakeDiscord['answers']>[0]) =>
  discord.answers(channel, ada).filter(({ buttons }) => buttons.length > 0)

/** A server that a connection of so many hears. */
async function guildOf(shard: number, count: number) {
  for (;;) {
    const guild = discord.addGuild('A server')
    if (shardOf({ guild_id: guild.id }, count) === shard) return guild
    await sleep(1)
  }
}

async function startPart(folder: string, DISCORD_SHARDS: string) {
  const bot = await startBot(discord, { folder, settings: { DISCORD_SHARDS } })
  bots.push(bot)
  return bot
}

describe('processes that share the servers', () => {
  it('answer each in its own, direct messages in the first, and all with one memory', async () => {
    const guilds = [await guildOf(0, 3), await guildOf(1, 3), await guildOf(2, 3)]
    const folder = freshFolder()
    await Promise.all([startPart(folder, '0-1/3'), startPart(folder, '2/3')])
    expect(discord.gateway.counts.identifies).toBe(3)
    const places = [...guilds.map(({ general }) => general), discord.dm(ada)]
    for (const place of places) ada.say(place, mention(question))
    for (const place of places) await eventually(() => expect(complete(place)).toHaveLength(1))
    for (const { general } of guilds) ada.slash(general, 'paper ask', { question })
    for (const { general } of guilds) await eventually(() => expect(complete(general)).toHaveLength(2))
    await sleep(500)
    for (const place of places) expect(discord.answers(place, ada).length).toBe(complete(place).length)
    expectGoodManners(discord)
  })

  it('finish what another one left, also in servers that they do not hear', async () => {
    const [here, there] = [await guildOf(0, 2), await guildOf(1, 2)]
    const folder = freshFolder()
    const [, doomed] = [await startPart(folder, '0/2'), await startPart(folder, '1/2')]
    discord.faults.add(/^POST \/channels/, { delayMs: 2_000 }, 1)
    ada.say(there.general, mention(question))
    await eventually(() =>
      expect(discord.calls.some(({ path }) => path.includes(there.general.id))).toBe(true),
    )
    await doomed.crash()
    ada.say(here.general, mention(question))
    await eventually(() => expect(complete(here.general)).toHaveLength(1))
    await eventually(() => expect(complete(there.general)).toHaveLength(1))
    await sleep(500)
    expect(discord.answers(there.general)).toHaveLength(1)
    expectGoodManners(discord)
  })
})

describe('processes that hear the same servers', () => {
  it('answer everything once between them, and go on when one is gone', async () => {
    const folder = freshFolder()
    const [first] = await Promise.all([startPart(folder, ''), startPart(folder, '')])
    const rooms = Array.from({ length: 8 }, (_, index) => discord.addChannel(`room-${index}`))
    for (const [index, room] of rooms.entries()) {
      if (index === 3) void first.crash()
      ada.say(room, mention(question))
    }
    for (const room of rooms) await eventually(() => expect(complete(room)).toHaveLength(1))
    await sleep(500)
    for (const room of rooms) expect(discord.answers(room)).toHaveLength(1)
    expect(discord.pings()).toEqual([])
  })
})
