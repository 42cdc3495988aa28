import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Json } from '../../../src/lib/json.ts'
import type { Post } from '../../../src/platform/deliver.ts'
import { card, heading, image, paragraph, reply, run } from '../../../src/replies/build.ts'
import type { PostAddress } from '../../../src/store/subscriptions.ts'
import { eventually } from '../../eventually.ts'
import { links, pings, readable } from '../../fakes/slack/reading.ts'
import type { Fault } from '../../fakes/slack/web-api/faults.ts'
import { openMark, weekPicture } from '../marks.ts'
import { answer, growing, openBench } from './slack-bench.ts'

let bench: Awaited<ReturnType<typeof openBench>>
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const titles = ['Papers that read papers', 'Posts that come once', 'Threads that hold']

/** A post; a long one takes a message for each paper. */
function postOf(papers: readonly string[] = titles, long = true): Post {
  const page = (title: string) =>
    reply({
      summary: title,
      tone: 'answer',
      blocks: [
        card({ title, url: 'https://arxiv.org/abs/2503.00001' }),
        ...(long ? [paragraph('So long that it fills a message. '.repeat(250))] : []),
      ],
      actions: [run('Similar', 'similar p-1')],
      rating: { up: 'feedback up t1', down: 'feedback down t1' },
    })
  const whole = reply({ summary: 'Papers of today', blocks: [paragraph('all')] })
  const cards = papers.map((title, index) => card({ number: index + 1, title }))
  const brief = reply({ summary: 'Papers of today', blocks: [heading('Papers of today'), ...cards] })
  return { brief, details: papers.map(page), whole }
}

const channel = (id = bench.slack.workspace.general): PostAddress => ({
  platform: 'slack',
  workspace: bench.slack.workspace.team,
  kind: 'channel',
  channel: id,
})
const written = (id = bench.slack.workspace.general) => bench.slack.messages.in(id)
const roots = () => written().filter(({ thread }) => thread === undefined)

/** The channel has the post once, what is too long for one message in its thread, in order. */
function expectWhole(id?: string): void {
  const all = written(id)
  expect(all.map(readable)).toEqual(titles.map((title) => expect.stringContaining(title)))
  expect(all.map(({ thread }) => thread)).toEqual(
    titles.map((_, index) => (index === 0 ? undefined : all[0]?.ts)),
  )
}

describe('A post', () => {
  it('is one message with a row of buttons for each paper, and says nothing twice', async () => {
    await bench.deliver(channel(), postOf(titles, false), openMark().first)
    const [root, ...others] = written()
    expect(others).toEqual([])
    if (!root) throw new Error('There is no post.')
    const read = readable(root)
    for (const title of ['Papers of today', ...titles]) expect(read.split(title)).toHaveLength(2)
    const rows = root.blocks.flatMap(({ type }, index) => (type === 'actions' ? [index] : []))
    expect(rows).toHaveLength(titles.length)
    expect(rows.map((row) => readable({ text: '', blocks: root.blocks.slice(row - 1, row) }))).toEqual(titles)
    expect(root.blocks.filter(({ type }) => type === 'context_actions')).toHaveLength(1)
    expect(bench.slack.refusals()).toEqual([])
  })

  it('stands in the channel once, goes on in its thread where it is long, and names their conversation', async () => {
    const { first, notes } = openMark()
    const receipt = await bench.deliver(channel(), postOf(), first)
    expectWhole()
    const [root] = written()
    const { team, general } = bench.slack.workspace
    expect(receipt).toEqual({ kind: 'posted', conversation: `${team}:${general}:${root?.ts}` })
    expect(notes).toHaveLength(3)
    expect(bench.slack.callsOf('chat.postMessage').map(({ fields }) => fields.unfurl_links)).toEqual(
      Array(3).fill('false'),
    )
    expect(bench.slack.refusals()).toEqual([])
  })

  it('of a week brings its picture into the thread, once, whatever was noted last', async () => {
    const post = postOf()
    const withPicture = { ...post, whole: reply({ summary: 'Week', blocks: [image(weekPicture)] }) }
    const { first, notes } = openMark()
    await bench.deliver(channel(), withPicture, first)
    expectWhole()
    const shared = () =>
      [...bench.slack.files.values()].map((file) => ({ alt: file.alt, shared: file.shared }))
    const [root] = written()
    const comment = 'Map of 5 papers'
    const there = [{ alt: comment, shared: [{ channel: root?.channel, thread: root?.ts, comment }] }]
    expect(shared()).toEqual(there)
    const again = openMark({ mayExist: true, posted: notes.at(-1) ?? null })
    await bench.deliver(channel(), withPicture, again.first)
    expect(shared()).toEqual(there)
    expectWhole()
  })

  it('goes on without a picture that Slack refuses', async () => {
    bench.slack.faults.next('files.getUploadURLExternal', { kind: 'refused', error: 'missing_scope' })
    const whole = reply({ summary: 'Week', blocks: [image(weekPicture)] })
    const receipt = await bench.deliver(channel(), { ...postOf(), whole }, openMark().first)
    expect(receipt.kind).toBe('posted')
    expectWhole()
    expect(bench.slack.files.size).toBe(0)
  })

  it('goes to a person into their direct conversation', async () => {
    const { ada, team } = bench.slack.workspace
    const to = { platform: 'slack', workspace: team, kind: 'direct', person: ada } as const
    const receipt = await bench.deliver(to, postOf(), openMark().first)
    const { id } = bench.slack.workspace.directMessage(ada)
    expectWhole(id)
    expect(receipt).toMatchObject({ conversation: expect.stringContaining(`${team}:${id}:`) })
  })

  it('shows hostile titles as they are written', async () => {
    const hostile = ['<!channel> <@U0ADA> *bold* <https://evil.example|click>', '@here & `code` ```']
    await bench.deliver(channel(), postOf(hostile), openMark().first)
    for (const message of written()) {
      expect(pings(message)).toEqual([])
      expect(links(message).every((url) => url.startsWith('https://arxiv.org/'))).toBe(true)
    }
    expect(bench.slack.refusals()).toEqual([])
    expect(bench.slack.badManners).toEqual([])
  })

  const lost: readonly Fault[] = [
    { kind: 'lost', answer: 'status-500' },
    { kind: 'lost', answer: 'cut' },
  ]
  it.each(lost)('is whole and once when an answer is lost at every message: %j', async (fault) => {
    const { moments, faults } = bench.slack
    for (const nth of [1, 2, 3])
      moments.at('chat.postMessage', nth, 'arrived', () => faults.next('chat.postMessage', fault))
    await bench.deliver(channel(), postOf(), openMark().first)
    expectWhole()
  })
})

describe('A post that was begun before', () => {
  for (const nth of [1, 2, 3])
    for (const isNoted of [true, false])
      it(`goes on after message ${nth}, ${isNoted ? 'noted' : 'not noted'}`, async () => {
        const ending = new AbortController()
        const { first, notes } = openMark({ signal: ending.signal })
        bench.slack.moments.at('chat.postMessage', nth, 'recorded', () => ending.abort())
        const note = (posted: Json) => {
          if (ending.signal.aborted && !isNoted) return Promise.reject(new Error('The process has ended.'))
          return first.note(posted)
        }
        await bench.deliver(channel(), postOf(), { ...first, note }).catch(() => undefined)
        expect(written()).toHaveLength(nth)

        const posted = notes.at(-1)
        const again = { ...openMark({ mayExist: true }).first, since: first.since }
        await bench.deliver(channel(), postOf(), { ...again, ...(posted !== undefined && { posted }) })
        expectWhole()
        await bench.deliver(channel(), postOf(), again)
        expectWhole()
      })

  it('is found by an app that gets 15 messages at a time', async () => {
    await bench.close()
    bench = await openBench({}, { historyLimit: 15 })
    const { first } = openMark()
    await bench.deliver(channel(), postOf(), first)
    for (let said = 0; said < 40; said++) bench.slack.people.say(`talk ${said}`)
    await bench.deliver(channel(), postOf(), { ...first, mayExist: true })
    expect(roots().filter(({ fromBot }) => fromBot)).toHaveLength(1)
    expect(bench.slack.callsOf('conversations.history').length).toBe(3)
  })

  it('is not sent while nobody can tell whether it is there', async () => {
    bench.slack.faults.always('conversations.history', { kind: 'refused', error: 'missing_scope' })
    const sending = bench.deliver(channel(), postOf(), openMark({ mayExist: true }).first)
    await expect(sending).rejects.toThrow(/permission/)
    expect(written()).toEqual([])
  })

  it('is left alone when somebody removed it', async () => {
    const { first, notes } = openMark()
    const { moments, messages } = bench.slack
    moments.at('chat.postMessage', 1, 'answered', () => {
      const [root] = written()
      if (root) messages.remove(root)
    })
    const receipt = await bench.deliver(channel(), postOf(), first)
    expect(receipt.kind).toBe('posted')
    expect(notes.length).toBeGreaterThan(0)
    expect(roots()).toEqual([])
  })
})

describe('A place', () => {
  it.each(['not_in_channel', 'channel_not_found', 'is_archived', 'restricted_action', 'thread_locked'])(
    'that refuses with %s is closed, and its owner reads why',
    async (error) => {
      bench.slack.faults.always('chat.postMessage', { kind: 'refused', error })
      const receipt = await bench.deliver(channel(), postOf(), openMark().first)
      expect(receipt).toEqual({ kind: 'closed', why: expect.stringContaining(`(${error}).`) })
    },
  )

  it('closes in the middle when Paperboy is taken out of it, and when it is archived before', async () => {
    const { workspace, moments } = bench.slack
    const general = workspace.channel(workspace.general)
    moments.at('chat.postMessage', 2, 'answered', () => void general.members.delete(workspace.bot.user))
    expect(await bench.deliver(channel(), postOf(), openMark().first)).toMatchObject({ kind: 'closed' })
    expect(written()).toHaveLength(2)
    workspace.addChannel('C0OLD', 'old', [workspace.bot.user]).archived = true
    expect(await bench.deliver(channel('C0OLD'), postOf(), openMark().first)).toMatchObject({
      kind: 'closed',
      why: expect.stringContaining('archived'),
    })
  })

  it('of a person whose account is closed is closed', async () => {
    const { ada, deactivated } = bench.slack.workspace
    deactivated.add(ada)
    const to = { platform: 'slack', kind: 'direct', person: ada } as const
    expect(await bench.deliver(to, postOf(), openMark().first)).toMatchObject({ kind: 'closed' })
  })

  it('is not closed by a refusal of another kind', async () => {
    bench.slack.faults.always('chat.postMessage', { kind: 'refused', error: 'invalid_metadata_format' })
    await expect(bench.deliver(channel(), postOf(), openMark().first)).rejects.toThrow(/did not take/)
  })

  it('is tried again, and the adapter gives up, when the token is dead', async () => {
    await bench.start()
    bench.slack.workspace.revoke('token_revoked')
    await expect(bench.deliver(channel(), postOf(), openMark().first)).rejects.toThrow(/token/)
    expect(await bench.failed()).toMatchObject({ message: expect.stringContaining('token_revoked') })
  })
})

describe('Rates', () => {
  it('are kept when Slack asks for a pause in the middle of a post', async () => {
    const { faults, moments, callsOf } = bench.slack
    moments.at('chat.postMessage', 2, 'arrived', () =>
      faults.next('chat.postMessage', { kind: 'rate-limited', retryAfterSeconds: 2 }),
    )
    await bench.deliver(channel(), postOf(), openMark().first)
    expectWhole()
    const [, refused, next] = callsOf('chat.postMessage')
    expect((next?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(1_990)
  })

  it('end a wait at once when the process ends', async () => {
    const ending = new AbortController()
    bench.slack.faults.next('chat.postMessage', { kind: 'rate-limited', retryAfterSeconds: 60 })
    const sending = bench.deliver(channel(), postOf(), openMark({ signal: ending.signal }).first)
    await eventually(() => expect(bench.slack.callsOf('chat.postMessage')).toHaveLength(1))
    await sleep(50)
    ending.abort()
    await expect(sending).rejects.toThrow()
    expect(written()).toEqual([])
  })

  it('let an answer in the same channel end while a post has to wait', async () => {
    const { faults, people, callsOf } = bench.slack
    const ending = new AbortController()
    const shown = Promise.withResolvers<void>()
    await bench.start(async function* () {
      yield growing('One sentence.')
      await shown.promise
      yield answer('The answer.')
    })
    const said = people.mention('what is TAROT?')
    await bench.answers(said)
    faults.next('chat.postMessage', { kind: 'rate-limited', retryAfterSeconds: 60 })
    const sending = bench.deliver(channel(), postOf(), openMark({ signal: ending.signal }).first)
    await eventually(() => expect(callsOf('chat.postMessage')).toHaveLength(2))
    shown.resolve()
    await bench.settled()
    expect(await bench.answers(said)).toEqual([expect.stringContaining('The answer.')])
    ending.abort()
    await expect(sending).rejects.toThrow()
  })

  it('leave room for a question while 200 posts wait', async () => {
    await bench.close()
    bench = await openBench({}, { limited: true })
    await bench.start()
    const { workspace, people } = bench.slack
    const ending = new AbortController()
    const posts = Array.from({ length: 200 }, (_, index) => {
      const { id } = workspace.addChannel(`C0POST${index}`, `posts-${index}`, [workspace.bot.user])
      const mark = openMark({ key: `k${index}`, signal: ending.signal }).first
      return bench.deliver(channel(id), postOf(), mark).catch(() => undefined)
    })
    await vi.waitFor(() => expect(bench.slack.callsOf('chat.postMessage').length).toBeGreaterThan(3), 5_000)
    const said = people.mention('what is TAROT?')
    await bench.answers(said)
    // How many went out meanwhile is a matter of the machine; most of them still wait.
    expect(bench.slack.callsOf('chat.postMessage').length).toBeLessThan(posts.length / 2)
    expect(bench.slack.calls.filter(({ fault }) => fault?.kind === 'rate-limited')).toEqual([])
    ending.abort()
    await Promise.all(posts)
  })
})
