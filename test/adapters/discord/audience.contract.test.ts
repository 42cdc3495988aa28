import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { Handle } from '../../../src/platform/request.ts'
import * as build from '../../../src/replies/build.ts'
import type { Reply } from '../../../src/replies/reply.ts'
import { eventually, startAdapter } from './running.ts'

const evidenceLine = 'evidence 3f2b8a10-9c4d-4e5f-8a6b-0123456789ab'

const answer = (line: string): Reply =>
  build.reply({
    summary: line,
    tone: 'answer',
    blocks: [build.paragraph(`You said: ${line}`)],
    actions: [
      build.run('Show', 'show TAROT'),
      build.run('Evidence', evidenceLine),
      build.ask('Ask about it', 'show TAROT', { about: 'arxiv:1', name: 'TAROT' }),
    ],
    rating: { up: 'feedback up 1', down: 'feedback down 1' },
  })
const warning = (line: string): Reply => ({ ...answer(line), tone: 'warning', audience: 'asker' })
const saying = (pageOf: (line: string) => Reply, after = 0): Handle =>
  async function* ({ line }) {
    await sleep(after)
    yield pageOf(line)
  }

let running: Awaited<ReturnType<typeof startAdapter>>
async function begin(handle: Handle = saying(answer)) {
  running = await startAdapter(handle)
  const { discord, mention, asked } = running
  const { general } = discord
  const [ada, bob] = [discord.person('Ada'), discord.person('Bob')]
  const answered = (count: number) =>
    eventually(() => {
      const [latest] = discord.answers(general).slice(-1)
      expect(discord.answers(general)).toHaveLength(count)
      if (!latest) throw new Error('There is no answer.')
      return latest
    })
  return { discord, mention, asked, general, ada, bob, answered }
}
afterEach(() => running.close())

const callbacks = () =>
  running.discord.calls.flatMap(({ path, body }) =>
    path.endsWith('/callback') ? [Number(Object(body).type)] : [],
  )

describe('A command', () => {
  it('that only looks something up is answered at once, by the audience of its page', async () => {
    const { ada, general } = await begin()
    const open = ada.slash(general, 'paper show', { paper: 'TAROT' })
    await eventually(() => expect(open.messages()).toMatchObject([{ ephemeral: false, loading: false }]))
    const own = ada.slash(general, 'paper status')
    await eventually(() => expect(own.messages()).toMatchObject([{ ephemeral: true, loading: false }]))
    expect(callbacks()).toEqual([4, 4])
  })

  it('is refused to its asker alone, whether or not it was to be answered at once', async () => {
    const { ada, general, discord } = await begin(saying(warning))
    const quick = ada.slash(general, 'paper show', { paper: 'x' })
    const slow = ada.slash(general, 'paper ask', { question: 'x?' })
    for (const deed of [quick, slow])
      await eventually(() => expect(deed.messages()).toMatchObject([{ ephemeral: true, loading: false }]))
    expect(discord.answers(general)).toEqual([])
    expect(discord.refusals()).toEqual([])
  })

  it('that takes longer than expected says that an answer will come', async () => {
    const { ada, general } = await begin(saying(answer, 1_500))
    const deed = ada.slash(general, 'paper show', { paper: 'TAROT' })
    await eventually(() => expect(deed.messages()).toMatchObject([{ loading: true }]))
    await eventually(() => expect(deed.messages()).toMatchObject([{ loading: false }]))
    expect(deed.respondedAfter()).toBeLessThan(2_500)
  })

  it('shows what was asked, which others do not see otherwise', async () => {
    const { ada, general } = await begin()
    const deed = ada.slash(general, 'paper ask', { question: 'How does TAROT select data?' })
    await eventually(() =>
      expect(deed.messages()[0]?.text.startsWith('How does TAROT select data?')).toBe(true),
    )
    const secret = ada.slash(general, 'paper ask', { question: 'What?', private: true })
    await eventually(() => expect(secret.messages()[0]?.text.startsWith('You said')).toBe(true))
  })
})

describe('What is for the asker alone', () => {
  it('stands behind a button after a mention, which is theirs', async () => {
    const { ada, bob, general, mention, answered, discord } = await begin(saying(warning))
    ada.say(general, mention('serach TAROT'))
    const stand = await answered(1)
    expect(stand.text).toBe('My answer is for you alone.')
    const read = ada.press(stand, 'Show it to me')
    await eventually(() => expect(read.messages()[0]?.text).toContain('You said: serach TAROT'))
    const foreign = bob.press(stand, 'Show it to me')
    await eventually(() => expect(foreign.messages()[0]?.text).toContain('the person who asked'))
    expect([...read.messages(), ...foreign.messages()].every(({ ephemeral }) => ephemeral)).toBe(true)
    expect(discord.answers(general)).toHaveLength(1)
  })

  it('is a message like any other where nobody else is', async () => {
    const { ada, discord, mention } = await begin(saying(warning))
    ada.say(discord.dm(ada), mention('help'))
    await eventually(() => expect(discord.answers(discord.dm(ada))[0]?.text).toContain('You said: help'))
  })
})

describe('A button', () => {
  it('of an answer is public for its asker, and private and apart for everybody else', async () => {
    const { ada, bob, general, mention, answered, asked } = await begin()
    ada.say(general, mention('search a'))
    const found = await answered(1)
    const own = ada.press(found, 'Show')
    await eventually(() => expect(own.messages()[0]?.ephemeral).toBe(false))
    const foreign = bob.press(found, 'Show')
    await eventually(() => expect(foreign.messages()[0]?.ephemeral).toBe(true))
    const [first, second, third] = asked
    expect(second?.where.conversation).toBe(first?.where.conversation)
    expect(third?.where.conversation).not.toBe(first?.where.conversation)
    expect(third?.who.id).toBe(bob.user.id)
  })

  it('of a page that one sees alone stays there', async () => {
    const { ada, general, discord } = await begin()
    const deed = ada.slash(general, 'paper show', { paper: 'TAROT', private: true })
    const [page] = await eventually(() => {
      expect(deed.messages()[0]?.ephemeral).toBe(true)
      return deed.messages()
    })
    const next = page && ada.press(page, 'Show')
    await eventually(() => expect(next?.messages()[0]?.ephemeral).toBe(true))
    expect(discord.answers(general)).toEqual([])
  })

  it('of a post that nobody asked for is private for everybody', async () => {
    const { ada, general, discord, asked } = await begin()
    const post = { brief: answer('post'), details: [], whole: answer('post') }
    const mark = {
      key: 'post',
      since: new Date(0),
      mayExist: false,
      note: async () => undefined,
      signal: AbortSignal.timeout(10_000),
      isMine: () => true,
    }
    const to = {
      platform: 'discord',
      workspace: discord.guild.id,
      kind: 'channel' as const,
      channel: general.id,
    }
    const receipt = await running.adapter.posts?.deliver(to, post, mark)
    const [shown] = discord.answers(general)
    if (!shown || receipt?.kind !== 'posted') throw new Error('There is no post.')
    for (let times = 0; times < 3; times++) {
      const deed = ada.press(shown, 'Show')
      await eventually(() => expect(deed.messages()[0]?.ephemeral).toBe(true))
    }
    expect(discord.answers(general)).toHaveLength(1)
    expect(asked.map(({ where }) => where.conversation)).not.toContain(receipt.conversation)
  })

  it('opens a form for a question of one’s own, which is about its paper', async () => {
    const { ada, general, mention, answered, asked } = await begin()
    ada.say(general, mention('search a'))
    const found = await answered(1)
    const form = ada.press(found, 'Ask about it')
    await eventually(() => expect(form.interaction.response?.modal?.title).toBe('Ask about TAROT'))
    const sent = ada.fill(form, 'status of its code?')
    await eventually(() => expect(sent.messages()[0]?.text).toContain('status of its code?'))
    expect(asked.at(-1)).toMatchObject({ line: '/ask status of its code?', about: ['arxiv:1'] })
    expect(sent.messages()[0]?.ephemeral).toBe(false)
  })

  it('opens a form for the options of a command, and what is filled in becomes its line', async () => {
    const change = build.fill('Change', 'subscribe edit k3f9')
    const { ada, general, mention, answered, asked } = await begin(
      saying((line) => ({ ...answer(line), actions: [change] })),
    )
    ada.say(general, mention('subscriptions'))
    const form = ada.press(await answered(1), 'Change')
    await eventually(() => expect(form.interaction.response?.modal?.title).toBe('Subscribe edit k3f9'))
    const sent = ada.fill(form, { At: '8:30', Days: 'mon,thu' })
    await eventually(() => expect(sent.messages()[0]?.text).toContain('at 8:30'))
    expect(asked.at(-1)?.line).toBe('subscribe edit k3f9 at 8:30 on mon,thu')
    const wrong = ada.fill(form, { At: '25:99' })
    await eventually(() => expect(wrong.messages()[0]?.text).toContain('at 25:99'))
  })

  it('a form shows what a daily post is now, and where it comes to', async () => {
    const { ada, general, mention, answered, asked } = await begin(
      saying((line) => ({ ...answer(line), actions: [build.fill('Change', 'subscribe edit k3f9')] })),
    )
    const workspace = running.discord.guild.id
    await running.store.subscriptions.put({
      id: 'k3f9',
      to: { platform: 'discord', workspace, kind: 'channel', channel: general.id },
      owner: { id: ada.user.id },
      topic: 'graphs',
      schedule: { minute: 495, days: [1, 4], zone: 'Europe/Paris' },
      top: 3,
      quiet: 'silence',
      less: [],
      createdAt: new Date(),
      nextDue: new Date(),
    })
    ada.say(general, mention('subscriptions'))
    const form = ada.press(await answered(1), 'Change')
    const modal = await eventually(() => form.interaction.response?.modal ?? expect.fail('No form'))
    expect(modal.title).toBe(`Change k3f9 in #${general.name}`)
    const fields = modal.components.flatMap((part) => (part.type === 18 ? [part.component] : []))
    const shownIn = (field: (typeof fields)[number]) =>
      field.type === 4 ? field.value : field.options.find((option) => option.default)?.value
    expect(fields.map(shownIn)).toEqual(['graphs', '8:15', 'mon,thu', 'Europe/Paris', '3'])
    const sent = ada.fill(form, { Top: '4' })
    await eventually(() => expect(sent.messages()[0]?.text).toContain('top 4'))
    expect(asked.at(-1)?.line).toBe('subscribe edit k3f9 top 4')
  })

  it('is one of a menu where there are many', async () => {
    const many = Array.from({ length: 12 }, (_, index) => ({
      ...build.run(`Show ${index}`, `show ${index}`),
      spoken: `Show ${index}: Paper ${index}`,
    }))
    const { ada, general, mention, answered, asked, discord } = await begin(
      saying((line) => ({ ...answer(line), actions: many })),
    )
    ada.say(general, mention('search a'))
    const shown = await answered(1)
    const contents = JSON.stringify(discord.world.messages.get(shown.id)?.contents.components)
    expect(contents).toContain('"description":"Paper 7"')
    ada.choose(shown, 'Show 7')
    await eventually(() => expect(asked.at(-1)?.line).toBe('show 7'))
  })
})

it('A thread is not opened by who may not, and Discord is not asked for it', async () => {
  const { ada, general, mention, answered, discord } = await begin()
  ada.say(general, mention('search a'))
  const found = await answered(1)
  general.permissions &= ~(1n << 35n)
  const deed = ada.press(found, 'Go on in a thread')
  await eventually(() => expect(deed.messages()[0]?.text).toContain('I may not open threads here'))
  expect(discord.refusals()).toEqual([])
})

describe('An answer', () => {
  it('goes when its question is deleted', async () => {
    const { ada, general, mention, answered, discord } = await begin()
    const { message } = ada.say(general, mention('search a'))
    await answered(1)
    discord.deleteMessage(message)
    await eventually(() => expect(discord.answers(general)).toEqual([]))
  })

  it('goes with its question also where another process gave it', async () => {
    const { ada, bob, general, mention, answered, discord } = await begin()
    const { message } = ada.say(general, mention('search a'))
    await answered(1)
    bob.say(general, mention('search b'))
    await answered(2)
    await running.restart()
    discord.deleteMessage(message)
    await eventually(() => expect(discord.answers(general)).toHaveLength(1))
    expect(discord.answers(general)[0]?.text).toContain('search b')
  })

  it('does not come when its question is deleted while it is under way', async () => {
    const { ada, general, mention, answered, discord, asked } = await begin(saying(answer, 500))
    const { message } = ada.say(general, mention('search a'))
    await eventually(() => expect(asked).toHaveLength(1))
    discord.deleteMessage(message)
    ada.say(general, mention('search b'))
    expect((await answered(1)).text).toContain('search b')
  })

  it('is not looked for where nothing was ever answered', async () => {
    const { ada, general, mention, answered, discord } = await begin()
    const other = discord.addChannel('other')
    const { message } = ada.say(other, 'nothing for the bot')
    discord.deleteMessage(message)
    ada.say(general, mention('search a'))
    await answered(1)
    expect(discord.calls.filter(({ method, path }) => method === 'GET' && path.includes(other.id))).toEqual(
      [],
    )
  })

  it('can be removed after a restart, only by the person who asked', async () => {
    const { ada, bob, general, mention, answered, discord } = await begin()
    ada.say(general, mention('search a'))
    const { id } = await answered(1)
    await running.restart()
    const message = discord.world.messages.get(id)
    if (!message) throw new Error('There is no answer.')
    const foreign = bob.useOn(message, 'Remove this answer')
    await eventually(() => expect(foreign.messages()[0]?.text).toContain('Only the person who asked'))
    ada.useOn(message, 'Remove this answer')
    await eventually(() => expect(discord.answers(general)).toEqual([]))
  })

  it('can be removed by the person who asked, and by nobody else', async () => {
    const { ada, bob, general, mention, answered, discord } = await begin()
    ada.say(general, mention('search a'))
    const { id } = await answered(1)
    const message = discord.world.messages.get(id)
    if (!message) throw new Error('There is no answer.')
    const foreign = bob.useOn(message, 'Remove this answer')
    await eventually(() => expect(foreign.messages()[0]?.text).toContain('Only the person who asked'))
    expect(discord.answers(general)).toHaveLength(1)
    const own = ada.useOn(message, 'Remove this answer')
    await eventually(() => expect(own.messages()[0]?.text).toBe('Removed.'))
    expect(discord.answers(general)).toEqual([])
  })
})

describe('Without the message content intent', () => {
  it('a message that is replied to is known to be kept back, and what helps', async () => {
    const { ada, bob, general, mention, answered, asked } = await begin()
    const { message } = bob.say(general, 'has anyone read https://arxiv.org/abs/1706.06978?')
    ada.say(general, mention('summarize this'), { to: message })
    await answered(1)
    const pointed = await asked.at(-1)?.pointsAt?.()
    expect(pointed).toMatchObject({ text: '', withheld: 'use Apps → Ask about this on it' })
  })

  it('files are known by their names where Paperboy is spoken to', async () => {
    const { ada, general, mention, answered, asked } = await begin()
    ada.say(general, mention('summarize this'), { files: ['tarot.pdf'] })
    await answered(1)
    expect(asked.at(-1)?.files).toEqual(['tarot.pdf'])
  })

  it('a reply that pings nobody is not read, and not answered', async () => {
    const { ada, bob, general, mention, answered, asked } = await begin()
    ada.say(general, mention('search a'))
    const found = await answered(1)
    bob.say(general, 'what data do they use?', { to: found, ping: false })
    ada.say(general, mention('search b'))
    await answered(2)
    expect(asked.map(({ line }) => line)).toEqual(['search a', 'search b'])
  })
})

it('A reply to an answer points at what stands there', async () => {
  const { ada, bob, general, mention, answered, asked } = await begin()
  ada.say(general, mention('search a'))
  const found = await answered(1)
  bob.say(general, 'show the first one', { to: found })
  await answered(2)
  expect(await asked.at(-1)?.pointsAt?.()).toMatchObject({ by: 'us', text: 'You said: search a' })
})
