import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { type FakeDiscord, type FakeDiscordOptions, startFakeDiscord } from '../../fakes/discord/discord.ts'
import type { InteractionDeed, Person } from '../../fakes/discord/person.ts'
import type { SeenMessage } from '../../fakes/discord/reading/screen.ts'
import { type Channel, permissions } from '../../fakes/discord/world.ts'
import { type Bot, eventually, expectGoodManners, startBot } from './bot.ts'

let discord: FakeDiscord
let bot: Bot
let ada: Person
afterEach(async () => {
  await bot.stop()
  await discord.close()
})

async function begin(options: FakeDiscordOptions = {}) {
  discord = await startFakeDiscord(options)
  bot = await startBot(discord)
  ada = discord.person('Ada')
}

const question = 'What is TAROT?'
const mention = (words: string) => `<@${discord.world.bot.id}> ${words}`
const isComplete = (message: SeenMessage | undefined) => (message?.buttons.length ?? 0) > 0
const completed = (messages: readonly SeenMessage[]) => messages.filter(isComplete)
const callbacks = /^POST \/interactions\//

/** Waits for exactly one complete answer there. */
async function oneAnswerIn(channel: Channel): Promise<SeenMessage> {
  await eventually(() => expect(completed(discord.answers(channel, ada))).toHaveLength(1))
  await sleep(300)
  const [answer, ...more] = completed(discord.answers(channel, ada))
  expect(more).toEqual([])
  if (!answer) throw new Error('There is no answer.')
  return answer
}

describe('the first response', () => {
  it('whose acknowledgement is lost is not taken for a failure', async () => {
    await begin()
    discord.faults.add(callbacks, { cut: 'after' }, 1)
    ada.slash(discord.general, 'paper ask', { question })
    expect((await oneAnswerIn(discord.general)).text).toContain('TAROT')
  })

  it('that comes too late is made up for by a message in the channel', async () => {
    await begin()
    discord.faults.add(callbacks, { delayMs: 3100 }, 1)
    ada.slash(discord.general, 'paper ask', { question })
    expect((await oneAnswerIn(discord.general)).text).toContain('TAROT')
  })

  it('that is private stays private however late it is', async () => {
    await begin()
    discord.faults.add(callbacks, { delayMs: 3100 }, 1)
    ada.slash(discord.general, 'paper ask', { question, private: true })
    await eventually(() => expect(completed(discord.answers(discord.dm(ada)))).toHaveLength(1))
    expect(discord.answers(discord.general)).toEqual([])
  })
})

describe('crowds', () => {
  it('of mentions are all answered within the limits of the bot', async () => {
    await begin()
    const channels = Array.from({ length: 60 }, (_, index) => discord.addChannel(`room-${index}`))
    for (const channel of channels) ada.say(channel, mention(question))
    await eventually(() => {
      for (const channel of channels) expect(completed(discord.answers(channel))).toHaveLength(1)
    })
    expectGoodManners(discord)
  })

  it('are all answered once across a power cut', async () => {
    await begin()
    const deeds: InteractionDeed[] = []
    for (let index = 0; index < 40; index++) deeds.push(ada.slash(discord.general, 'paper ask', { question }))
    await eventually(() =>
      expect(deeds.filter(({ interaction }) => interaction.response).length).toBeGreaterThan(10),
    )
    await bot.crash()
    const begun = deeds.filter(({ interaction }) => interaction.response)
    bot = await startBot(discord, { folder: bot.folder })
    await eventually(() => {
      for (const deed of begun) expect(completed(deed.messages())).toHaveLength(1)
    })
    expect(discord.pings()).toEqual([])
  })
})

describe('what people do with answers', () => {
  it('press their buttons after a restart', async () => {
    await begin()
    ada.slash(discord.general, 'paper ask', { question })
    const answer = await oneAnswerIn(discord.general)
    await bot.stop()
    bot = await startBot(discord, { folder: bot.folder })
    const deed = ada.press(answer, 'Show evidence')
    await eventually(() => expect(deed.messages().at(-1)?.text).toContain('Evidence'))
    expectGoodManners(discord)
  })

  it('go on in a thread without mentions, where the message content intent is granted', async () => {
    await begin({ messageContent: true })
    ada.slash(discord.general, 'paper ask', { question })
    ada.press(await oneAnswerIn(discord.general), 'Go on in a thread')
    const thread = await eventually(() => {
      const opened = [...discord.world.channels.values()].find(({ kind }) => kind === 'thread')
      if (!opened) throw new Error('There is no thread.')
      return opened
    })
    ada.say(thread, 'show 1')
    await eventually(() => expect(discord.answers(thread).at(-1)?.text).toContain('Targeted Data Selection'))
    expectGoodManners(discord)
  })

  it('ask for a thread where none may be opened', async () => {
    await begin()
    discord.general.permissions &= ~permissions.createPublicThreads
    ada.slash(discord.general, 'paper ask', { question })
    const deed = ada.press(await oneAnswerIn(discord.general), 'Go on in a thread')
    await eventually(() => expect(deed.messages().at(-1)?.text).toMatch(/thread/i))
    expect(deed.messages().at(-1)?.ephemeral).toBe(true)
  })
})
