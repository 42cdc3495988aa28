import { describe, expect, it } from 'vitest'
import { commands } from '../../src/commands/all.ts'
import { createComplete } from '../../src/commands/complete.ts'
import { makePaper } from '../../src/papers/make-paper.ts'
import { openShipped, reply } from './shipped-services.ts'

async function open() {
  const { services, handle } = await openShipped()
  const all = createComplete(commands, services)
  const complete = (command: string, option: string, typed: string, workspace = 'G1') =>
    all({ command, option, typed, where: { platform: 'discord', workspace } })
  return { services, handle, complete }
}

describe('completion of a topic', () => {
  it('offers terms of the field that papers mention', async () => {
    const { complete } = await open()
    const topics = await complete('search', 'words', 'diffusion')
    expect(topics[0]).toEqual({ label: 'diffusion', value: 'diffusion' })
    expect(await complete('search', 'words', 'zzzz')).toEqual([])
  })
})

describe('completion of a day', () => {
  it('offers the days of lists, in words and in digits, and on which days posts come', async () => {
    const { complete } = await open()
    const march = { label: '13 March 2025', value: '2025-03-13' }
    expect(await complete('today', 'date', '')).toEqual([{ label: 'yesterday', value: 'yesterday' }, march])
    expect(await complete('today', 'date', '13 m')).toEqual([march])
    expect(await complete('search', 'since', '2025')).toEqual([march])
    expect(await complete('subscribe', 'days', 'week')).toEqual([{ label: 'weekdays', value: 'weekdays' }])
  })

  it.each([
    ['today', 'date', 'march 13', '2025-03-13'],
    ['today', 'date', 'mrach', '2025-03-13'],
    ['today', 'date', 'yetserday', 'yesterday'],
    ['subscribe', 'days', 'wekdays', 'weekdays'],
    ['subscribe', 'days', 'thu mon', 'mon,thu'],
    ['settings', 'what', 'questions answer', 'answer questions'],
  ])('knows for %s %s what “%s” nearly is', async (command, option, typed, value) => {
    const { complete } = await open()
    expect((await complete(command, option, typed)).map((one) => one.value)).toContain(value)
  })
})

describe('completion of a time zone', () => {
  it.each([
    ['pari', 'Europe/Paris'],
    ['Pairs', 'Europe/Paris'],
    ['york new', 'America/New_York'],
    ['amercia new yrok', 'America/New_York'],
    ['Tokoy', 'Asia/Tokyo'],
  ])('offers for “%s” first “%s”', async (typed, zone) => {
    const { complete } = await open()
    expect((await complete('subscribe', 'zone', typed))[0]?.value).toBe(zone)
  })

  it('offers first by which clocks the posts of the server go, most of them first, as far as they fit', async () => {
    const { services, complete, handle } = await open()
    const subscribe = (channel: string, zone: string, workspace = 'G1') => {
      const posts = { platform: 'discord', workspace, kind: 'channel', channel } as const
      const where = { platform: 'discord', conversation: channel, workspace, posts }
      return Array.fromAsync(handle({ who: { id: 'ada' }, where, line: `subscribe at 9:00 in ${zone}` }))
    }
    await subscribe('C1', 'Asia/Tokyo')
    for (const channel of ['C2', 'C3']) await subscribe(channel, 'Europe/Paris')
    await subscribe('C4', 'UTC', 'G2')
    expect(await services.store.subscriptions.count()).toMatchObject({ active: 4 })
    const offered = await complete('subscribe', 'zone', '')
    expect(offered.slice(0, 3)).toEqual([
      { label: 'Europe/Paris (usual here)', value: 'Europe/Paris' },
      { label: 'Asia/Tokyo (usual here)', value: 'Asia/Tokyo' },
      { label: 'UTC', value: 'UTC' },
    ])
    expect(offered).toHaveLength(25)
    expect((await complete('subscribe', 'zone', 'asia'))[0]?.value).toBe('Asia/Tokyo')
    expect((await complete('subscribe', 'zone', 'berlin')).map(({ value }) => value)).toEqual([
      'Europe/Berlin',
    ])
    expect((await complete('subscribe', 'zone', '', 'G3'))[0]?.label).toBe('UTC')
  })

  it('offers none for signs, or words of no zone', async () => {
    const { complete } = await open()
    for (const typed of ['%%%', 'qqqqqq', '🦊'])
      expect(await complete('subscribe', 'zone', typed)).toEqual([])
  })
})

describe('completion of a daily post', () => {
  it('offers those of this place, by id or by what they are about', async () => {
    const { services, handle } = await openShipped()
    const posts = { platform: 'discord', workspace: 'G1', kind: 'channel', channel: 'C1' } as const
    const where = { platform: 'discord', conversation: 'C1', workspace: 'G1', posts }
    for (const about of ['graph networks', 'diffusion models'])
      await Array.fromAsync(
        handle({ who: { id: 'ada' }, where, line: `subscribe about ${about} at 9:00 in Europe/Paris` }),
      )
    const all = createComplete(commands, services)
    const labels = async (typed: string, channel = 'C1') => {
      const place = { platform: 'discord', workspace: 'G1', posts: { ...posts, channel } }
      const found = await all({ command: 'unsubscribe', option: 'id', typed, where: place })
      return found.map(({ label, value }) => {
        expect(label.startsWith(`${value}: `)).toBe(true)
        return label
      })
    }
    expect(await labels('')).toHaveLength(2)
    expect(await labels('difusion')).toEqual([expect.stringContaining('diffusion models')])
    expect(await labels('networks graph')).toEqual([expect.stringContaining('graph networks')])
    expect(await labels('', 'C2')).toEqual([])
  })
})

describe('completion of a paper', () => {
  it.each([
    ['TAR', 'TAROT: Targeted Data Selection via Optimal Transport'],
    ['tarot', 'TAROT: Targeted Data Selection via Optimal Transport'],
    ['deep inter', 'Deep Interest Network for Click-Through Rate Prediction'],
    ['taort', 'TAROT: Targeted Data Selection via Optimal Transport'],
    [
      'Hifromer',
      'Hiformer: Heterogeneous Feature Interactions Learning with Transformers for Recommender Systems',
    ],
    ['click interest', 'Deep Interest Network for Click-Through Rate Prediction'],
  ])('offers for “%s” first “%s”', async (typed, title) => {
    const { complete } = await open()
    expect((await complete('show', 'paper', typed))[0]?.label).toBe(title)
  })

  it('offers values that the command takes', async () => {
    const { complete, handle } = await open()
    const [first] = await complete('similar', 'paper', 'tarot')
    expect((await reply(handle, `show ${first?.value}`)).summary).toBe(first?.label)
  })

  it('offers papers before anything is typed, and never more than menus hold', async () => {
    const { complete, services } = await open()
    expect(await complete('show', 'paper', '')).toHaveLength(25)
    await services.store.papers.put([makePaper({ title: `Endless ${'title '.repeat(40)}`, source: 'test' })])
    const [endless] = await complete('show', 'paper', 'endless')
    expect(endless?.label).toHaveLength(100)
  })

  it('offers nothing that the workspace does not see', async () => {
    const { complete, services } = await open()
    const title = 'TAROT: Targeted Data Selection via Optimal Transport'
    const [tarot] = await complete('show', 'paper', 'tarot')
    const marked = { paper: tarot?.value ?? '', by: { id: 'ada' }, at: new Date() }
    await services.store.workspaces.mark({ platform: 'discord', workspace: 'G1' }, 'hidden', [marked])
    for (const typed of ['tarot', 'taort', title, marked.paper, ''])
      expect((await complete('show', 'paper', typed)).map(({ label }) => label)).not.toContain(title)
    expect((await complete('show', 'paper', 'tarot', 'G2'))[0]?.label).toBe(title)
  })

  it.each(['zzzz', '\u0000', '%', '"', "'; DROP TABLE papers", '🦊'])('lives with %j', async (typed) => {
    const { complete } = await open()
    expect(await complete('show', 'paper', typed)).toBeInstanceOf(Array)
  })
})

describe('completion of anything else', () => {
  it('offers commands by name', async () => {
    const { complete } = await open()
    expect(await complete('help', 'command', 's')).toEqual(
      ['search', 'show', 'similar', 'summarize', 'subscribe', 'subscriptions', 'settings', 'status'].map(
        (name) => ({
          label: name,
          value: name,
        }),
      ),
    )
  })

  it('offers nothing where any words will do', async () => {
    const { complete } = await open()
    expect(await complete('ask', 'question', 'why')).toEqual([])
    expect(await complete('nonsense', 'paper', 'x')).toEqual([])
  })
})
