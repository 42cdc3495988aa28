import { describe, expect, it } from 'vitest'
import type { Request } from '../../src/platform/request.ts'
import { plainText } from '../../src/replies/plain.ts'
import type { Reply } from '../../src/replies/reply.ts'
import { openShipped } from './shipped-services.ts'

const posts = { platform: 'slack', workspace: 'T1', kind: 'channel', channel: 'C1' } as const

async function open() {
  const { handle, services } = await openShipped({ subscriptionsBy: 'everyone' })
  const page = async (line: string, about: Partial<Request> = {}): Promise<Reply> => {
    const where = { platform: 'slack' as const, workspace: 'T1', conversation: 'thread', posts }
    let last: Reply | undefined
    for await (const shown of handle({ who: { id: 'ada' }, where, line, ...about })) last = shown
    if (!last) throw new Error('no reply')
    return last
  }
  const say = async (line: string, about?: Partial<Request>) =>
    plainText({ ...(await page(line, about)), actions: [] })
  const press = async ({ actions = [] }: Reply, label: string) => {
    const found = actions.find((one) => one.kind === 'run' && one.label === label)
    if (found?.kind !== 'run') throw new Error(`There is no button ${label}.`)
    return page(found.command)
  }
  const here = () => services.store.subscriptions.at(posts)
  return { page, say, press, here, services }
}

describe('an author who is followed, or a question that is watched, where no daily post comes', () => {
  it.each([
    ['follow Ada Lovelace', 'up to 5 papers by Ada Lovelace.'],
    [
      'follow Ada Lovelace; watch does it scale?',
      'up to 5 papers by Ada Lovelace. Watched until a new paper answers it: “does it scale?”.',
    ],
    [
      'watch does it scale?',
      'answers to what is watched, nothing else. Watched until a new paper answers it: “does it scale?”.',
    ],
    ['watch does it scale?; follow Ada Lovelace; unwatch does it scale', 'up to 5 papers by Ada Lovelace.'],
    [
      'follow Ada Lovelace; make it about robots',
      'up to 5 papers about robots, papers by Ada Lovelace first.',
    ],
    ['follow Ada Lovelace; make it about everything', 'up to 5 papers, papers by Ada Lovelace first.'],
    ['subscribe at 8:00, following Ada Lovelace', 'up to 5 papers by Ada Lovelace.'],
    ['subscribe about instruction following at 8:00', 'up to 5 papers about instruction following.'],
    ['subscribe about robots only with code at 8:00', 'up to 5 papers about robots, only with code.'],
    ['subscribe only with code', 'up to 5 papers, only with code.'],
  ])('%s', async (said, shown) => {
    const { page, say, press, here } = await open()
    const pages = []
    const before = []
    for (const line of said.split('; ')) {
      before.push(await here())
      pages.push(await page(line))
    }
    expect(await say('subscriptions')).toContain(shown)
    // And back, step by step.
    for (const [index, one] of pages.toReversed().entries()) {
      await press(one, 'Undo')
      const bare = (list: Awaited<ReturnType<typeof here>>) =>
        list.map(({ topic, only, without, authors, watches, alone }) => ({
          topic,
          only,
          without,
          authors,
          watches: watches?.map(({ question }) => question),
          alone,
        }))
      expect(bare(await here())).toEqual(bare(before.at(-1 - index) ?? []))
    }
  })

  it('ends when nothing is left, and comes again', async () => {
    const { page, say, press, here } = await open()
    await say('follow Ada Lovelace')
    const ended = await page('unfollow Ada Lovelace')
    expect(ended.summary).toMatch(/^Unsubscribed\. It was: .*up to 5 papers by Ada Lovelace\.$/)
    expect(await here()).toEqual([])
    await press(ended, 'Undo')
    expect(await here()).toMatchObject([{ authors: ['Ada Lovelace'], alone: true }])
  })

  it('may be a topic that is written like a name', async () => {
    const { page, press, here } = await open()
    const followed = await page('follow Graph Neural Networks')
    expect(plainText(followed)).toContain('No paper here is by Graph Neural Networks yet.')
    await press(followed, 'About Graph Neural Networks instead')
    expect(await here()).toMatchObject([{ alone: true }, { topic: 'Graph Neural Networks' }])
    expect((await page('follow graph learning')).summary).toContain('papers about graph learning')
  })
})

describe('what is followed and watched', () => {
  it('is bounded, in words', async () => {
    const { say, here } = await open()
    expect(await say('/follow Lovelace')).toContain('does not look like one author’s full name')
    for (let index = 1; index <= 5; index++) await say(`watch is it ${index}?`)
    expect(await say('watch is it 6?')).toContain(
      'That would be 6 questions, and a daily post takes at most 5.',
    )
    await say('unwatch is it 1?')
    await say('watch is it 6?')
    expect((await here())[0]?.watches).toHaveLength(5)
    const authors = Array.from({ length: 21 }, (_, index) => `Ada ${String.fromCodePoint(65 + index)}ovelace`)
    expect(await say(`/follow ${authors.join(', ')}`)).toContain(
      'That would be 21 authors, and a daily post takes at most 20.',
    )
    await say(`/follow ${authors.slice(1).join(', ')}`)
    expect((await here())[0]?.authors).toHaveLength(20)
    await say('subscribe edit it only with a, only with b')
    const long = `/watch is it ${'very '.repeat(200)}long?`
    await say('unwatch is it 2?')
    await say(long)
    expect((await here())[0]?.watches?.at(-1)?.question.length).toBeLessThanOrEqual(300)
  })

  it('waits for papers that come from now on, and again when it is watched anew', async () => {
    const { say, here, services } = await open()
    await say('watch does it scale?')
    const mark = await services.store.papers.added()
    expect((await here())[0]?.watches).toEqual([{ question: 'does it scale?', after: mark }])
    const [known] = await here()
    if (!known) throw new Error('nothing is watched')
    await services.store.subscriptions.put({
      ...known,
      watches: [{ question: 'does it scale?', after: 0, answered: '2025-03-14' }],
    })
    expect(await say('subscriptions')).toContain('Answered on 14 March: “does it scale?”.')
    await say('watch does it scale')
    expect((await here())[0]?.watches).toEqual([{ question: 'does it scale?', after: mark }])
  })

  it('may be a question about papers after all', async () => {
    const { page } = await open()
    for (const line of [
      'watch time prediction: which papers?',
      'follow-up questions in dialogue?',
      'what do papers say about instruction following?',
    ])
      expect((await page(line)).summary).not.toContain('Subscribed')
  })

  it('is taken back where it is, of several, and not told as changed where it is nowhere', async () => {
    const { say, here } = await open()
    await say('subscribe about robots at 9:00, following Ada Lovelace')
    await say('subscribe about graphs at 9:00')
    expect(await say('unfollow Grace Hopper')).toContain('Nothing here follows “Grace Hopper”.')
    expect(await say('unwatch does it scale?')).toContain('Nothing here watches “does it scale?”.')
    expect(await say('stop following Ada Lovelace')).toContain('Changed.')
    expect((await here()).map(({ authors }) => authors)).toEqual([undefined, undefined])
  })

  it('asks which one is meant where several come', async () => {
    const { page, press, here } = await open()
    await page('subscribe about robots at 9:00')
    await page('subscribe about graphs at 9:00')
    const elsewhere = { who: { id: 'bob' }, where: { platform: 'slack', conversation: 'other', posts } }
    const asked = await page('follow Ada Lovelace', elsewhere)
    expect(asked.summary).toContain('Which one?')
    const [first] = await here()
    await press(asked, first?.id ?? '')
    expect((await here()).map(({ authors }) => authors)).toEqual([['Ada Lovelace'], undefined])
  })
})
