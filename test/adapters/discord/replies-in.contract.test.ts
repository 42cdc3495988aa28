import { afterEach, describe, expect, it } from 'vitest'
import { paragraph, reply } from '../../../src/replies/build.ts'
import { setPlace } from '../../../src/store/place-settings.ts'
import { eventually } from '../../eventually.ts'
import { startAdapter } from './running.ts'

let running: Awaited<ReturnType<typeof startAdapter>>
afterEach(() => running.close())

async function start(repliesIn?: 'thread' | 'channel') {
  running = await startAdapter(async function* ({ line }) {
    yield reply({ summary: line, tone: 'answer', blocks: [paragraph(`Answer to ${line}`)] })
  })
  const { discord, store } = running
  const { general } = discord
  const place = {
    platform: 'discord',
    workspace: discord.guild.id,
    kind: 'channel',
    channel: general.id,
  } as const
  if (repliesIn) await setPlace(store.facts, place, { repliesIn }, new Date())
  const ada = discord.person('Ada')
  const ask = (words: string) => ada.say(general, running.mention(words)).message
  const threadOf = (message: { id: string }) => discord.world.channels.get(message.id)
  const answers = (channel: Parameters<typeof discord.answers>[0] | undefined) =>
    channel ? discord.answers(channel).map(({ text }) => text) : []
  return { discord, general, ada, ask, threadOf, answers }
}

describe('What is asked in the open of a channel', () => {
  it.each([undefined, 'channel'] as const)('is answered by a reply where %s is set', async (set) => {
    const { ask, threadOf, answers, general } = await start(set)
    const asked = ask('what is TAROT?')
    await eventually(() => expect(answers(general).join()).toContain('Answer to what is TAROT?'))
    expect(threadOf(asked)).toBeUndefined()
  })

  it('is answered in a thread that is attached to it where that is set, and gone on with there', async () => {
    const { ask, threadOf, answers, general, ada } = await start('thread')
    const asked = ask('what is TAROT?')
    await eventually(() => expect(answers(threadOf(asked)).join()).toContain('Answer to what is TAROT?'))
    expect(answers(general)).toEqual([])
    const thread = threadOf(asked)
    if (!thread) throw new Error('There is no thread.')
    expect(thread).toMatchObject({ name: 'what is TAROT?' })
    ada.say(thread, running.mention('and its limits?'))
    await eventually(() => expect(answers(thread).join()).toContain('Answer to and its limits?'))
    expect(running.asked.map(({ where }) => where.conversation)).toEqual([
      running.asked[0]?.where.conversation,
      running.asked[0]?.where.conversation,
    ])
  })

  it('is answered by a reply where no thread may be opened', async () => {
    const { ask, threadOf, answers, general, discord } = await start('thread')
    discord.faults.add(/^POST \/channels\/\d+\/messages\/\d+\/threads$/, { status: 403, code: 50013 }, 1)
    const asked = ask('what is TAROT?')
    await eventually(() => expect(answers(general).join()).toContain('Answer to what is TAROT?'))
    expect(threadOf(asked)).toBeUndefined()
  })
})
