import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Json } from '../../../src/lib/json.ts'
import type { Deliver, Post } from '../../../src/platform/deliver.ts'
import { card, heading, image, paragraph, prose, reply, run } from '../../../src/replies/build.ts'
import type { PostAddress } from '../../../src/store/subscriptions.ts'
import type { Channel } from '../../fakes/discord/world.ts'
import { openMark, weekPicture } from '../marks.ts'
import { startAdapter } from './running.ts'

let running: Awaited<ReturnType<typeof startAdapter>>
let deliver: Deliver
let news: Channel
beforeEach(async () => {
  running = await startAdapter(async function* () {})
  if (!running.adapter.posts) throw new Error('The adapter takes no posts.')
  deliver = running.adapter.posts.deliver
  news = running.discord.addAnnouncements('papers')
})
afterEach(() => running.close())

const hostile = '@everyone <@1> [free](https://evil.example) **bold**'

/** A post of so many papers, of whose gists each is so long. */
function postOf(papers: number, gist = 60, more: Partial<Pick<Post['whole'], 'blocks'>> = {}): Post {
  const titles = Array.from({ length: papers }, (_, index) => `${hostile}: paper ${index + 1}`)
  const blocks = (length: number) => [
    heading('Papers of today'),
    ...titles.map((title, index) =>
      card({
        ...{ number: index + 1, title, url: `https://arxiv.org/abs/2503.0000${index}`, facts: ['new'] },
        body: prose('It goes on. '.repeat(length / 12)),
      }),
    ),
  ]
  const about = { summary: 'Papers of today', tone: 'answer' as const }
  return {
    brief: reply({ ...about, blocks: blocks(Math.min(gist, 160)) }),
    details: [],
    whole: reply({
      ...about,
      blocks: [...blocks(gist), ...(more.blocks ?? [])],
      actions: titles.map((_, index) => run(`Similar to ${index + 1}`, `similar p-${index}`)),
      rating: { up: 'feedback up t', down: 'feedback down t' },
    }),
  }
}
const nothingNew: Post = (() => {
  const page = reply({ summary: 'Nothing new', blocks: [paragraph('Papers of today: nothing new.')] })
  return { brief: page, details: [], whole: page }
})()

const to = (): PostAddress => ({
  ...{ platform: 'discord', workspace: running.discord.guild.id, kind: 'channel', channel: news.id },
})
const mark = (key: string, posted?: Json) =>
  openMark({
    key,
    since: new Date(running.discord.world.now()),
    ...(posted !== undefined && { posted, mayExist: true }),
  })
const written = () =>
  [...running.discord.world.messages.values()].filter(({ channelId }) => channelId === news.id)
const published = () => written().flatMap((message) => message.published ?? [])
const publishing = /crosspost$/
const calls = () => running.discord.calls.filter(({ path }) => publishing.test(path))

describe('A post in a channel that others follow', () => {
  it('is text with links, which is what followers get, and is published once', async () => {
    const { first, notes } = mark('a')
    const receipt = await deliver(to(), postOf(3), first)
    expect(receipt).toEqual({ kind: 'posted', conversation: `${news.id}:${written()[0]?.id}` })
    const [message, ...others] = running.discord.answers(news)
    expect(others).toEqual([])
    expect(message?.links).toEqual([0, 1, 2].map((index) => `https://arxiv.org/abs/2503.0000${index}`))
    expect(message?.text).toContain('1. @')
    expect(message?.buttons.map(({ label }) => label)).toEqual([
      ...['Similar to 1', 'Similar to 2', 'Similar to 3', 'Helpful', 'Not helpful', 'Go on in a thread'],
    ])
    expect(published()).toEqual([{ content: written()[0]?.contents.content, attachments: [] }])
    // Delivered anew, it is neither sent nor published again.
    await deliver(to(), postOf(3), mark('a', notes.at(-1) ?? null).first)
    expect(written()).toHaveLength(1)
    expect(calls()).toHaveLength(1)
    expect(running.discord.pings()).toEqual([])
    expect(running.discord.refusals()).toEqual([])
  })

  it.each([
    [5, 600],
    [10, 600],
    [20, 600],
    [1, 6_000],
  ])('is one message, however long: %i papers of %i characters', async (papers, gist) => {
    await deliver(to(), postOf(papers, gist), mark('a').first)
    expect(written()).toHaveLength(1)
    const [got] = published()
    expect(got?.content).toContain('paper 1')
    const named = [...(got?.content ?? '').matchAll(/2503\.0000/g)].length
    const [, left = '0'] = /And (\d+) more/.exec(got?.content ?? '') ?? []
    expect(named + Number(left)).toBe(papers)
    expect(running.discord.refusals()).toEqual([])
  })

  it('has the picture of a week, for followers too', async () => {
    await deliver(to(), postOf(3, 60, { blocks: [image(weekPicture)] }), mark('a').first)
    expect(published()[0]?.attachments.map(({ description }) => description)).toEqual(['Map of 5 papers'])
    expect(running.discord.refusals()).toEqual([])
  })

  it('of a day without papers is found again, though it has no button that marks it', async () => {
    const { first } = mark('a')
    await deliver(to(), nothingNew, first)
    running.discord.world.advance(3_600_000)
    await deliver(to(), nothingNew, { ...first, mayExist: true })
    expect(written()).toHaveLength(1)
    expect(published()).toHaveLength(1)
  })

  it('is published by the next process, where one ended in between, once', async () => {
    const { first, notes } = mark('a')
    const stop = new AbortController()
    const note = async (posted: Json) => {
      notes.push(structuredClone(posted))
      stop.abort()
    }
    await expect(deliver(to(), postOf(2), { ...first, note, signal: stop.signal })).rejects.toThrow()
    expect(written()).toHaveLength(1)
    expect(published()).toEqual([])
    // The answer to publishing is lost with the process.
    running.discord.faults.add(publishing, { cut: 'after' }, 1)
    const second = mark('a', notes.at(-1) ?? null)
    await deliver(to(), postOf(2), second.first)
    expect(published()).toHaveLength(1)
    await deliver(to(), postOf(2), mark('a', notes.at(-1) ?? null).first)
    expect(written()).toHaveLength(1)
  })

  it('waits for its turn among the ten an hour, and nobody waits for it', async () => {
    for (let post = 0; post < 10; post++) {
      running.discord.world.advance(60_000)
      expect(await deliver(to(), postOf(1), mark(`post${post}`).first)).not.toHaveProperty('again')
    }
    const { first, notes } = mark('late')
    const began = performance.now()
    const receipt = await deliver(to(), postOf(1), first)
    expect(receipt).toMatchObject({ kind: 'posted', again: expect.any(Number) })
    const { again = 0 } = receipt.kind === 'posted' ? receipt : {}
    expect(again).toBeGreaterThan(3_000_000)
    expect(again).toBeLessThan(3_610_000)
    // Others are served meanwhile, in the same channel and elsewhere.
    await deliver({ ...to(), channel: running.discord.general.id } as PostAddress, postOf(1), mark('x').first)
    expect(running.discord.answers(running.discord.general)).toHaveLength(1)
    expect(performance.now() - began).toBeLessThan(10_000)
    expect(written()).toHaveLength(11)
    expect(published()).toHaveLength(10)
    expect(notes.at(-1)).not.toHaveProperty('published')
    const other = running.discord.addAnnouncements('other')
    await deliver({ ...to(), channel: other.id } as PostAddress, postOf(1), mark('y').first)
    expect(running.discord.answers(other)).toHaveLength(1)
  }, 60_000)

  it.each([
    ['429 of Discord', { rateLimited: { retryAfter: 1_800 } }, 1_800_000],
    ['an outage', { status: 503 }, 60_000],
  ] as const)(
    'is published later after %s',
    async (_, fault, wait) => {
      running.discord.faults.add(publishing, fault)
      const { first, notes } = mark('a')
      const receipt = await deliver(to(), postOf(1), first)
      const { again = 0 } = receipt.kind === 'posted' ? receipt : {}
      expect(again).toBeGreaterThanOrEqual(wait)
      expect(again).toBeLessThan(wait + 10_000)
      running.discord.faults.clear()
      const next = await deliver(to(), postOf(1), mark('a', notes.at(-1) ?? null).first)
      if ('again' in next) expect(next.again).toBeGreaterThan(0)
    },
    60_000,
  )

  it('stays as it is where Discord will never publish it', async () => {
    running.discord.faults.add(publishing, { status: 403, code: 50013 })
    expect(await deliver(to(), postOf(1), mark('a').first)).not.toHaveProperty('again')
    expect(written()).toHaveLength(1)
    expect(running.lines.some(({ message }) => message.includes('could not be published'))).toBe(true)
  })

  it('is no such post in a thread of such a channel', async () => {
    const thread = running.discord.addThread(news, 'Talk')
    await deliver({ ...to(), channel: thread.id } as PostAddress, postOf(1), mark('a').first)
    expect(calls()).toEqual([])
    expect(running.discord.answers(thread)).toHaveLength(1)
  })
})
