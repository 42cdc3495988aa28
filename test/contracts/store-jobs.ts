import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { JobLog, NewJob } from '../../src/store/jobs.ts'
import type { Store } from '../../src/store/store.ts'

const second = 1_000

/** A job for tests, known by these keys and due at a second after 1970. */
export function jobOf(keys: readonly string[], due = 0, more: Partial<NewJob> = {}): NewJob {
  return { queue: 'questions:slack', keys, payload: { text: 'why?' }, dueAt: new Date(due * second), ...more }
}

/** A hold for tests that lasts ten seconds. */
export const holdOf = (holder = 'one') => ({ holder, lasting: 10 * second })

/** Leaves a job behind that three processes ended over. */
export async function leaveDeadly(jobs: JobLog, job: NewJob): Promise<void> {
  await jobs.add([job], { holder: 'first', lasting: 0 })
  for (const holder of ['second', 'third']) await jobs.take(job.queue, { holder, lasting: 0 }, 9)
}

/** A clock that stands where tests put it. */
export function createTestClock() {
  let time = 100 * second
  return {
    now: () => new Date(time),
    /** Puts it at a second after 1970. */
    set: (at: number) => {
      time = at * second
    },
  }
}

/** What a store promises of its jobs, whose clock is at second 100 first. */
export function jobsContract(store: () => Store, clock: () => ReturnType<typeof createTestClock>): void {
  const jobs = () => store().jobs
  const queue = 'questions:slack'
  const at = (time: number) => clock().set(time)
  const take = (holder: string, limit = 9, from = queue) => jobs().take(from, holdOf(holder), limit)
  const add = async (...given: Parameters<typeof jobOf>) => {
    const [added] = await jobs().add([jobOf(...given)], holdOf())
    if (!added) throw new Error(`${given[0]} should have been added`)
    return added.id
  }

  describe('a job', () => {
    it('is added once, by any of its keys', async () => {
      await add(['event 1', 'message 1'])
      expect(await jobs().add([jobOf(['event 1'])], holdOf())).toEqual([])
      expect(await jobs().add([jobOf(['event 2', 'message 1'])], holdOf())).toEqual([])
      // What was turned away left no key behind.
      await add(['event 2'])
      await add(['event 3', 'event 3'])
      expect(await jobs().unfinished(queue)).toHaveLength(3)
    })

    it('is apart from those of other queues', async () => {
      await add(['1'])
      await add(['1'], 0, { queue: 'questions:discord' })
      expect(await jobs().unfinished('questions:discord')).toHaveLength(1)
      expect(await jobs().unfinished({ within: 'questions:' })).toHaveLength(2)
      expect(await jobs().unfinished({ within: 'uestions:' })).toEqual([])
    })

    it('is added by one of several at once, among whatever others', async () => {
      const added = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          jobs().add([jobOf(['same', `own ${index}`]), jobOf([`other ${index % 2}`])], holdOf(`${index}`)),
        ),
      )
      expect(added.flat()).toHaveLength(3)
      expect(new Set(added.flat().map(({ id }) => id)).size).toBe(3)
      expect(await jobs().unfinished(queue)).toHaveLength(3)
    })

    it('can be listed while it is not done, longest due first, with what was noted last', async () => {
      const late = await add(['late'], 2)
      const early = await add(['early'], 1)
      expect(await jobs().note(late, 'one', { message: '1.5' })).toBe(true)
      await jobs().note(late, 'one', { message: '2.5', claims: [1, null, true] })
      const common = { queue, payload: { text: 'why?' }, attempts: 1, deaths: 0 }
      expect(await jobs().unfinished(queue)).toEqual([
        { ...common, id: early, notes: undefined, dueAt: new Date(1 * second) },
        {
          ...common,
          id: late,
          notes: { message: '2.5', claims: [1, null, true] },
          dueAt: new Date(2 * second),
        },
      ])
      for (const id of [late, early]) expect(id.length).toBeLessThanOrEqual(20)
    })

    it('keeps any JSON as it is', async () => {
      // As JSON has it: without negative zero.
      const anything = fc.jsonValue().map((value) => z.json().parse(JSON.parse(JSON.stringify(value))))
      await fc.assert(
        fc.asyncProperty(anything, anything, async (payload, notes) => {
          const id = await add([crypto.randomUUID()], 0, { payload })
          await jobs().note(id, 'one', notes)
          const items = await jobs().unfinished(queue)
          expect(items.find((item) => item.id === id)).toMatchObject({ payload, notes })
        }),
        { numRuns: 50 },
      )
    })

    it('is held by one, until the time runs out', async () => {
      const late = await add(['late'], 2)
      const early = await add(['early'], 1)
      await add(['elsewhere'], 0, { queue: 'questions:discord' })
      await jobs().note(early, 'one', 'noted')
      at(109)
      expect(await take('two')).toEqual([])
      expect(await jobs().wait(queue)).toBe(1 * second)
      at(110)
      expect(await jobs().wait(queue)).toBe(0)
      expect(await take('two', 1)).toMatchObject([{ id: early, notes: 'noted', attempts: 2, deaths: 1 }])
      expect(await take('three')).toMatchObject([{ id: late, notes: undefined }])
      at(119)
      expect(await take('four')).toEqual([])
      at(120)
      expect(await take('four')).toMatchObject([
        { id: early, attempts: 3, deaths: 2 },
        { id: late, attempts: 3, deaths: 2 },
      ])
      expect(await jobs().wait('questions:nowhere')).toBeUndefined()
    })

    it('is not begun before it is due, and waits for a holder when none is given', async () => {
      expect(await jobs().add([jobOf(['1'], 130)])).toMatchObject([{ attempts: 0 }])
      expect(await take('one')).toEqual([])
      expect(await jobs().wait(queue)).toBe(30 * second)
      at(130)
      expect(await take('one')).toMatchObject([{ attempts: 1, deaths: 0 }])
    })

    it('can be taken before it is due when its queue is hurried, unless somebody holds it', async () => {
      await add(['held'])
      const waiting = await add(['waiting'])
      await add(['elsewhere'], 0, { queue: 'questions:discord' })
      await jobs().release([waiting], 'one', { wait: 60 * second, ended: true })
      await jobs().hurry('questions:discord')
      expect(await take('two')).toEqual([])
      await jobs().hurry(queue)
      expect(await take('two')).toMatchObject([{ id: waiting }])
    })

    it('stays with a holder who goes on, and with nobody who lost it', async () => {
      const [mine, lost, done] = [await add(['mine']), await add(['lost'], 1), await add(['done'], 2)]
      await jobs().finish(done, 'one')
      at(105)
      expect(await jobs().prolong([mine, done], holdOf())).toEqual([mine])
      at(112)
      expect(await take('two')).toMatchObject([{ id: lost }])
      const all = [mine, lost, done, 'no id of this store']
      expect(await jobs().prolong(all, holdOf())).toEqual([mine])
      // Nobody took it over: late is early enough.
      at(190)
      expect(await jobs().prolong([mine], holdOf())).toEqual([mine])
      at(199)
      expect(await take('three')).toMatchObject([{ id: lost }])
      expect(await jobs().prolong([], holdOf())).toEqual([])
    })

    it('takes notes and an end from its holder alone', async () => {
      const id = await add(['1'])
      at(110)
      await take('two')
      await jobs().note(id, 'two', 'newer')
      expect(await jobs().note(id, 'one', 'older')).toBe(false)
      expect(await jobs().finish(id, 'one', 'sent')).toBe(false)
      await jobs().release([id], 'one', { wait: 0, ended: true })
      expect(await jobs().unfinished(queue)).toMatchObject([{ id, notes: 'newer' }])
      expect(await take('three')).toEqual([])
      expect(await jobs().finish(id, 'two')).toBe(true)
      expect(await jobs().finish(id, 'two')).toBe(false)
      expect(await jobs().note(id, 'two', 'late')).toBe(false)
      expect(await jobs().note('no id of this store', 'two', 'late')).toBe(false)
    })

    it('counts who let the time run out, and not who gave it back or was alive after all', async () => {
      const id = await add(['1'])
      await jobs().release([id], 'one', { wait: 2 * second, ended: false })
      expect(await take('two')).toEqual([])
      at(102)
      expect(await take('two')).toMatchObject([{ id, attempts: 2, deaths: 0 }])
      at(112)
      // It lets the time run out and takes it on again itself.
      expect(await take('two')).toMatchObject([{ attempts: 3, deaths: 0 }])
      at(122)
      expect(await take('three')).toMatchObject([{ attempts: 4, deaths: 1 }])
      at(132)
      expect(await take('four')).toMatchObject([{ attempts: 5, deaths: 2 }])
      await jobs().live('two')
      await jobs().live('two')
      expect(await jobs().unfinished(queue)).toMatchObject([{ attempts: 5, deaths: 1 }])
      await jobs().release([id], 'four', { wait: 0, ended: false })
      expect(await take('five')).toMatchObject([{ deaths: 1 }])
      await jobs().release([id], 'five', { wait: 0, ended: true })
      expect(await take('six')).toMatchObject([{ deaths: 0 }])
    })

    it('is over in its own time when a clock that ran ahead said how long it is held, or waits', async () => {
      at(100_000_000)
      const held = await add(['held'])
      const waiting = await add(['waiting'])
      await jobs().release([waiting], 'one', { wait: 60 * second, ended: true })
      at(100)
      expect(await take('two')).toEqual([])
      expect(await jobs().wait(queue)).toBe(10 * second)
      at(105)
      // A holder that lives goes on.
      await jobs().prolong([held], holdOf())
      at(114)
      expect(await take('two')).toEqual([])
      at(115)
      expect(await take('two')).toMatchObject([{ id: held }])
      at(160)
      expect(await take('three')).toMatchObject([{ id: held }, { id: waiting }])
    })

    it('that is done is known by its keys, but nothing else of it, until it is forgotten', async () => {
      const [old, recent] = [await add(['old']), await add(['recent'])]
      await add(['unfinished'])
      await jobs().finish(old, 'one')
      at(200)
      await jobs().finish(recent, 'one')
      expect(await jobs().unfinished(queue)).toHaveLength(1)
      expect(await jobs().add([jobOf(['old'])])).toEqual([])
      const before = { plain: new Date(150 * second), outcomes: new Date(0) }
      expect(await jobs().forget(before)).toBe(1)
      expect(await jobs().forget(before)).toBe(0)
      expect(await jobs().add([jobOf(['recent'])])).toEqual([])
      expect(await jobs().add([jobOf(['unfinished'])])).toEqual([])
      expect(await add(['old'])).not.toBe(old)
    })

    it('that came to an outcome can be looked up with its series', async () => {
      const post = (day: number, more: Partial<NewJob> = {}) =>
        jobOf([`day ${day}`], day, { series: 's', payload: day, ...more })
      const [first, second2] = [await add(['a'], 1, { series: 's' }), await add(['b'], 2, { series: 's' })]
      await jobs().finish(first, 'one', 'sent')
      at(200)
      await jobs().finish(second2, 'one', 'failed')
      await jobs().record([post(3), post(4, { series: 'other' })], 'skipped')
      await jobs().record([post(3)], 'sent')
      expect(await jobs().add([post(3)])).toEqual([])
      await add(['open'], 9, { series: 's' })
      expect(await jobs().ended(queue, 's', 9)).toMatchObject([
        { payload: 3, outcome: 'skipped', endedAt: new Date(200_000), attempts: 0 },
        { id: second2, outcome: 'failed', endedAt: new Date(200_000), payload: { text: 'why?' } },
        { id: first, outcome: 'sent', endedAt: new Date(100_000) },
      ])
      expect(await jobs().ended(queue, 's', 1)).toHaveLength(1)
      await jobs().record([jobOf(['alone'], 9)], 'failed')
      expect(await jobs().count('failed', new Date(200_000))).toBe(1)
      expect(await jobs().count('failed', new Date(201_000))).toBe(0)
      expect(await jobs().forget({ plain: new Date(0), outcomes: new Date(150_000) })).toBe(1)
      expect(await jobs().ended(queue, 's', 9)).toHaveLength(2)
    })
  })

  describe('papers that were shown', () => {
    const place = { platform: 'slack', workspace: 'T1', kind: 'channel', channel: 'C1' } as const
    const elsewhere = { platform: 'discord', kind: 'direct', person: 'ada' } as const
    const when = (time: number) => new Date(time * second)

    it('are known at their place, unless what showed them came to nothing', async () => {
      const { shown } = store()
      const both = (one: string, other: string) => [one, other].map((paper) => ({ paper, votes: 3 }))
      await shown.add(place, 'post 1', both('a', 'b'), when(5))
      await shown.add(place, 'post 1', both('a', 'b'), when(9))
      await shown.add(place, 'post 2', both('a', 'c'), when(6))
      expect(await shown.at(place, ['a', 'c', 'd'])).toEqual(
        new Map([
          ['a', { first: when(5), times: 2, votes: 3 }],
          ['c', { first: when(6), times: 1, votes: 3 }],
        ]),
      )
      await shown.remove('post 2')
      await shown.remove('post 2')
      expect(await shown.at(place, ['a', 'c'])).toEqual(
        new Map([['a', { first: when(5), times: 1, votes: 3 }]]),
      )
      expect(await shown.at(elsewhere, ['a'])).toEqual(new Map())
    })
  })
}
