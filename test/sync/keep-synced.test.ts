import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { makePaper } from '../../src/papers/make-paper.ts'
import { dueAt, keepSynced } from '../../src/sync/keep-synced.ts'
import type { Source } from '../../src/sync/source.ts'
import { openPlace, type Place } from './place.ts'

let place: Place
beforeEach(async () => {
  place = await openPlace('2026-11-10T12:00:00Z')
})
afterEach(() => place.close())

const log = { debug() {}, info() {}, warn() {}, error() {} }

/** A source that gives one new paper each time, or fails when told to. */
function countingSource() {
  const told = { fetched: 0, failing: false }
  const source: Source = {
    name: 'huggingface',
    interval: 3_600_000,
    async *fetch() {
      told.fetched += 1
      if (told.failing) throw new Error('it is down')
      const paper = makePaper({ title: `Paper ${told.fetched}`, source: 'huggingface' })
      yield { papers: [paper], oddities: [], cursor: told.fetched, at: 'now' }
    },
  }
  return { source, told }
}

/** Runs so many looks of so many instances, `minutes` apart. */
async function look(sources: readonly Source[], looks: number, minutes: number) {
  const onPapers = vi.fn(async () => undefined)
  const stopping = new AbortController()
  let left = looks
  const wait = async () => {
    left -= 1
    if (left === 0) stopping.abort()
    place.setTime(new Date(place.clock.now().getTime() + minutes * 60_000).toISOString())
  }
  await keepSynced({ ...place, sources, log, onPapers, wait }, stopping.signal)
  return onPapers.mock.calls.length
}

it('fetches when an interval is over, and tells when papers came', async () => {
  const { source, told } = countingSource()
  expect(await look([source], 8, 20)).toBe(3)
  expect(told.fetched).toBe(3)
  expect(await place.store.papers.count()).toBe(3)
})

it('lets one of several instances do it', async () => {
  const one = countingSource()
  const stopping = new AbortController()
  const wait = async () => stopping.abort()
  const instance = () =>
    keepSynced(
      { ...place, sources: [one.source], log, onPapers: async () => undefined, wait },
      stopping.signal,
    )
  await Promise.all([instance(), instance(), instance()])
  expect(one.told.fetched).toBe(1)
})

it('tries again after growing waits, never sooner, and forgets them once it works', async () => {
  const { source, told } = countingSource()
  told.failing = true
  await look([source], 31, 1)
  // At 0, 2, 6 and 14 minutes, and at 30.
  expect(told.fetched).toBe(5)
  const state = await place.store.syncs.get('huggingface')
  expect(state).toMatchObject({ failures: 5, problem: 'it is down' })
  expect(dueAt(source, { source: '', at: new Date(0), failures: 99, added: 0, updated: 0 })).toBe(
    6 * 3_600_000,
  )
  told.failing = false
  await look([source], 40, 1)
  expect(await place.store.syncs.get('huggingface')).toMatchObject({ failures: 0, added: 1 })
})

it('fetches when a clock that ran ahead is set right, at once', async () => {
  const { source, told } = countingSource()
  const right = place.clock.now()
  place.setTime(new Date(right.getTime() + 400 * 86_400_000).toISOString())
  await look([source], 1, 0)
  expect(told.fetched).toBe(1)
  place.setTime(right.toISOString())
  await look([source], 3, 20)
  expect(told.fetched).toBe(2)
})
