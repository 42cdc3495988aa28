import { describe, expect, it } from 'vitest'
import type { Request } from '../../src/platform/request.ts'
import { plainText } from '../../src/replies/plain.ts'
import type { Reply } from '../../src/replies/reply.ts'
import { openShipped } from './shipped-services.ts'

const posts = { platform: 'discord', workspace: 'guild', kind: 'channel', channel: 'papers' } as const

async function open(about: Partial<Request> = {}, by: 'managers' | 'everyone' = 'managers') {
  const { handle, services } = await openShipped({ subscriptionsBy: by })
  const say = async (line: string, other: Partial<Request> = {}): Promise<Reply> => {
    const where = { platform: 'discord' as const, conversation: 'c', posts }
    let last: Reply | undefined
    for await (const page of handle({ who: { id: 'ada' }, where, line, ...about, ...other })) last = page
    if (!last) throw new Error('no reply')
    return last
  }
  const here = () => services.store.subscriptions.at(posts)
  return { say, here, services }
}
const commandsOf = ({ actions = [] }: Reply) =>
  actions.flatMap((action) => (action.kind === 'run' ? [action.command] : []))

describe('subscribe', () => {
  it('says in words what comes and when next, and remembers it', async () => {
    const { say, here } = await open()
    const shown = plainText(
      await say('subscribe about diffusion models at 9:00 weekdays in Europe/Paris top 3'),
    )
    expect(shown).toContain('Every weekday at 9:00 (Europe/Paris): up to 3 papers about diffusion models.')
    expect(shown).toContain('Next: Mon 17 Mar 09:00, Tue 18 Mar 09:00, Wed 19 Mar 09:00.')
    const [subscription] = await here()
    expect(subscription).toMatchObject({
      topic: 'diffusion models',
      schedule: { minute: 540, days: [1, 2, 3, 4, 5], zone: 'Europe/Paris' },
      top: 3,
      nextDue: new Date('2025-03-17T08:00:00Z'),
    })
  })

  it('makes one subscription of a line that comes twice', async () => {
    const { say, here } = await open()
    await say('subscribe at 7am')
    expect(plainText(await say('subscribe at 7:00'))).toContain('You have this already')
    expect(await here()).toHaveLength(1)
  })

  it('changes only what is said', async () => {
    const { say, here } = await open()
    await say('subscribe about graphs at 9:00 mon in Asia/Tokyo')
    const [{ id } = { id: '' }] = await here()
    await say(`subscribe edit ${id} at 8:15 say when nothing new`)
    expect(await here()).toMatchObject([
      { id, topic: 'graphs', schedule: { minute: 495, days: [1], zone: 'Asia/Tokyo' }, quiet: 'note' },
    ])
  })

  it('tells the day of the next post truly when that of today is out', async () => {
    const { say, here, services } = await open()
    const [monday, later] = ['2025-03-10T06:00:00Z', '2025-03-14T12:00:00Z']
    await say('subscribe at 9:00 daily in UTC')
    const [known] = await here()
    if (!known) throw new Error('no subscription')
    // Made on Monday, and moved on after the post of this morning.
    await services.store.subscriptions.put({ ...known, createdAt: new Date(monday) })
    expect(known.nextDue).toEqual(new Date('2025-03-15T09:00:00Z'))
    for (const time of ['15:00', '16:00']) {
      const shown = plainText(await say(`subscribe edit ${known.id} at ${time}`))
      expect(shown).toContain(`Next: Sat 15 Mar ${time}`)
      expect(plainText(await say('subscriptions'))).toContain(`Next: Sat 15 Mar ${time}`)
      expect((await here())[0]?.nextDue).toEqual(new Date(`2025-03-15T${time}:00Z`))
    }
    expect(services.clock.now()).toEqual(new Date(later))
    // Of one that was made after nine there is no post of today yet.
    await services.store.subscriptions.put({ ...known, createdAt: new Date('2025-03-14T11:00:00Z') })
    expect(plainText(await say(`subscribe edit ${known.id} at 15:00`))).toContain('Next: Fri 14 Mar 15:00')
  })

  it('lifts a pause when it is changed', async () => {
    const { say, here, services } = await open()
    await say('subscribe at 9:00')
    const [{ id } = { id: '' }] = await here()
    await services.store.subscriptions.pause(id, 'The channel is archived.')
    expect(plainText(await say('subscriptions'))).toContain('Paused: The channel is archived.')
    await say(`subscribe edit ${id} at 10:00`)
    expect((await here()).map(({ paused }) => paused)).toEqual([undefined])
  })

  it('makes and changes none where nothing can be posted', async () => {
    const { say, here } = await open()
    await say('subscribe at 9:00')
    const [known] = await here()
    const postsNeed = () => Promise.resolve('Invite me with /invite @Paperboy.')
    for (const line of ['subscribe at 10:00', `subscribe edit ${known?.id} at 10:00`])
      expect(plainText(await say(line, { postsNeed }))).toMatch(/I may not post in this channel\..*\/invite/s)
    expect(await here()).toEqual([known])
    await say(`unsubscribe ${known?.id}`, { postsNeed })
    expect(await here()).toEqual([])
  })

  it('asks about what it does not understand, with buttons that work', async () => {
    const { say, here } = await open()
    const asked = await say('subscribe graph learning at 8:00')
    expect(asked.summary).toContain('“graph learning”')
    expect(commandsOf(asked)).toEqual(['subscribe about graph learning at 8:00', 'subscribe at 8:00'])
    const zones = await say('subscribe in IST')
    expect(commandsOf(zones)).toContain('subscribe in Asia/Kolkata')
    expect(await here()).toEqual([])
  })

  it('keeps a bounded number', async () => {
    const { say, here } = await open()
    for (let hour = 0; hour < 12; hour++) await say(`subscribe at ${hour}:00`)
    expect(await here()).toHaveLength(10)
  })

  it('says what to do where no posts can come', async () => {
    const { say } = await open()
    const where = { platform: 'terminal' as const, conversation: 't' }
    for (const line of ['subscribe', 'subscriptions', 'unsubscribe'])
      expect(plainText(await say(line, { where }))).toContain('type today')
  })
})

describe('who may change a channel', () => {
  const mayNot = { who: { id: 'bob' }, mayManage: async () => false }

  it('is up to those who manage it, and for their own to those who made it', async () => {
    const { say, here } = await open()
    expect(plainText(await say('subscribe', mayNot))).toContain('Those who manage it can')
    expect(await here()).toEqual([])
    await say('subscribe', { mayManage: async () => true })
    const [{ id } = { id: '' }] = await here()
    for (const line of [`unsubscribe ${id}`, `subscribe edit ${id} at 5:00`, `pause ${id}`])
      await say(line, mayNot)
    expect(await here()).toMatchObject([{ id, schedule: { minute: 540 } }])
    await say(`subscribe edit ${id} at 5:00`, { mayManage: async () => false })
    expect(await here()).toMatchObject([{ id, schedule: { minute: 300 } }])
  })

  it('is up to everyone when the setting says so', async () => {
    const { say, here } = await open(mayNot, 'everyone')
    await say('subscribe')
    expect(await here()).toHaveLength(1)
  })

  it('offers the same to a person who may not, alone', async () => {
    const { say, here, services } = await open()
    const own = { platform: 'discord', kind: 'direct', person: 'bob' } as const
    const where = { platform: 'discord', conversation: 'c', posts, own }
    const refused = await say('subscribe about graphs at 7:00 in UTC', { ...mayNot, where })
    expect(refused.audience).toBe('asker')
    const [offer = ''] = commandsOf(refused)
    const shown = await say(offer, { ...mayNot, where })
    expect(shown.audience).toBe('asker')
    expect(plainText(shown)).toContain('Subscribed, by direct message. Every weekday at 7:00 (UTC)')
    expect(await here()).toEqual([])
    expect(await services.store.subscriptions.at(own)).toMatchObject([
      { topic: 'graphs', to: own, owner: { id: 'bob' } },
    ])
  })

  it('says who set it up, pinging nobody, with an undo and a button for managers', async () => {
    const { say, here } = await open()
    const shown = await say('subscribe at 9:00', { who: { id: 'ada', name: '<@U1> Alice' } })
    expect(plainText(shown)).toContain('Set up by <@U1> Alice.')
    expect(plainText(await say('subscriptions'))).toContain('Set up by <@U1> Alice.')
    const [undo = ''] = commandsOf(shown)
    expect(commandsOf(shown)).toContain('settings subscribe managers')
    await say(undo)
    expect(await here()).toEqual([])
  })
})

describe('unsubscribe', () => {
  it('ends a post of this place alone, and can be undone', async () => {
    const { say, here } = await open()
    await say('subscribe about graphs at 9:00 in Asia/Tokyo')
    const [{ id } = { id: '' }] = await here()
    const elsewhere = {
      platform: 'discord' as const,
      conversation: 'c',
      posts: { ...posts, channel: 'other' },
    }
    expect(plainText(await say(`unsubscribe ${id}`, { where: elsewhere }))).toContain(
      'There is no subscription',
    )
    expect(await here()).toHaveLength(1)
    const [undo = ''] = commandsOf(await say(`unsubscribe ${id}`))
    expect(await here()).toEqual([])
    await say(undo)
    expect(await here()).toMatchObject([{ topic: 'graphs', schedule: { zone: 'Asia/Tokyo' } }])
    expect(plainText(await say('subscriptions'))).toContain('One daily post comes here')
  })
})
