import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeDiscord, type FakeDiscordOptions, startFakeDiscord } from '../../fakes/discord/discord.ts'
import type { Person } from '../../fakes/discord/person.ts'
import { startSilentModel } from '../silent-model.ts'
import { type Bot, eventually, expectGoodManners, startBot } from './bot.ts'

let discord: FakeDiscord
let bot: Bot
let ada: Person
beforeEach(async () => {
  await begin()
})
afterEach(async () => {
  await bot.stop()
  await discord.close()
})

async function begin(options: FakeDiscordOptions = { heartbeatMs: 500 }) {
  discord = await startFakeDiscord(options)
  bot = await startBot(discord)
  ada = discord.person('Ada')
}

const question = 'What is TAROT?'
const mention = (words: string) => `<@${discord.world.bot.id}> ${words}`
const patches = /^PATCH \/webhooks\//
const posts = /^POST \/channels\/\d+\/messages$/

/** Waits for exactly one complete answer in the channel, and that no second one comes. */
async function oneAnswer() {
  await eventually(() =>
    expect(discord.answers(discord.general, ada).at(-1)?.buttons.length).toBeGreaterThan(0),
  )
  await sleep(500)
  const answers = discord.answers(discord.general, ada)
  expect(answers).toHaveLength(1)
  expect(answers[0]?.text).toContain('TAROT')
}

describe('one answer for one question', () => {
  it('when a message is delivered again', async () => {
    const deed = ada.say(discord.general, mention(question))
    deed.redeliver()
    await oneAnswer()
    deed.redeliver()
    await oneAnswer()
    expectGoodManners(discord)
  })

  it('when a command is delivered again', async () => {
    const deed = ada.slash(discord.general, 'paper ask', { question })
    deed.redeliver()
    await oneAnswer()
    deed.redeliver()
    await oneAnswer()
    expectGoodManners(discord)
  })

  it('when Discord carries a request out and its answer is lost', async () => {
    discord.faults.add(posts, { cut: 'after' }, 1)
    ada.say(discord.general, mention(question))
    await oneAnswer()
    expectGoodManners(discord)
  })

  it('when Discord fails for a moment', async () => {
    discord.faults.add(posts, { status: 502 }, 2)
    discord.faults.add(patches, { status: 503 }, 2)
    ada.say(discord.general, mention(question))
    await oneAnswer()
    const deed = ada.slash(discord.addChannel('other'), 'paper ask', { question })
    await eventually(() => expect(deed.messages().at(-1)?.buttons.length).toBeGreaterThan(0))
    expect(discord.pings()).toEqual([])
  })

  it('when Discord asks to wait', async () => {
    discord.faults.add(posts, { rateLimited: { retryAfter: 0.5 } }, 1)
    ada.say(discord.general, mention(question))
    await oneAnswer()
  })
})

describe('a power cut in the middle', () => {
  it('of a command: the answer comes after the restart, into the same message', async () => {
    discord.faults.add(patches, { cut: 'before' })
    const deed = ada.slash(discord.general, 'paper ask', { question })
    await eventually(() => expect(deed.messages()).toMatchObject([{ loading: true }]))
    await eventually(() => expect(discord.calls.some(({ method }) => method === 'PATCH')).toBe(true))
    await bot.crash()
    discord.faults.clear()
    bot = await startBot(discord, { folder: bot.folder })
    await oneAnswer()
    expectGoodManners(discord)
  })

  it('of a mention: what was posted already is not posted twice', async () => {
    discord.faults.add(posts, { cut: 'after' })
    ada.say(discord.general, mention(question))
    await eventually(() => expect(discord.answers(discord.general)).toHaveLength(1))
    await bot.crash()
    discord.faults.clear()
    bot = await startBot(discord, { folder: bot.folder })
    await oneAnswer()
    expectGoodManners(discord)
  })

  it('after an answer: nothing is said again', async () => {
    const deed = ada.say(discord.general, mention(question))
    await oneAnswer()
    await bot.crash()
    bot = await startBot(discord, { folder: bot.folder })
    deed.redeliver()
    await oneAnswer()
  })
})

describe('the connection', () => {
  it.each<[string, () => void]>([
    ['asked to reconnect', () => discord.gateway.requestReconnect()],
    ['cut', () => discord.gateway.drop()],
    ['dead without a sign', () => discord.gateway.becomeZombie()],
  ])('%s: what is asked meanwhile is answered', async (_, disturb) => {
    disturb()
    ada.say(discord.general, mention(question))
    await oneAnswer()
    expect(discord.gateway.counts.identifies).toBe(1)
    expectGoodManners(discord)
  })

  it('with its session gone: what is asked afterwards is answered', async () => {
    discord.gateway.invalidateSession(false)
    await eventually(() => expect(discord.gateway.counts.identifies).toBe(2))
    ada.say(discord.general, mention(question))
    await oneAnswer()
  })
})

describe('where it may not speak', () => {
  it('it is not tried again and again, and the operator is told', async () => {
    const silent = discord.addChannel('announcements')
    discord.faults.add(new RegExp(`^POST /channels/${silent.id}/`), { status: 403, code: 50013 })
    const tries = () =>
      discord.calls.filter(
        ({ path, method }) => method === 'POST' && path.startsWith(`/channels/${silent.id}/`),
      ).length
    ada.say(silent, mention(question))
    await eventually(() => expect(bot.said.stderr).toContain(silent.id))
    const learned = tries()
    expect(learned).toBeLessThanOrEqual(2)
    for (let index = 0; index < 4; index++) ada.say(silent, mention(`${question} ${index}`))
    ada.say(discord.general, mention(question))
    await oneAnswer()
    expect(tries()).toBe(learned)
  })
})

describe('a token that has expired', () => {
  it('is replaced by a message in the channel', async () => {
    discord.faults.add(patches, { delayMs: 700 }, 1)
    ada.slash(discord.general, 'paper ask', { question })
    await eventually(() => expect(discord.calls.some(({ method }) => method === 'PATCH')).toBe(true))
    discord.world.advance(16 * 60_000)
    await eventually(() =>
      expect(discord.answers(discord.general).filter(({ buttons }) => buttons.length > 0)).toHaveLength(1),
    )
    expect(discord.pings()).toEqual([])
  })
})

describe('a request to stop', () => {
  it('lets every answer under way finish', async () => {
    discord.faults.add(patches, { delayMs: 300 })
    const deeds = Array.from({ length: 10 }, () => ada.slash(discord.general, 'paper ask', { question }))
    await eventually(() => expect(discord.calls.some(({ method }) => method === 'PATCH')).toBe(true))
    const asked = performance.now()
    expect(await bot.stop()).toEqual({ code: 0, signal: null })
    expect(performance.now() - asked).toBeLessThan(10_000)
    for (const deed of deeds) {
      const [message] = deed.messages()
      if (deed.interaction.response) expect(message).toMatchObject({ loading: false })
    }
    expectGoodManners(discord)
  })

  it('keeps what cannot be answered in time, says so, and the next process answers it: each of 24 once', async () => {
    const { folder } = bot
    await bot.stop()
    const model = await startSilentModel()
    bot = await startBot(discord, { folder, settings: model.settings })
    // More than are worked on at once, so that most still wait in line.
    const rooms = Array.from({ length: 24 }, (_, index) => discord.addChannel(`room-${index}`))
    for (const [index, room] of rooms.entries()) {
      const student = discord.person(`Student ${index}`)
      if (index % 2 === 0) student.slash(room, 'paper ask', { question })
      else student.say(room, mention(question))
    }
    await eventually(() => expect(model.asked()).toBeGreaterThan(7))
    await eventually(() => {
      // A mention sees that somebody types, a command that it thinks.
      for (const [index, room] of rooms.entries())
        if (index % 2 === 0) expect(discord.answers(room)).toHaveLength(1)
    })
    expect(await bot.stop()).toEqual({ code: 0, signal: null })
    const kept = rooms.filter((room) => {
      const [shown, ...more] = discord.answers(room)
      expect(more).toEqual([])
      if (shown && shown.buttons.length > 0) return false
      expect(shown?.text).toContain('Your question is kept')
      return true
    })
    expect(kept.length).toBeGreaterThanOrEqual(16)
    bot = await startBot(discord, { folder })
    await eventually(() => {
      for (const room of rooms) expect(discord.answers(room)[0]?.buttons.length).toBeGreaterThan(0)
    })
    await sleep(1_000)
    for (const room of rooms) {
      expect(discord.answers(room)).toHaveLength(1)
      expect(discord.answers(room)[0]?.text).toContain('TAROT')
    }
    expectGoodManners(discord)
    model.close()
  })
})
