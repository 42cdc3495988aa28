import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/discord.ts'
import { type Bot, eventually, expectGoodManners, startBot } from './bot.ts'

let discord: FakeDiscord
let bot: Bot
beforeEach(async () => {
  discord = await startFakeDiscord()
  bot = await startBot(discord)
})
afterEach(async () => {
  await bot.stop()
  await discord.close()
})

const files = () => [...discord.world.messages.values()].flatMap(({ contents }) => contents.attachments)

/** The only answer in the channel, with its only picture. */
function onlyAnswer() {
  const answers = discord.answers(discord.general)
  expect(answers).toHaveLength(1)
  const [answer] = answers
  expect(answer?.pictures).toHaveLength(1)
  expect(answer?.pictures[0]).toMatch(/^Map of \d+ papers/)
  expect(files().map(({ bytes }) => Buffer.from(bytes ?? []).toString('latin1', 1, 4))).toEqual(['PNG'])
  return answer
}

describe('A map in Discord', () => {
  it('stands between its words, also where one person alone sees it', async () => {
    const ada = discord.person('Ada')
    ada.say(discord.general, `<@${discord.world.bot.id}> map feature interactions`)
    const answer = await eventually(onlyAnswer)
    expect(answer?.text).toContain('feature')
    const deed = ada.slash(discord.general, 'paper map', { private: true })
    await eventually(() => expect(deed.messages().flatMap(({ pictures }) => pictures)).toHaveLength(1))
    expect(deed.messages().every(({ ephemeral }) => ephemeral)).toBe(true)
    expectGoodManners(discord)
  })

  it.each<[string, () => boolean]>([
    ['begins to answer', () => true],
    ['has shown the picture', () => files().length > 0],
  ])(
    'comes once, though the process is killed when it %s',
    async (_, isTime) => {
      const doomed = bot
      // How many messages come before the picture depends on how long it takes to draw.
      for (const call of ['POST /channels/:channel/messages', 'PATCH /channels/:channel/messages/:message'])
        for (const nth of [1, 2]) discord.moments.at(call, nth, 'recorded', () => isTime() && doomed.crash())
      discord.person('Ada').say(discord.general, `<@${discord.world.bot.id}> map feature interactions`)
      expect(await bot.exit).toMatchObject({ signal: 'SIGKILL' })
      bot = await startBot(discord, { folder: bot.folder })
      await eventually(onlyAnswer)
      await sleep(1_000)
      onlyAnswer()
    },
    60_000,
  )
})
