import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Hold } from '../../src/store/deliveries.ts'
import type { InboxItem, Store } from '../../src/store/store.ts'

/** An item for tests, known by these keys. */
export function itemOf(keys: readonly string[], second = 0, more: Partial<InboxItem> = {}): InboxItem {
  return { keys, platform: 'slack', payload: { text: 'why?' }, at: new Date(second * 1000), ...more }
}

/** A hold for tests that lasts ten seconds from this one on. */
export function holdOf(holder = 'one', second = 0): Hold {
  return { holder, now: new Date(second * 1000), until: new Date((second + 10) * 1000) }
}

/** What a store promises of its inbox. */
export function inboxContract(store: () => Store): void {
  const inbox = () => store().inbox
  const accept = async (...given: Parameters<typeof itemOf>) => {
    const accepted = await inbox().accept(itemOf(...given), holdOf())
    if (!accepted) throw new Error(`${given[0]} should have been accepted`)
    return accepted.id
  }

  describe('the inbox', () => {
    it('accepts an item once, by any of its keys', async () => {
      await accept(['event 1', 'message 1'])
      expect(await inbox().accept(itemOf(['event 1']), holdOf())).toBeUndefined()
      expect(await inbox().accept(itemOf(['event 2', 'message 1']), holdOf())).toBeUndefined()
      // What was turned away left no key behind.
      await accept(['event 2'])
      await accept(['event 3', 'event 3'])
      expect(await inbox().unfinished('slack')).toHaveLength(3)
    })

    it('keeps the platforms apart', async () => {
      await accept(['1'])
      await accept(['1'], 0, { platform: 'discord' })
      expect(await inbox().unfinished('discord')).toHaveLength(1)
    })

    it('gives one of several at once the item', async () => {
      const accepted = await Promise.all(
        Array.from({ length: 20 }, (_, index) => inbox().accept(itemOf(['same', `own ${index}`]), holdOf())),
      )
      expect(accepted.filter((item) => item !== undefined)).toHaveLength(1)
      expect(await inbox().unfinished('slack')).toHaveLength(1)
    })

    it('tells what is unfinished, oldest first, with what was noted last', async () => {
      const late = await accept(['late'], 2)
      const early = await accept(['early'], 1)
      await inbox().note(late, { message: '1.5' })
      await inbox().note(late, { message: '2.5', claims: [1, null, true] })
      expect(await inbox().unfinished('slack')).toEqual([
        { id: early, payload: { text: 'why?' }, at: new Date(1_000), takes: 1 },
        {
          id: late,
          payload: { text: 'why?' },
          state: { message: '2.5', claims: [1, null, true] },
          at: new Date(2_000),
          takes: 1,
        },
      ])
    })

    it('keeps any JSON as it is', async () => {
      // As JSON has it: without negative zero.
      const anything = fc.jsonValue().map((value) => z.json().parse(JSON.parse(JSON.stringify(value))))
      await fc.assert(
        fc.asyncProperty(anything, anything, async (payload, state) => {
          const id = await accept([crypto.randomUUID()], 0, { payload })
          await inbox().note(id, state)
          const items = await inbox().unfinished('slack')
          expect(items.find((item) => item.id === id)).toEqual({
            ...{ id, payload, state },
            at: new Date(0),
            takes: 1,
          })
        }),
        { numRuns: 50 },
      )
    })

    it('still knows the keys of what is finished, but nothing else of it', async () => {
      const id = await accept(['1'])
      await inbox().finish(id)
      await inbox().finish(id)
      await inbox().note(id, 'too late')
      expect(await inbox().unfinished('slack')).toEqual([])
      expect(await inbox().accept(itemOf(['1']), holdOf())).toBeUndefined()
    })

    it('forgets what is finished and old, and only that', async () => {
      const [old, , recent] = [
        await accept(['old'], 1),
        await accept(['unfinished'], 1),
        await accept(['recent'], 3),
      ]
      await inbox().finish(old)
      await inbox().finish(recent)
      expect(await inbox().forget(new Date(3_000))).toBe(1)
      expect(await inbox().forget(new Date(3_000))).toBe(0)
      expect(await inbox().accept(itemOf(['recent']), holdOf())).toBeUndefined()
      expect(await inbox().accept(itemOf(['unfinished']), holdOf())).toBeUndefined()
      const anew = await accept(['old'], 9)
      expect([old, recent]).not.toContain(anew)
    })

    it('has one holder for each item, until the time runs out', async () => {
      const late = await accept(['late'], 2)
      const early = await accept(['early'], 1)
      await accept(['elsewhere'], 0, { platform: 'discord' })
      await inbox().note(early, 'noted')
      expect(await inbox().takeOver('slack', holdOf('two', 9), 9)).toEqual([])
      expect(await inbox().takeOver('slack', holdOf('two', 10), 1)).toEqual([
        { id: early, payload: { text: 'why?' }, state: 'noted', at: new Date(1_000), takes: 2 },
      ])
      expect(await inbox().takeOver('slack', holdOf('three', 10), 9)).toMatchObject([{ id: late }])
      expect(await inbox().takeOver('slack', holdOf('four', 19), 9)).toEqual([])
      expect(await inbox().takeOver('slack', holdOf('four', 20), 9)).toMatchObject([
        { id: early, takes: 3 },
        { id: late, takes: 3 },
      ])
    })

    it('lets holders go on, and tells them what is no longer theirs', async () => {
      const [mine, lost, done] = [
        await accept(['mine']),
        await accept(['lost'], 1),
        await accept(['done'], 2),
      ]
      await inbox().finish(done)
      expect(await inbox().prolong([mine, done], holdOf('one', 5))).toEqual([mine])
      expect(await inbox().takeOver('slack', holdOf('two', 12), 9)).toMatchObject([{ id: lost }])
      const all = [mine, lost, done, 'no id of this store']
      expect(await inbox().prolong(all, holdOf('one', 12))).toEqual([mine])
      // Nobody took it over: late is early enough.
      expect(await inbox().prolong([mine], holdOf('one', 90))).toEqual([mine])
      expect(await inbox().takeOver('slack', holdOf('three', 99), 9)).toMatchObject([{ id: lost }])
      expect(await inbox().prolong([], holdOf('one', 99))).toEqual([])
    })

    it('has what was given back for others at once', async () => {
      const id = await accept(['1'])
      await inbox().prolong([id], { ...holdOf(), until: new Date(2_000) })
      expect(await inbox().takeOver('slack', holdOf('two', 1), 9)).toEqual([])
      expect(await inbox().takeOver('slack', holdOf('two', 2), 9)).toMatchObject([{ id }])
    })

    it('takes notes of items it never had without a word', async () => {
      await inbox().note('12345', 'x')
      await inbox().finish('12345')
      await inbox().finish('no id of this store')
      expect(await inbox().unfinished('slack')).toEqual([])
    })
  })
}
