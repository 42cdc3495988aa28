import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Json } from '../../../src/lib/json.ts'
import type { Deliver, Mark, Post } from '../../../src/platform/deliver.ts'
import { card, heading, image, paragraph, reply, run } from '../../../src/replies/build.ts'
import type { PostAddress } from '../../../src/store/subscriptions.ts'
import { permissions } from '../../fakes/discord/world.ts'
import { openMark as openShared, weekPicture } from '../marks.ts'
import { startAdapter } from './running.ts'

let running: Awaited<ReturnType<typeof startAdapter>>
let deliver: Deliver
const noReply = reply({ summary: 'Nothing', blocks: [paragraph('nothing')] })
beforeEach(async () => {
  running = await startAdapter(async function* () {
    yield noReply
  })
  const { posts } = running.adapter
  if (!posts) throw new Error('The adapter takes no posts.')
  deliver = posts.deliver
})
afterEach(() => running.close())

const titles = ['Papers that read papers', '@everyone <@1> [free](https://evil.example)', 'Threads that hold']

/** A post that fits into one message, or takes three. */
function postOf(length: 'short' | 'long' = 'short'): Post {
  const text = (title: string) => (length === 'short' ? title : `${title}. ${'It goes on. '.repeat(300)}`)
  const whole = reply({
    summary: 'Papers of today',
    tone: 'answer',
    blocks: [
      heading('Papers of today'),
      ...titles.flatMap((title, index) => [
        card({ number: index + 1, title, url: 'https://arxiv.org/abs/2503.00001' }),
        paragraph(text(title)),
      ]),
    ],
    actions: [run('Similar to 1', 'similar p-1')],
    rating: { up: 'feedback up t', down: 'feedback down t' },
  })
  return { brief: noReply, details: [], whole }
}

const openMark = (mark: Partial<Mark> = {}) =>
  openShared({ since: new Date(running.discord.world.now()), ...mark })

const channel = (): PostAddress => ({
  platform: 'discord',
  workspace: running.discord.guild.id,
  kind: 'channel',
  channel: running.discord.general.id,
})
const sending = /^POST \/channels\/\d+\/messages$/
const written = () => running.discord.answers(running.discord.general)

describe('A post', () => {
  it('is one message with its buttons, and names the conversation of what is said below it', async () => {
    const { first, notes } = openMark()
    const receipt = await deliver(channel(), postOf(), first)
    const [message, ...others] = written()
    expect(others).toEqual([])
    expect(message?.buttons.map(({ label }) => label)).toEqual([
      'Similar to 1',
      'Helpful',
      'Not helpful',
      'Go on in a thread',
    ])
    const { id } = running.discord.general
    expect(receipt).toEqual({ kind: 'posted', conversation: `${id}:${message?.id}` })
    expect(notes).toHaveLength(1)
    expect(running.discord.pings()).toEqual([])
    expect(running.discord.refusals()).toEqual([])
  })

  describe('of a week', () => {
    const weekly = (length: 'short' | 'long'): Post => {
      const { whole, ...post } = postOf(length)
      return { ...post, whole: { ...whole, blocks: [...whole.blocks, image(weekPicture)] } }
    }
    const pictures = () =>
      [...running.discord.world.messages.values()].flatMap(({ contents }) =>
        contents.attachments.map(({ description }) => description),
      )

    it.each(['short', 'long'] as const)(
      'carries its picture, also when it is tried again: %s',
      async (length) => {
        const { first, notes } = openMark()
        await deliver(channel(), weekly(length), first)
        expect(running.discord.refusals()).toEqual([])
        const messages = written().length
        expect(pictures()).toEqual(['Map of 5 papers'])
        await deliver(channel(), weekly(length), openMark({ mayExist: true }).first)
        await deliver(
          channel(),
          weekly(length),
          openMark({ mayExist: true, posted: notes.at(-1) ?? null }).first,
        )
        expect(pictures()).toEqual(['Map of 5 papers'])
        expect(written()).toHaveLength(messages)
      },
    )

    it('comes in words where files may not be attached, each message once', async () => {
      running.discord.general.permissions &= ~permissions.attachFiles
      const receipt = await deliver(channel(), weekly('long'), openMark().first)
      expect(receipt.kind).toBe('posted')
      expect(pictures()).toEqual([])
      const texts = written().map((message) => JSON.stringify(message))
      expect(new Set(texts).size).toBe(texts.length)
      for (const title of ['Papers that read papers', 'Threads that hold'])
        expect(texts.join()).toContain(title)
    })
  })

  it('goes on in further messages when it is long, in order', async () => {
    await deliver(channel(), postOf('long'), openMark().first)
    expect(written().length).toBeGreaterThan(2)
    for (const [index, title] of titles.slice(0, 1).entries())
      expect(JSON.stringify(written()[index])).toContain(title)
    expect(running.discord.refusals()).toEqual([])
  })

  it('reaches a person in the direct conversation', async () => {
    const ada = running.discord.person('Ada')
    const to: PostAddress = { platform: 'discord', kind: 'direct', person: ada.user.id }
    const receipt = await deliver(to, postOf(), openMark().first)
    const dm = running.discord.dm(ada)
    expect(running.discord.answers(dm, ada)).toHaveLength(1)
    expect(receipt).toEqual({ kind: 'posted', conversation: dm.id })
  })

  it('is answered below by replies that share its conversation, also after a restart', async () => {
    const receipt = await deliver(channel(), postOf('long'), openMark().first)
    for (const message of [written()[0], written().at(-1)]) {
      if (!message) throw new Error('There is no post.')
      running.discord
        .person('Bob')
        .say(running.discord.general, running.mention('what is the second one about?'), { to: message })
    }
    await expect.poll(() => running.asked.length, { timeout: 10_000 }).toBe(2)
    expect(running.asked.map(({ where }) => where.conversation)).toEqual(
      Array(2).fill(receipt.kind === 'posted' ? receipt.conversation : ''),
    )
  })
})

describe('A post that was begun before', () => {
  const again = async (length: 'short' | 'long', keep: number, later: number) => {
    const { first, notes } = openMark()
    await deliver(channel(), postOf(length), first)
    const before = written().map(({ id }) => id)
    running.discord.world.advance(later)
    const posted = notes[keep - 1]
    await deliver(channel(), postOf(length), {
      ...first,
      mayExist: true,
      ...(posted !== undefined && { posted }),
    })
    expect(written().map(({ id }) => id)).toEqual(before)
  }

  it.each([
    ['and noted', 'short', 1],
    ['and not noted', 'short', 0],
    ['in part, with nothing noted', 'long', 0],
    ['in part, with its first message noted', 'long', 1],
  ] as const)('%s is not sent again, however late', async (_, length, keep) => {
    await again(length, keep, 0)
  })

  it('is not sent again an hour later, when Discord knows no nonce any more', async () => {
    await again('long', 0, 60 * 60_000)
  })

  it('gets the messages that are missing', async () => {
    const { first, notes } = openMark()
    const stop = new AbortController()
    const note = async (posted: Json) => {
      notes.push(structuredClone(posted))
      stop.abort()
    }
    await expect(
      deliver(channel(), postOf('long'), { ...first, note, signal: stop.signal }),
    ).rejects.toThrow()
    expect(written()).toHaveLength(1)
    await deliver(channel(), postOf('long'), { ...first, mayExist: true })
    expect(written().length).toBeGreaterThan(2)
    expect(new Set(written().map((message) => JSON.stringify(message))).size).toBe(written().length)
  })

  it('comes once when the answer to sending it is lost', async () => {
    running.discord.faults.add(sending, { cut: 'after' }, 1)
    const { first } = openMark()
    await expect(deliver(channel(), postOf(), first)).rejects.toThrow()
    await deliver(channel(), postOf(), { ...first, mayExist: true })
    expect(written()).toHaveLength(1)
  })
})

describe('A place that takes no posts', () => {
  it('is told of in words: a channel that is gone or closed, a person who takes no messages', async () => {
    const { discord } = running
    const gone = discord.addChannel('gone')
    const to = { ...channel(), channel: gone.id } as PostAddress
    discord.deleteChannel(gone)
    const why = async (place: PostAddress) => {
      const receipt = await deliver(place, postOf(), openMark().first)
      return receipt.kind === 'closed' ? receipt.why : receipt.kind
    }
    expect(await why(to)).toContain('That channel is gone')
    discord.general.permissions = 0n
    expect(await why(channel())).toMatch(/I may not (?:see|write in) that channel/)
    const ada = discord.person('Ada')
    ada.user.refusesDms = true
    expect(await why({ platform: 'discord', kind: 'direct', person: ada.user.id })).toContain(
      'take no direct messages',
    )
  })

  it('may be better later: an outage is not told of as closed', async () => {
    running.discord.faults.add(sending, { status: 503 })
    await expect(deliver(channel(), postOf(), openMark().first)).rejects.toThrow()
    expect(written()).toEqual([])
  })
})

describe('Who asks', () => {
  it('brings along where posts go and whether they may manage the channel', async () => {
    const { discord } = running
    const ada = discord.person('Ada')
    const boss = discord.person('Boss')
    boss.promote()
    ada.slash(discord.general, 'paper subscribe', { about: 'graphs', zone: 'Europe/Paris', top: '3' })
    boss.slash(discord.general, 'paper subscribe', {})
    boss.say(discord.general, running.mention('subscribe'))
    ada.say(discord.dm(ada), 'subscribe')
    await expect.poll(() => running.asked.length, { timeout: 10_000 }).toBe(4)
    const told = await Promise.all(
      running.asked.map(async ({ who, line, where, mayManage }) =>
        [who.name, line, where.posts?.kind, await mayManage?.()].join(' | '),
      ),
    )
    expect(told.sort()).toEqual([
      'Ada | /subscribe about graphs in Europe/Paris top 3 | channel | false',
      'Ada | subscribe | direct | ',
      'Boss | /subscribe | channel | true',
      'Boss | subscribe | channel | true',
    ])
    expect(running.asked.map(({ where }) => where.posts)).toContainEqual(channel())
  })

  it('is offered time zones while they type a city', async () => {
    const { discord } = running
    const deed = discord.person('Ada').type(discord.general, 'paper subscribe', { zone: 'pari' }, 'zone')
    await expect
      .poll(() => deed.interaction.response?.choices?.map(({ value }) => value), { timeout: 10_000 })
      .toContain('Europe/Paris')
  })
})
