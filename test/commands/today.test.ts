import { describe, expect, it } from 'vitest'
import { plainText } from '../../src/replies/plain.ts'
import { cards, openShipped, reply } from './shipped-services.ts'

describe('today', () => {
  it('lists the newest day, whose numbers work in the next line', async () => {
    const { handle } = await openShipped()
    const shown = await reply(handle, 'today')
    expect(cards(shown)).toHaveLength(5)
    expect(shown.summary).toMatch(/^\d+ papers of \d+ March 2025$/)
    const [, title = ''] = /^1 (.*)$/.exec(cards(shown)[0] ?? '') ?? []
    expect((await reply(handle, 'show 1')).summary).toContain(title.slice(0, 40))
  })

  it('knows no newest day later than tomorrow, for one slip would stay the newest', async () => {
    const { handle, services } = await openShipped()
    const before = [await reply(handle, 'today'), await reply(handle, 'trending')]
    const [paper] = await services.store.papers.between('2025-01-01', '2025-12-31', 1)
    if (!paper) throw new Error('no papers')
    const { ids: _, ...other } = paper
    await services.store.papers.put([
      { ...other, id: 'slip', title: 'A slip of a date', date: '9999-12-31', upvotes: 900 },
    ])
    const after = [await reply(handle, 'today'), await reply(handle, 'trending')]
    expect(after.map(({ summary }) => summary)).toEqual(before.map(({ summary }) => summary))
    expect(JSON.stringify(after)).not.toContain('A slip of a date')
    expect(plainText(await reply(handle, 'status'))).not.toContain('9999')
    expect(cards(await reply(handle, 'today 9999-12-31'))).toEqual(['1 A slip of a date'])
    const tomorrow = { ...other, id: 'early', title: 'An early list', date: '2025-03-15' }
    await services.store.papers.put([tomorrow])
    expect(cards(await reply(handle, 'today'))).toEqual(['1 An early list'])
  })

  it('says which days there are when there is none', async () => {
    const { handle } = await openShipped()
    const none = plainText(await reply(handle, 'today 1 Jan 2020'))
    expect(none).toContain('There are no papers from 1 January 2020.')
    expect(none).toMatch(/There are papers from \d+ March 2025/)
    expect((await reply(handle, 'today soonish')).summary).toBe('“soonish” is not a date I understand.')
  })
})

describe('trending', () => {
  it('puts many votes first and lets older ones fade', async () => {
    const { handle, services } = await openShipped()
    const [newest] = await services.store.papers.days(1)
    const last = newest?.date ?? ''
    const before = new Date(Date.parse(last) - 5 * 86_400_000).toISOString().slice(0, 10)
    const [a, b, c] = await services.store.papers.between(last, last, 3)
    if (!a || !b || !c) throw new Error('no papers')
    const { date: _, ...undated } = c
    await services.store.papers.put([
      { ...a, upvotes: 30 },
      { ...b, upvotes: 20 },
      { ...undated, id: 'older', title: 'An older paper', date: before, upvotes: 50 },
    ])
    const trending = await reply(handle, 'trending week')
    expect(cards(trending).slice(0, 3)).toEqual([`1 ${a.title}`, `2 ${b.title}`, '3 An older paper'])
    const button = trending.actions?.find(({ label }) => label === 'Cite')
    const cited = await reply(handle, button?.kind === 'run' ? button.command : '')
    expect(cited.summary).toMatch(/^Cite \d+ papers$/)
  })
})
