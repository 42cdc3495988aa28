import { describe, expect, it } from 'vitest'
import type { Request } from '../../src/platform/request.ts'
import { plainText } from '../../src/replies/plain.ts'
import type { Reply } from '../../src/replies/reply.ts'
import { cards, openShipped } from './shipped-services.ts'

async function open(heard?: Request['heard']) {
  const { handle, services } = await openShipped({ subscriptionsBy: 'managers' })
  const say = async (line: string, who = 'ada', channel = 'C1') => {
    const posts = { platform: 'slack', workspace: 'T1', kind: 'channel', channel } as const
    const where = { platform: 'slack', workspace: 'T1', conversation: `${channel} talk`, posts }
    let last: Reply | undefined
    for await (const page of handle({
      who: { id: who },
      where,
      line,
      mayManage: async () => false,
      ...(heard && { heard }),
    }))
      last = page
    return last
  }
  const shown = async (line: string, channel = 'C1') => {
    const page = await say(line, 'ada', channel)
    if (!page) throw new Error('no reply')
    return { text: plainText({ ...page, actions: [] }), cards: cards(page) }
  }
  const [tarot] = await services.store.papers.named('TAROT', 1)
  if (!tarot) throw new Error('no paper')
  return { say, shown, services, tarot }
}

describe('what is trending in a channel', () => {
  it('is what its people liked and linked to, each once a person', async () => {
    const { say, shown, tarot, services } = await open()
    await services.store.papers.put([{ ...tarot, ids: { arxiv: '2503.00001' } }])
    await say('add https://arxiv.org/abs/2503.12345')
    await say('what do you think of https://arxiv.org/abs/2503.00001 ?', 'bob')
    await say('and arxiv.org/abs/2503.00001 again?', 'bob')
    await say(`prefer ${tarot.id}`, 'cleo')
    const here = await shown('trending here')
    expect(here.text).toContain('Trending in this channel in the week up to 14 March 2025:')
    expect(here.cards).toEqual([`1 ${tarot.title}`, '2 Paper 2503.12345'])
    expect(here.text).toContain('2 votes and links here')
    expect(here.text).toContain('1 vote or link here')
    expect((await shown('trending')).cards).toEqual(here.cards)
    expect((await shown('what is trending in this channel this month?')).text).toContain('in the month up to')
    expect((await shown('trending week everywhere')).text).not.toContain('in this channel')
  })

  it('is nothing of other channels, and what all like where nobody voted', async () => {
    const { say, shown, tarot } = await open()
    await say(`prefer ${tarot.id}`)
    expect((await shown('trending here', 'C2')).text).toContain('Nobody has voted for a paper')
    expect((await shown('trending', 'C2')).text).not.toContain('channel')
  })

  it('is taken back, and says that it only counts there where somebody may not steer the posts', async () => {
    const { say, shown, tarot } = await open()
    const page = await say(`prefer ${tarot.id}`)
    expect(page?.summary).toContain('Counted: a vote for')
    await say(`prefer undo ${tarot.id}`)
    expect((await shown('trending here')).text).toContain('Nobody has voted')
  })

  it('is counted of lines that were only heard, too', async () => {
    const { say, tarot, services } = await open('overheard')
    await services.store.papers.put([{ ...tarot, ids: { arxiv: '2503.00001' } }])
    await say('look at this: https://arxiv.org/abs/2503.00001', 'bob')
    const channel = { platform: 'slack', workspace: 'T1', kind: 'channel', channel: 'C1' } as const
    expect(await services.store.votes.since(channel, new Date(0), 9)).toMatchObject([
      { paper: tarot.id, person: 'bob' },
    ])
  })
})
