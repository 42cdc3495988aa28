import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHuggingFace, currentDay } from '../../src/sync/huggingface.ts'
import { syncStateOf } from '../../src/sync/sync.ts'
import { listed, startHuggingFace } from '../fakes/papers/huggingface.ts'
import { openPlace, type Place } from './place.ts'

const days = new Map<string, readonly unknown[]>()
let newest = '2026-11-10'
let server: Awaited<ReturnType<typeof startHuggingFace>>
let place: Place
beforeEach(async () => {
  days.clear()
  newest = '2026-11-10'
  server = await startHuggingFace(days, () => newest)
  place = await openPlace('2026-11-10T12:00:00Z')
})
afterEach(async () => {
  await place.close()
  await server.close()
})

const sync = (more: { since?: string } = {}) => {
  const source = createHuggingFace({ http: place.http, baseUrl: server.url, token: 'hf_x' })
  return place.sync(source, more)
}
const asked = () => server.calls.splice(0).map(({ url }) => url.searchParams.get('date')?.slice(5))

describe("Hugging Face's lists", () => {
  it('are fetched for two weeks, with every page, and empty days stay empty', async () => {
    days.set(
      '2026-11-10',
      Array.from({ length: 130 }, (_, n) => listed(`2611.${10000 + n}`, '2026-11-10')),
    )
    days.set('2026-10-28', [listed('2610.00001', '2026-10-28')])
    days.set('2026-10-27', [listed('2610.00002', '2026-10-27')])
    expect(await sync()).toMatchObject({ added: 131 })
    expect(server.calls).toHaveLength(15)
    expect(server.calls[0]?.headers.authorization).toBe('Bearer hf_x')
    expect(await place.store.papers.days(5)).toEqual([
      { date: '2026-11-10', papers: 130 },
      { date: '2026-10-28', papers: 1 },
    ])
  })

  it('are looked at again for votes: the newest two each time, the others twice a day, older ones never', async () => {
    days.set('2026-11-03', [listed('2611.00001', '2026-11-03')])
    await sync()
    asked()
    place.setTime('2026-11-10T13:00:00Z')
    await sync()
    expect(asked()).toEqual(['11-09', '11-10'])
    days.set('2026-11-03', [listed('2611.00001', '2026-11-03', { upvotes: 40 })])
    place.setTime('2026-11-11T01:00:00Z')
    expect(await sync()).toMatchObject({ added: 0, updated: 1 })
    expect(server.calls.filter(({ status }) => status === 304)).toHaveLength(13)
    expect((await place.store.papers.get(['2611.00001']))[0]).toMatchObject({
      upvotes: 40,
      date: '2026-11-03',
    })
  })

  it('are caught up on after a pause, and a day that is not open yet is no failure', async () => {
    await sync()
    asked()
    place.setTime('2026-12-01T03:00:00Z')
    newest = '2026-11-30'
    await sync()
    expect(asked()).toEqual([...Array.from({ length: 20 }, (_, n) => `11-${n + 11}`), '12-01'])
  })

  it('go back to an older day when asked to, and on from where it stopped when it was stopped', async () => {
    days.set('2026-11-05', [listed('2611.00005', '2026-11-05')])
    server.meet({ body: '[]' }, { body: '[]' }, { body: '[]' }, { status: 404 })
    await expect(sync({ since: '2026-10-01' })).rejects.toThrow('status 404')
    asked()
    await sync({ since: '2026-10-01' })
    expect(asked()[0]).toBe('10-04')
    expect(await place.store.papers.count()).toBe(1)
  })

  it('keep what came before a failure, which is remembered until it works again', async () => {
    days.set('2026-10-28', [listed('2610.00001', '2026-10-28'), { paper: { id: 'x' } }, null])
    server.meet({ status: 503, headers: { 'retry-after': '0' } })
    expect((await sync()).warnings).toHaveLength(2)
    place.setTime('2026-11-11T12:00:00Z')
    server.meet({ body: '<!doctype html><p>Sorry' })
    await expect(sync()).rejects.toThrow('something other than a list')
    expect(await syncStateOf('huggingface', place.store)).toMatchObject({
      failures: 1,
      problem: expect.any(String),
    })
    await sync()
    const state = await syncStateOf('huggingface', place.store)
    expect(state).toMatchObject({ failures: 0, succeededAt: place.clock.now() })
    expect(state).not.toHaveProperty('problem')
  })
})

describe('currentDay', () => {
  it.each([
    ['2026-11-10T02:29:59Z', '2026-11-09'],
    ['2026-11-10T02:30:00Z', '2026-11-10'],
    ['2026-07-10T01:29:59Z', '2026-07-09'],
    ['2026-07-10T01:30:00Z', '2026-07-10'],
    ['2026-11-01T06:30:00Z', '2026-11-01'],
  ])('rolls over at half past nine in New York: %s is %s', (moment, expected) => {
    expect(currentDay(new Date(moment))).toBe(expected)
  })
})
