import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Handle } from '../../../src/platform/request.ts'
import { cite, paragraph, reply } from '../../../src/replies/build.ts'
import { startAdapter } from '../../adapters/discord/running.ts'
import type { FakeDiscord } from '../../fakes/discord/discord.ts'
import { deleteMessage } from '../../fakes/discord/messages.ts'
import { permissions } from '../../fakes/discord/world.ts'
import { eventually } from './bot.ts'

/** Shows a sentence that was checked, thinks for a while, and answers. */
const slow: Handle = async function* ({ line }) {
  yield reply({
    summary: 'Reading…',
    tone: 'working',
    blocks: [paragraph('Reading… ', cite(1, 'https://arxiv.org/abs/2402.17152'))],
  })
  await sleep(800)
  yield reply({ summary: 'Done', tone: 'answer', blocks: [paragraph(`Answer to ${line}`)] })
}

let discord: FakeDiscord
let adapter: Awaited<ReturnType<typeof startAdapter>>
beforeEach(async () => {
  adapter = await startAdapter(slow)
  discord = adapter.discord
})
afterEach(() => adapter.close())
const mention = (words: string) => `<@${discord.world.bot.id}> ${words}`

describe('an answer that cannot be delivered anywhere', () => {
  it('is given up, and the next question is answered', async () => {
    const ada = discord.person('Ada')
    ada.user.refusesDms = true
    const closed = discord.addChannel('closed')
    closed.permissions &= ~permissions.sendMessages
    ada.say(closed, mention('first'))
    await eventually(() =>
      expect(adapter.lines.map(({ message }) => message).join()).toContain('not be delivered'),
    )
    ada.say(discord.general, mention('second'))
    await eventually(() =>
      expect(discord.answers(discord.general).at(-1)?.text).toContain('Answer to second'),
    )
    await eventually(async () => expect(await adapter.jobs.unfinished('questions:discord')).toEqual([]))
  })
})

describe('an answer whose way is closed', () => {
  it('comes by direct message', async () => {
    const ada = discord.person('Ada')
    const closed = discord.addChannel('closed')
    closed.permissions &= ~permissions.sendMessages
    ada.say(closed, mention('first'))
    await eventually(() => expect(discord.answers(discord.dm(ada)).at(-1)?.text).toContain('Answer to first'))
    expect(discord.answers(discord.dm(ada))).toHaveLength(1)
  })

  it('is not pressed on anybody when its message was deleted meanwhile', async () => {
    const ada = discord.person('Ada')
    ada.say(discord.general, mention('fourth'))
    const [begun] = await eventually(() => {
      expect(discord.answers(discord.general)).toHaveLength(1)
      return discord.answers(discord.general)
    })
    const message = discord.world.messages.get(begun?.id ?? '')
    if (message) deleteMessage(discord.world, message)
    await eventually(async () => expect(await adapter.jobs.unfinished('questions:discord')).toEqual([]))
    expect(discord.answers(discord.dm(ada)).map(({ text }) => text)).toEqual([])
  })

  it('keeps to the message that it began when a request fails for a moment', async () => {
    const ada = discord.person('Ada')
    discord.faults.add(/^PATCH /, { status: 500 }, 1)
    ada.say(discord.general, mention('third'))
    await eventually(() => expect(discord.answers(discord.general).at(-1)?.text).toContain('Answer to third'))
    expect(discord.answers(discord.general)).toHaveLength(1)
  })
})

describe('choices that come too late', () => {
  it('are no error: the person who typed has gone on', async () => {
    const ada = discord.person('Ada')
    discord.faults.add(/^POST \/interactions\//, { delayMs: 3100 }, 1)
    const typed = ada.type(discord.general, 'paper show', { paper: 'TAROT' }, 'paper')
    await eventually(() => expect(discord.refusals().map(({ code }) => code)).toEqual([10062]))
    await sleep(100)
    expect(typed.interaction.response).toBeUndefined()
    expect(adapter.lines.filter(({ level }) => level === 'error')).toEqual([])
  })
})
