import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Clock } from '../../src/lib/clock.ts'
import type { PaperIds } from '../../src/papers/ids.ts'
import { makePaper } from '../../src/papers/make-paper.ts'
import { makeReady } from '../../src/papers/ready-paper.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { createTestClock, jobsContract } from './store-jobs.ts'
import { leavingContract } from './store-leaving.ts'
import { paceContract } from './store-pace.ts'
import { peopleContract } from './store-people.ts'
import { postsContract } from './store-posts.ts'
import { removedContract } from './store-removed.ts'
import { sharingContract } from './store-sharing.ts'
import { turnsContract } from './store-turns.ts'
import { vectorsContract } from './store-vectors.ts'

/** A database for one test. */
export type DatabaseUnderTest = {
  /** Its `DATABASE_URL`. */
  url: string
  /** Connects to it, where that takes more than its address. */
  open?: (clock?: Clock) => Promise<Store>
  remove(): Promise<void>
}

/** Opens further connections to the database of a test; all are closed when it ends. */
export type Connect = (clock?: Clock) => Promise<Store>

const paper = (title: string, abstract = '', more: Partial<Parameters<typeof makePaper>[0]> = {}) =>
  makePaper({ title, abstract, source: 'test', ...more })
const idsOf = (papers: readonly { id: string }[]) => papers.map(({ id }) => id)

/**
 * What every store promises, whatever the engine: run it once for each.
 *
 * @param engine.shared whether a second connection and other processes see the same papers
 */
export function storeContract(
  name: string,
  { shared }: { shared: boolean },
  makeDatabase: () => Promise<DatabaseUnderTest>,
): void {
  describe(`${name} keeps the contract of a store`, () => {
    let database: DatabaseUnderTest
    let store: Store
    const opened: Store[] = []
    let clock: ReturnType<typeof createTestClock>
    const connect: Connect = async (by) => {
      const connection = await (database.open?.(by) ?? openStore(database.url, by))
      opened.push(connection)
      return connection
    }
    beforeEach(async () => {
      database = await makeDatabase()
      clock = createTestClock()
      store = await connect(clock)
    })
    afterEach(async () => {
      for (const connection of opened.splice(0)) await connection.close()
      await database.remove()
    })

    it('tells which papers were added since a moment, the latest first', async () => {
      expect(await store.papers.added()).toBe(0)
      await store.papers.put([paper('One'), paper('Two')])
      const mark = await store.papers.added()
      expect(await store.papers.addedAfter(mark, 9)).toEqual([])
      await store.papers.put([paper('One', 'Now with an abstract.'), paper('Three'), paper('Four')])
      const titles = (papers: readonly { title: string }[]) => papers.map(({ title }) => title)
      expect(titles(await store.papers.addedAfter(mark, 9))).toEqual(['Four', 'Three'])
      expect(titles(await store.papers.addedAfter(mark, 1))).toEqual(['Four'])
      expect(titles(await store.papers.addedAfter(0, 9)).toSorted()).toEqual(['Four', 'One', 'Three', 'Two'])
    })

    describe('papers', () => {
      const cats = paper('CATS: On Cats', 'We propose CATS. Cats purr at 25 Hz.', {
        ids: { arxiv: '2401.00001' },
      })
      const dogs = paper('On Dogs', 'Dogs bark, says CATS.', { date: '2025-03-13' })

      it('are added once, by id, arXiv id or title', async () => {
        expect(await store.papers.put([cats, dogs])).toEqual({ added: 2, updated: 0, unchanged: 0 })
        const again = [cats, paper('on DOGS'), paper('Cats, renamed', '', { ids: { arxiv: '2401.00001' } })]
        expect(await store.papers.put(again)).toEqual({ added: 0, updated: 0, unchanged: 3 })
        expect(await store.papers.count()).toBe(2)
      })

      it('are the same when they were made ready elsewhere', async () => {
        const ready = [cats, dogs].map(makeReady)
        expect(await store.papers.putReady(ready)).toEqual({ added: 2, updated: 0, unchanged: 0 })
        expect(await store.papers.putReady(ready)).toEqual({ added: 0, updated: 0, unchanged: 2 })
        expect(await store.papers.put([cats, dogs])).toEqual({ added: 0, updated: 0, unchanged: 2 })
        const known = makeReady({ ...dogs, abstract: 'Dogs howl.', upvotes: 3 })
        expect(await store.papers.putReady([known])).toEqual({ added: 0, updated: 1, unchanged: 0 })
        expect(await store.papers.get([dogs.id])).toEqual([{ ...dogs, abstract: 'Dogs howl.', upvotes: 3 }])
        expect(idsOf(await store.words.search(['howling'], 9))).toEqual([dogs.id])
        expect(idsOf(await store.words.search(['bark'], 9))).toEqual([])
        expect(idsOf(await store.words.search(['cats'], 9))).toEqual([cats.id])
      })

      it('are two when they share a title and have different arXiv ids', async () => {
        const comment = (arxiv: string, abstract: string) => paper('A comment', abstract, { ids: { arxiv } })
        const [one, two] = [comment('2401.00001', 'On cats.'), comment('2402.00002', 'On dogs.')]
        expect(await store.papers.put([one, two])).toMatchObject({ added: 2 })
        expect(await store.papers.put([two, one])).toMatchObject({ unchanged: 2 })
        const more = comment('2402.00002', 'On dogs and their tails.')
        expect(await store.papers.put([more])).toMatchObject({ updated: 1 })
        expect(await store.papers.get(['2401.00001', '2402.00002'])).toEqual([one, more])
        expect(await store.papers.put([paper('a comment', '', { upvotes: 3 })])).toMatchObject({ updated: 1 })
        expect((await store.papers.get(['2401.00001']))[0]?.upvotes).toBe(3)
      })

      const titled = (title: string, ids?: PaperIds) => paper(title, '', { ids })
      /** What sources know of one paper: any two share an id or the title, directly or by way of others. */
      const sightings = [
        titled('On Owls', { doi: '10.1000/Owls' }),
        titled('Owls at night', { doi: '10.1000/owls', acl: '2024.acl-long.1' }),
        titled('Owls at night', { acl: '2024.acl-long.1', openreview: 'Owls123456' }),
        titled('Owls: a study', { arxiv: '2403.00003', openreview: 'Owls123456' }),
        titled('owls, a STUDY'),
        titled('Owls: a study', { arxiv: '2403.00003', pubmed: '123' }),
        titled('A paper about owls', { pubmed: '123', semanticScholar: 'CorpusId:7' }),
      ]
      const ids = {
        ...{ doi: '10.1000/owls', acl: '2024.acl-long.1', openreview: 'Owls123456' },
        ...{ arxiv: '2403.00003', pubmed: '123', semanticScholar: 'CorpusId:7' },
      }

      it('enter once with all their ids, in whatever order and in whatever parts they come', async () => {
        const orders = fc.sample(
          fc.record({
            order: fc.shuffledSubarray(sightings, { minLength: sightings.length }),
            part: fc.integer({ min: 1, max: sightings.length }),
          }),
          { numRuns: 4, seed: 7 },
        )
        for (const [round, { order, part }] of orders.entries()) {
          // The same papers again, under ids of their own.
          const own = order.map(({ title, ids }) =>
            titled(
              `${title} ${round}`,
              ids && Object.fromEntries(Object.entries(ids).map(([key, id]) => [key, `${id}${round}`])),
            ),
          )
          for (let start = 0; start < own.length; start += part)
            await store.papers.put(own.slice(start, start + part))
          expect(await store.papers.count()).toBe(round + 1)
          for (const { id } of own) {
            const [found] = await store.papers.get([id])
            const known = Object.entries(found?.ids ?? {}).map(([key, value]) => [key, value.toLowerCase()])
            const wanted = Object.entries(ids).map(([key, value]) => [key, `${value}${round}`.toLowerCase()])
            expect(Object.fromEntries(known)).toEqual(Object.fromEntries(wanted))
          }
          expect(await store.papers.put(own)).toMatchObject({ added: 0 })
          expect(await store.words.search(['owls'], 99)).toHaveLength(round + 1)
        }
        expect(await store.words.frequencies(['owls'])).toEqual(new Map([['owls', orders.length]]))
      })

      it('are found by each of their ids, also while it is typed', async () => {
        await store.papers.put([titled('On Owls', { doi: '10.1000/Owls', pubmed: '123' })])
        for (const key of ['doi:10.1000/owls', 'pubmed:123'])
          expect((await store.papers.get([key]))[0]?.title).toBe('On Owls')
        for (const typed of ['10.1000/ow', 'https://doi.org/10.1000/OWLS'])
          expect((await store.papers.completions(typed, 5)).map(({ title }) => title)).toEqual(['On Owls'])
      })

      it('stay two where an id says so, whatever a third says of both', async () => {
        const one = titled('A comment', { arxiv: '2401.00001' })
        const two = titled('A comment', { arxiv: '2402.00002', doi: '10.1000/two' })
        await store.papers.put([one, two])
        await store.papers.put([titled('A comment', { arxiv: '2401.00001', doi: '10.1000/two' })])
        expect(await store.papers.get(['2401.00001', '2402.00002', 'doi:10.1000/two'])).toEqual([
          one,
          two,
          two,
        ])
      })

      it('never lose what is known of them, and gain what is new', async () => {
        await store.papers.put([paper('On Dogs', '', { upvotes: 3 })])
        expect(await store.papers.put([dogs])).toEqual({ added: 0, updated: 1, unchanged: 0 })
        expect(await store.papers.get([dogs.id])).toEqual([{ ...dogs, upvotes: 3 }])
      })

      it('come in the order asked for, by either id, unknown ones left out', async () => {
        await store.papers.put([cats, dogs])
        expect(await store.papers.get([dogs.id, 'nobody', '2401.00001'])).toEqual([dogs, cats])
      })

      it('are all added or none', async () => {
        const broken = { ...cats, title: undefined } as unknown as typeof cats
        await expect(store.papers.put([dogs, broken])).rejects.toThrow()
        expect(await store.papers.count()).toBe(0)
      })

      it('are counted by day, newest first', async () => {
        const day = (title: string, date: string) => paper(title, '', { date })
        await store.papers.put([day('a', '2025-03-12'), day('b', '2025-03-13'), day('c', '2025-03-13'), cats])
        expect(await store.papers.days(5)).toEqual([
          { date: '2025-03-13', papers: 2 },
          { date: '2025-03-12', papers: 1 },
        ])
        expect(await store.papers.days(1)).toHaveLength(1)
        expect(await store.papers.days(5, '2025-03-12')).toEqual([{ date: '2025-03-12', papers: 1 }])
        expect(await store.papers.days(5, '2025-03-11')).toEqual([])
      })

      it('are listed by the days they were featured or published on, most votes first', async () => {
        const few = paper('Few', '', { date: '2025-03-12', upvotes: 2 })
        const many = paper('Many', '', { date: '2025-03-13', published: '2025-03-01', upvotes: 20 })
        const none = paper('None', '', { published: '2025-03-13' })
        const back = paper('Back', '', { date: '2025-03-13', withdrawn: true })
        expect(await store.papers.newestDay()).toBeUndefined()
        await store.papers.put([few, many, none, back, cats])
        expect(await store.papers.newestDay()).toBe('2025-03-13')
        expect(await store.papers.newestDay('2025-03-12')).toBe('2025-03-12')
        expect(await store.papers.newestDay('2025-02-01')).toBeUndefined()
        expect(await store.papers.between('2025-03-12', '2025-03-13', 9)).toEqual([many, few, none])
        expect(idsOf(await store.papers.between('2025-03-13', '2025-03-13', 1))).toEqual([many.id])
        expect(await store.papers.between('2025-03-01', '2025-03-11', 9)).toEqual([])
      })

      it('keep everything that is known of them', async () => {
        const whole = paper('Whole', 'All of it.', {
          authors: ['A. Example'],
          categories: ['cs.CL', 'cs.IR'],
          code: 'https://example.org/code',
          published: '2025-03-01',
        })
        await store.papers.put([whole])
        expect(await store.papers.get([whole.id])).toEqual([whole])
      })

      it('are found by name, those that introduce it first, and by words of the title', async () => {
        await store.papers.put([dogs, cats, paper('On Dogs and Cats')])
        expect(idsOf(await store.papers.named('cats', 5))).toEqual([cats.id, dogs.id])
        expect((await store.papers.titled('dog on', 5)).map(({ title }) => title)).toEqual([
          'On Dogs',
          'On Dogs and Cats',
        ])
        expect(await store.papers.titled('', 5)).toEqual([])
      })

      it('are completed while their name is typed: by id, name, beginning of the title, words', async () => {
        const training = paper('Training Large Models', '', { date: '2025-03-14' })
        await store.papers.put([dogs, cats, training, paper('Why Training Matters')])
        const titles = async (typed: string, limit = 9) =>
          (await store.papers.completions(typed, limit)).map(({ title }) => title)
        expect(await titles('2401.0')).toEqual(['CATS: On Cats'])
        expect(await titles('cat')).toEqual(['CATS: On Cats', 'On Dogs'])
        expect(await titles('traini')).toEqual(['Training Large Models', 'Why Training Matters'])
        expect(await titles('mod tra')).toEqual(['Training Large Models'])
        expect(await titles('traini', 1)).toEqual(['Training Large Models'])
        expect((await titles(' ')).slice(0, 2)).toEqual(['Training Large Models', 'On Dogs'])
        expect(await titles('%_"*')).toEqual([])
      })
    })

    describe('words', () => {
      it('find papers as soon as they are added, best first, and no more of what was replaced', async () => {
        const empty = paper('Sleep')
        await store.papers.put([empty, paper('Naps', 'Sleep and sleep again.')])
        expect((await store.words.search(['sleep'], 5)).length).toBe(2)
        await store.papers.put([{ ...empty, abstract: 'A study of dreams.' }])
        expect(idsOf(await store.words.search(['dreams'], 5))).toEqual([empty.id])
        expect(await store.words.search([], 5)).toEqual([])
        expect(await store.words.search(['"', 'NEAR(', '*'], 5)).toEqual([])
      })

      it('tell how many papers hold a word, in any of its forms', async () => {
        await store.papers.put([paper('Dreams'), paper('Dreaming of sleep')])
        expect(await store.words.frequencies(['dream', 'sleep', 'cat'])).toEqual(
          new Map([
            ['dream', 2],
            ['sleep', 1],
            ['cat', 0],
          ]),
        )
        expect(await store.words.completions('drea', 5)).toEqual(['dream'])
      })
    })

    describe('how servers want to be asked', () => {
      it('is kept, the last that was found out', async () => {
        await store.dialects.put('openai:m', { format: 'json_object' }, new Date(1_000))
        await store.dialects.put('openai:m', { format: 'text' }, new Date(2_000))
        await store.dialects.put('openai:n', {}, new Date(3_000))
        const kept = { dialect: { format: 'text' }, at: new Date(2_000) }
        expect(await store.dialects.get('openai:m')).toEqual(kept)
        expect(await store.dialects.get('openai:o')).toBeUndefined()
      })
    })

    describe('small facts', () => {
      it('are kept by kind and name, the last that was put, until they are removed', async () => {
        await store.facts.put('place', 'b', { answers: 'mentions' }, new Date(1_000))
        await store.facts.put('place', 'a', 1, new Date(2_000))
        await store.facts.put('place', 'a', { answers: 'questions' }, new Date(3_000))
        await store.facts.put('left', 'a', null, new Date(4_000))
        const kept = { name: 'a', value: { answers: 'questions' }, at: new Date(3_000) }
        expect(await store.facts.get('place', 'a')).toEqual(kept)
        expect(await store.facts.get('place', 'c')).toBeUndefined()
        expect((await store.facts.all('place')).map(({ name }) => name)).toEqual(['a', 'b'])
        await store.facts.remove('place', 'a')
        await store.facts.remove('place', 'a')
        expect((await store.facts.all('place')).map(({ name }) => name)).toEqual(['b'])
        expect(await store.facts.all('left')).toHaveLength(1)
      })
    })

    describe('usage', () => {
      it('is summed up since a moment', async () => {
        const use = { model: 'small', calls: 2, inputTokens: 100, outputTokens: 10 }
        await store.usage.record({ ...use, at: new Date(1_000), cost: 0.5 })
        await store.usage.record({ ...use, at: new Date(2_000), cost: 0.25 })
        await store.usage.record({ ...use, at: new Date(3_000) })
        expect(await store.usage.since(new Date(2_000))).toEqual({
          calls: 4,
          unpriced: 2,
          inputTokens: 200,
          outputTokens: 20,
          cost: 0.25,
        })
        expect(await store.usage.since(new Date(9_000))).toMatchObject({ calls: 0, unpriced: 0, cost: 0 })
      })
    })

    removedContract(() => store)
    vectorsContract(() => store)
    turnsContract(() => store)
    jobsContract(
      () => store,
      () => clock,
    )
    postsContract(() => store)
    peopleContract(() => store)
    leavingContract(() => store)
    paceContract(() => store)
    if (shared) sharingContract(() => database.url, connect)

    it('is closed once, however often', async () => {
      await store.close()
      await store.close()
    })
  })
}
