import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createArxiv, createArxivTurn } from '../../src/sync/arxiv.ts'
import { addDays } from '../../src/sync/source.ts'
import { type ArxivPaper, startArxiv } from '../fakes/papers/arxiv.ts'
import { openPlace, type Place } from './place.ts'

const pause = 60
const category = 'cs.CL'
const paper = (id: string, submitted: string, more: Partial<ArxivPaper> = {}): ArxivPaper => ({
  id,
  category,
  submitted: `${submitted}T10:00:00Z`,
  ...more,
})
let content: { papers: ArxivPaper[]; announced: ArxivPaper[]; short: { start: number; entries: number }[] }
let server: Awaited<ReturnType<typeof startArxiv>>
let place: Place
beforeEach(async () => {
  content = { papers: [], announced: [], short: [] }
  server = await startArxiv(content, { pause })
  place = await openPlace('2026-11-10T12:00:00Z')
})
afterEach(async () => {
  await place.close()
  await server.close()
})

const turn = () => createArxivTurn(place.jobs, { pause })
const sync = (more: { since?: string } = {}, name = category) =>
  place.sync(createArxiv(name, { http: place.http, turn: turn(), baseUrl: server.url }), more)
const paths = () => server.calls.splice(0).map(({ url }) => url.pathname)

describe('a category of arXiv', () => {
  it('is caught up on by queries, then followed by its feed alone', async () => {
    content.papers = [paper('2611.00001', '2026-11-05'), paper('2610.00001', '2026-10-05')]
    content.announced = [paper('2611.00002', ''), paper('2601.00001', '', { announce: 'replace' })]
    expect(await sync()).toMatchObject({ added: 2 })
    expect(paths()).toEqual(['/api/query', '/api/query', '/rss/cs.CL'])
    place.setTime('2026-11-10T15:00:00Z')
    expect(await sync()).toMatchObject({ added: 0 })
    expect(server.calls.map(({ status }) => status)).toEqual([304])
    content.announced = [paper('2611.00003', '', { announce: 'cross' })]
    expect(await sync()).toMatchObject({ added: 1 })
    const [found] = await place.store.papers.get(['2611.00001'])
    expect(found).toMatchObject({ published: '2026-11-05', source: 'arxiv', authors: ['Ada Example'] })
    expect(found?.abstract).toBe('We study the matter of 2611.00001. It is solved & settled.')
    expect(found).not.toHaveProperty('date')
  })

  it('is caught up on again when the feed was missed for more than a day', async () => {
    await sync()
    paths()
    place.setTime('2026-11-15T12:00:00Z')
    content.papers = [paper('2611.00009', '2026-11-08')]
    expect(await sync()).toMatchObject({ added: 1 })
    expect(paths()).toContain('/api/query')
  })

  it('goes back to an older day when asked to, page by page', async () => {
    content.papers = Array.from({ length: 1_200 }, (_, n) => paper(`2609.${10000 + n}`, '2026-09-02'))
    expect(await sync({ since: '2026-09-01' })).toMatchObject({ added: 1_200 })
    const starts = server.calls.map(({ url }) => url.searchParams.get('start'))
    expect(starts.slice(0, 3)).toEqual(['0', '1000', '0'])
  })

  it.each([
    ['an empty page', { start: 1_000, entries: 0 }],
    ['a short page', { start: 1_000, entries: 300 }],
  ])('is asked again for %s in the middle', async (_, page) => {
    content.papers = Array.from({ length: 2_300 }, (_, n) => paper(`2611.${10000 + n}`, '2026-11-06'))
    content.short = [page]
    expect(await sync()).toMatchObject({ added: 2_300 })
    const starts = server.calls.map(({ url }) => url.searchParams.get('start'))
    expect(starts.slice(0, 4)).toEqual(['0', '1000', '1000', '2000'])
  })

  it('fails when a page stays empty, and goes on there the next time', async () => {
    content.papers = Array.from({ length: 2_300 }, (_, n) => paper(`2611.${10000 + n}`, '2026-11-06'))
    content.short = Array.from({ length: 3 }, () => ({ start: 1_000, entries: 0 }))
    await expect(sync()).rejects.toThrow('arXiv gave 1,000 of 2,300 papers of cat:cs.CL')
    expect(await sync()).toMatchObject({ added: 1_300 })
    expect(await place.store.papers.count()).toBe(2_300)
  })

  it('is asked by query for a day whose feed never came', async () => {
    const days = ['2026-08-10', '2026-08-11', '2026-08-12', '2026-08-13']
    const idsOf = (day: number) => [1, 2, 3].map((n) => `2608.0${day}00${n}`)
    for (const [day, date] of days.entries()) {
      for (const id of idsOf(day)) content.papers.push(paper(id, addDays(date, -1)))
      // On the second day the feed of the first one still stands there.
      const announced = day === 1 ? 0 : day
      content.announced = idsOf(announced).map((id) => paper(id, days[announced] ?? ''))
      for (const hour of ['00', '06', '12', '18']) {
        place.setTime(`${date}T${hour}:30:00Z`)
        await sync()
      }
    }
    expect(await place.store.papers.count()).toBe(12)
  })

  it('is asked once in the pause, by however many at once', async () => {
    await Promise.all([sync(), sync({}, 'cs.IR'), sync({}, 'hep-th')])
    expect(server.calls).toHaveLength(9)
    expect(server.tooSoon).toEqual([])
  })

  it('tells what arXiv says of a wrong category', async () => {
    const said = `<feed><entry><id>http://arxiv.org/api/errors#x</id><title>Error</title><summary>no such category</summary></entry></feed>`
    server.meet({ status: 400, body: said })
    await expect(sync()).rejects.toThrow('no such category')
    expect(await place.store.papers.count()).toBe(0)
  })
})
