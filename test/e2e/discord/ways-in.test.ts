import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/discord.ts'
import type { Person } from '../../fakes/discord/person.ts'
import type { SeenMessage } from '../../fakes/discord/reading/screen.ts'
import type { Channel } from '../../fakes/discord/world.ts'
import { type Bot, eventually, expectGoodManners, startBot } from './bot.ts'

let discord: FakeDiscord
let bot: Bot
let ada: Person
let channel: Channel
beforeAll(async () => {
  discord = await startFakeDiscord()
  bot = await startBot(discord)
})
afterEach(() => expectGoodManners(discord))
afterAll(async () => {
  await bot?.stop()
  await discord.close()
})

/** A channel and a person of their own for each test. */
function meet() {
  ada = discord.person('Ada')
  channel = discord.addChannel('papers')
}
const mention = (words: string) => `<@${discord.world.bot.id}> ${words}`

/** An answer that says it is done: it has buttons. */
function complete(messages: readonly SeenMessage[]): SeenMessage {
  const last = messages.at(-1)
  if (!last || last.buttons.length === 0) throw new Error('There is no complete answer yet.')
  return last
}
const answerTo = (deed: { messages(): SeenMessage[] }) => eventually(() => complete(deed.messages()))
const answerIn = (place: Channel, count = 1) =>
  eventually(() => {
    const answers = discord.answers(place, ada)
    expect(answers).toHaveLength(count)
    return complete(answers)
  })

describe('/paper', () => {
  it('ask answers with claims, sources and buttons', async () => {
    meet()
    const answer = await answerTo(ada.slash(channel, 'paper ask', { question: 'What is TAROT?' }))
    expect(answer.text).toContain('TAROT')
    expect(answer.text).toContain('[1]')
    expect(answer.links.length).toBeGreaterThan(0)
    expect(answer.ephemeral).toBe(false)
    expect(answer.buttons.map(({ label }) => label)).toContain('Show evidence')
  })

  it('ask in private is seen by nobody else', async () => {
    meet()
    const deed = ada.slash(channel, 'paper ask', { question: 'What is TAROT?', private: true })
    expect((await answerTo(deed)).ephemeral).toBe(true)
    expect(discord.see(channel)).toEqual([])
  })

  it.each([
    ['search', { words: 'feature interaction' }, 'feature'],
    ['status', {}, '76'],
    ['help', {}, 'search'],
  ])('%s replies', async (name, options, expected) => {
    meet()
    const [option] = subcommand(name).options ?? []
    const given = Object.values(options).map((value) => [option?.name, value])
    const deed = ada.slash(channel, `paper ${name}`, Object.fromEntries(given))
    await eventually(() =>
      expect(
        deed
          .messages()
          .map(({ text }) => text)
          .join(),
      ).toContain(expected),
    )
    expect(deed.respondedAfter()).toBeLessThan(3000)
  })

  it('offers papers by method name while one types, and shows the one that was chosen', async () => {
    meet()
    const typed = ada.type(channel, 'paper show', { paper: 'TAROT' }, 'paper')
    const [choice] = await eventually(() => {
      expect(typed.interaction.response?.choices?.length).toBeGreaterThan(0)
      return typed.interaction.response?.choices ?? []
    })
    expect(choice?.name).toContain('TAROT')
    const deed = ada.slash(channel, 'paper show', { paper: String(choice?.value) })
    await eventually(() => expect(deed.messages().at(-1)?.text).toContain('Targeted Data Selection'))
  })

  it('has no sub-command for what only buttons do, and a private option on every other', () => {
    const names = registered().map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['ask', 'search', 'show', 'similar', 'status', 'help']))
    expect(names).not.toContain('feedback')
    for (const { options = [] } of registered()) expect(options.at(-1)?.name).toBe('private')
  })
})

describe('a conversation', () => {
  it('begins with a mention and goes on with a reply', async () => {
    meet()
    ada.say(channel, mention('which papers are about click-through rate prediction?'))
    const first = await answerIn(channel)
    ada.say(channel, 'show 1', { to: first })
    const second = await answerIn(channel, 2)
    const [title = 'no title'] = first.marks
      .filter(({ kind }) => kind === 'link')
      .map(({ text }) => text)
      .filter((text) => text.length > 10)
    expect(second.text).toContain(title)
  })

  it('goes on in direct messages without a mention', async () => {
    meet()
    const dm = discord.dm(ada)
    ada.say(dm, 'search TAROT')
    await answerIn(dm)
    ada.say(dm, 'show 1')
    expect((await answerIn(dm, 2)).text).toContain('Targeted Data Selection')
  })

  it('begins at a message of somebody else', async () => {
    meet()
    const { message } = ada.say(channel, 'What is TAROT?')
    const deed = ada.useOn(message, 'Ask about this')
    expect((await answerTo(deed)).text).toContain('TAROT')
  })

  it('goes on in a thread that is opened on request', async () => {
    meet()
    ada.say(channel, mention('What is TAROT?'))
    const answer = await answerIn(channel)
    ada.press(answer, 'Go on in a thread')
    const thread = await eventually(() => {
      const opened = [...discord.world.channels.values()].find(({ parentId }) => parentId === channel.id)
      if (!opened) throw new Error('There is no thread.')
      return opened
    })
    const before = discord.answers(thread).length
    ada.say(thread, mention('show 1'))
    await eventually(() => expect(discord.answers(thread).length).toBe(before + 1))
    await eventually(() => expect(discord.answers(thread).at(-1)?.text).toContain('Targeted Data Selection'))
  })

  it('gives two people who say the same at once each their own paper', async () => {
    meet()
    const bob = discord.person('Bob')
    ada.say(channel, mention('What is TAROT?'))
    const first = await answerIn(channel)
    bob.say(channel, 'What is FinalMLP?', { to: first })
    const second = await answerIn(channel, 2)
    ada.say(channel, 'How was it evaluated?', { to: first })
    bob.say(channel, 'How was it evaluated?', { to: second })
    await answerIn(channel, 4)
    const about = (name: string) =>
      discord.answers(channel, ada).filter(({ text }) => text.includes(`about ${name}.`))
    await eventually(() => expect(about('TAROT')).toHaveLength(1))
    await eventually(() => expect(about('FinalMLP')).toHaveLength(1))
  })

  it('leaves people alone who do not talk to it', async () => {
    meet()
    const other = discord.person('Bob')
    const { message } = other.say(channel, 'What is TAROT?')
    ada.say(channel, 'no idea', { to: message })
    ada.say(channel, mention('status'))
    await eventually(() => expect(discord.answers(channel)).toHaveLength(1))
  })
})

describe('buttons', () => {
  const askInChannel = async () => {
    meet()
    return answerTo(ada.slash(channel, 'paper ask', { question: 'What is TAROT?' }))
  }

  it('show the evidence to anyone who asks for it', async () => {
    const answer = await askInChannel()
    const bob = discord.person('Bob')
    const deed = bob.press(answer, 'Show evidence')
    await eventually(() => expect(deed.messages().at(-1)?.text).toContain('Evidence'))
    expect(deed.messages().at(-1)).toMatchObject({ ephemeral: true })
    expect(discord.see(channel)).toHaveLength(1)
  })

  it.each<[string, Record<string, string>]>([
    ['ask', { question: 'What is TAROT?' }],
    ['summarize', { topic: 'feature interactions' }],
    ['compare', { first: 'AutoInt', second: 'FinalMLP' }],
  ])('take thumbs for what %s says, thanking only the one who gave them', async (name, options) => {
    meet()
    const answer = await answerTo(ada.slash(channel, `paper ${name}`, options))
    const deed = ada.press(answer, 'Helpful')
    await eventually(() => expect(deed.messages().at(-1)?.text).toContain('Thanks'))
    expect(deed.messages().at(-1)?.ephemeral).toBe(true)
  })

  it('hear in the evidence that a citation is wrong, thanking only the one who says so', async () => {
    const deed = ada.press(await askInChannel(), 'Show evidence')
    const evidence = await eventually(() => complete(deed.messages()))
    const pressed = ada.press(evidence, 'Sentence 1: wrong citation')
    await eventually(() => expect(pressed.messages().at(-1)?.text).toContain('Thanks, noted: sentence 1'))
    expect(pressed.messages().at(-1)?.ephemeral).toBe(true)
  })

  it('make Paperboy forget, once one is sure', async () => {
    await askInChannel()
    const asked = ada.slash(channel, 'paper forget')
    const sure = await answerTo(asked)
    expect(sure.text).toContain('Shall I forget your question here')
    const deed = ada.press(sure, 'Forget')
    await eventually(() => expect(deed.messages().at(-1)?.text).toContain('Forgotten: 1 question'))
    const again = ada.slash(channel, 'paper forget')
    await eventually(() => expect(again.messages().at(-1)?.text).toContain('I remember nothing'))
  })

  it('make it forget what was asked in private, too', async () => {
    meet()
    const secret = ada.slash(channel, 'paper ask', { question: 'how does TAROT select data?', private: true })
    await answerTo(secret)
    const sure = await answerTo(ada.slash(channel, 'paper forget'))
    expect(sure.text).toContain('Shall I forget your question here')
    const deed = ada.press(sure, 'Forget')
    await eventually(() => expect(deed.messages().at(-1)?.text).toContain('Forgotten: 1 question'))
  })

  it('find similar papers', async () => {
    const answer = await askInChannel()
    const similar = answer.buttons.find(({ label }) => label?.startsWith('Similar'))?.label ?? ''
    const deed = ada.press(answer, similar)
    await eventually(() => expect(deed.messages().at(-1)?.links.length).toBeGreaterThan(1))
  })
})

const registered = () => discord.world.commands.find(({ name }) => name === 'paper')?.options ?? []

function subcommand(name: string) {
  const found = registered().find((option) => option.name === name)
  if (!found) throw new Error(`/paper ${name} is not registered.`)
  return found
}
