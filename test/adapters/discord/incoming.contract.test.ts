import { afterEach, describe, expect, it } from 'vitest'
import type { DiscordOptions } from '../../../src/adapters/discord/adapter.ts'
import { readMenu } from '../../../src/adapters/discord/incoming.ts'
import { commands } from '../../../src/commands/all.ts'
import type { Handle } from '../../../src/platform/request.ts'
import * as build from '../../../src/replies/build.ts'
import type { FakeDiscordOptions } from '../../fakes/discord/discord.ts'
import { eventually, startAdapter } from './running.ts'

const evidenceLine = 'evidence 3f2b8a10-9c4d-4e5f-8a6b-0123456789ab'

/** Says what it was asked, like an answer: with thumbs and a button. */
const echo: Handle = async function* ({ line }) {
  yield build.reply({
    summary: line,
    tone: 'answer',
    blocks: [build.paragraph(`You said: ${line}`)],
    actions: [build.run('Evidence', evidenceLine), build.run('Show', 'show TAROT')],
    rating: { up: 'feedback up 1', down: 'feedback down 1' },
  })
}

let running: Awaited<ReturnType<typeof startAdapter>>
async function begin(discord: FakeDiscordOptions = {}, parts: Partial<DiscordOptions> = {}) {
  running = await startAdapter(echo, { discord, ...parts })
  const { general, guild } = running.discord
  return {
    ...running,
    general,
    guild,
    ada: running.discord.person('Ada'),
    bob: running.discord.person('Bob'),
  }
}
afterEach(() => running.close())

/** The requests so far, once there are this many. */
const requests = (count: number) =>
  eventually(() => {
    expect(running.asked).toHaveLength(count)
    return running.asked
  })
const answersInGeneral = (count: number) =>
  eventually(() => {
    const answers = running.discord.answers(running.discord.general)
    expect(answers).toHaveLength(count)
    return answers
  })

describe('A message', () => {
  it('that mentions Paperboy is a line without the mention, from a person in a place', async () => {
    const { ada, general, guild, mention } = await begin()
    ada.say(general, mention('show  TAROT'))
    const [request] = await requests(1)
    expect(request).toMatchObject({
      line: 'show  TAROT',
      who: { id: ada.user.id },
      where: { platform: 'discord', workspace: guild.id },
    })
  })

  it('to somebody else is none of its business', async () => {
    const { ada, bob, general, mention } = await begin()
    ada.say(general, 'What is TAROT?')
    ada.say(general, `<@${bob.user.id}> What is TAROT?`)
    ada.say(general, mention('hello'))
    expect((await requests(1)).map(({ line }) => line)).toEqual(['hello'])
  })

  it('directly to it needs no mention', async () => {
    const { ada, discord } = await begin()
    const dm = discord.dm(ada)
    ada.say(dm, 'What is TAROT?')
    const [request] = await requests(1)
    expect(request).toMatchObject({ line: 'What is TAROT?', where: { conversation: dm.id } })
  })

  it('that is delivered twice is answered once', async () => {
    const { ada, general, mention } = await begin()
    const deed = ada.say(general, mention('once'))
    await answersInGeneral(1)
    deed.redeliver()
    ada.say(general, mention('twice'))
    expect((await requests(2)).map(({ line }) => line)).toEqual(['once', 'twice'])
  })
})

describe('A conversation', () => {
  it('is everybody’s own in an open channel', async () => {
    const { ada, bob, general, mention } = await begin()
    ada.say(general, mention('search a'))
    await requests(1)
    bob.say(general, mention('search b'))
    await requests(2)
    ada.say(general, mention('show 1'))
    const [first, second, third] = await requests(3)
    expect(first?.where.conversation).not.toBe(second?.where.conversation)
    expect(third?.where.conversation).toBe(first?.where.conversation)
  })

  it('is joined by replying to an answer', async () => {
    const { ada, bob, general, mention } = await begin()
    ada.say(general, mention('search a'))
    const [answer] = await answersInGeneral(1)
    bob.say(general, 'show 1', { ...(answer && { to: answer }) })
    const [first, second] = await requests(2)
    expect(second?.line).toBe('show 1')
    expect(second?.where.conversation).toBe(first?.where.conversation)
  })

  it('is another one in private', async () => {
    const { ada, general } = await begin()
    ada.slash(general, 'paper search', { words: 'a' })
    await requests(1)
    ada.slash(general, 'paper search', { words: 'a', private: true })
    const [open, secret] = await requests(2)
    expect(secret?.where.conversation).not.toBe(open?.where.conversation)
  })

  it('goes on in a thread that was opened from it, without a mention where messages can be read', async () => {
    const { ada, general, mention, discord } = await begin({ messageContent: true })
    ada.say(general, mention('search a'))
    const [answer] = await answersInGeneral(1)
    if (answer) ada.press(answer, 'Go on in a thread')
    const thread = await eventually(() => {
      const opened = [...discord.world.channels.values()].find(({ kind }) => kind === 'thread')
      if (!opened) throw new Error('There is no thread.')
      return opened
    })
    expect(thread.name).toBe('search a')
    ada.say(thread, 'show 1')
    const [first, second] = await requests(2)
    expect(second?.where.conversation).toBe(first?.where.conversation)
  })
})

describe('A command', () => {
  it('becomes the line a person would type', async () => {
    const { ada, general } = await begin()
    ada.slash(general, 'paper show', { paper: 'TAROT', private: true })
    expect((await requests(1))[0]?.line).toBe('/show TAROT')
  })

  it('of a button is its line; what only buttons do is shown to the person who clicks', async () => {
    const { ada, general, mention } = await begin()
    ada.say(general, mention('search a'))
    const [answer] = await answersInGeneral(1)
    if (!answer) throw new Error('There is no answer.')
    const evidence = ada.press(answer, 'Evidence')
    const shown = ada.press(answer, 'Show')
    const lines = (await requests(3)).map(({ line }) => line)
    expect(lines).toEqual(['search a', evidenceLine, 'show TAROT'])
    await eventually(() => expect(evidence.messages()[0]?.ephemeral).toBe(true))
    await eventually(() => expect(shown.messages()[0]?.ephemeral).toBe(false))
  })

  it('of the context menu asks what the message says', async () => {
    const { ada, bob, general } = await begin()
    const { message } = bob.say(general, 'What is TAROT?')
    ada.useOn(message, 'Ask about this')
    expect((await requests(1))[0]?.line).toBe('/ask What is TAROT?')
  })
})

it.each([
  [
    '<@300000000000000002> Across which tasks was TAROT evaluated?',
    '/ask Across which tasks was TAROT evaluated?',
  ],
  ['What of <#300000000000000003> and <@&300000000000000004>?', '/ask What of and ?'],
])('"Ask about this" reads %s where Paperboy is no member and knows no channel', (content, line) => {
  const targetMessage = { content, channel: null, embeds: [], components: [], messageSnapshots: new Map() }
  expect(readMenu({ targetMessage } as never, commands)).toBe(line)
})

describe('A server that Paperboy was invited to', () => {
  it('is greeted once, where it can be read, and others are not', async () => {
    const { guild: known } = await begin()
    const { id, general } = running.discord.addGuild('Astronomers')
    const [request] = await requests(1)
    expect(request).toMatchObject({ line: '', introduced: true, where: { workspace: id } })
    expect(id).not.toBe(known.id)
    const [said] = await eventually(() => {
      const answers = running.discord.answers(general)
      expect(answers).toHaveLength(1)
      return answers
    })
    expect(said).toBeDefined()
    expect(running.discord.answers(running.discord.general)).toHaveLength(0)
  })
})
