import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import type { PostAddress, Subscription } from '../../src/store/subscriptions.ts'

const second = (at: number) => new Date(at * 1000)
const channel: PostAddress = { platform: 'slack', workspace: 'T1', kind: 'channel', channel: 'C1' }
const direct: PostAddress = { platform: 'discord', kind: 'direct', person: 'ada' }

/** A subscription for tests, due at a second after 1970. */
export function subscriptionOf(id: string, due = 0, more: Partial<Subscription> = {}): Subscription {
  return {
    id,
    to: channel,
    owner: { id: 'ada', name: 'Ada' },
    topic: 'cats “and” dogs',
    schedule: { minute: 540, days: [1, 2, 3, 4, 5], zone: 'Europe/Paris' },
    top: 5,
    quiet: 'silence',
    less: ['p-1'],
    createdAt: second(0),
    nextDue: second(due),
    ...more,
  }
}

/** What a store promises of subscriptions, their posts, leases and sources. */
export function postsContract(store: () => Store): void {
  describe('subscriptions', () => {
    const subscriptions = () => store().subscriptions
    const idsOf = (found: readonly Subscription[]) => found.map(({ id }) => id)

    it('are found by id and place, with everything they hold', async () => {
      const whole = subscriptionOf('a', 5, { to: direct, paused: 'The channel is gone.' })
      const bare: Subscription = { ...subscriptionOf('b'), owner: { id: 'bob' } }
      delete bare.topic
      for (const subscription of [whole, bare]) await subscriptions().put(subscription)
      expect(await subscriptions().get('a')).toEqual(whole)
      expect(await subscriptions().get('b')).toEqual(bare)
      expect(await subscriptions().get('c')).toBeUndefined()
      expect(await subscriptions().at(direct)).toEqual([whole])
      expect(idsOf(await subscriptions().at({ ...channel }))).toEqual(['b'])
      expect(await subscriptions().at({ ...channel, workspace: 'T2' })).toEqual([])
    })

    it('are replaced by their id, and removed once', async () => {
      await subscriptions().put(subscriptionOf('a'))
      await subscriptions().put(subscriptionOf('b'))
      await subscriptions().put(subscriptionOf('a', 9, { to: direct, top: 3 }))
      expect(await subscriptions().get('a')).toEqual(subscriptionOf('a', 9, { to: direct, top: 3 }))
      expect(idsOf(await subscriptions().at(channel))).toEqual(['b'])
      expect(await subscriptions().remove('a')).toBe(true)
      expect(await subscriptions().remove('a')).toBe(false)
      expect(await subscriptions().at(direct)).toEqual([])
    })

    it('are due from their moment on, longest due first, unless they are paused', async () => {
      await subscriptions().put(subscriptionOf('late', 3))
      await subscriptions().put(subscriptionOf('early', 1))
      await subscriptions().put(subscriptionOf('paused', 0, { paused: 'Asked to.' }))
      expect(await subscriptions().due(second(0.5), 9)).toEqual([])
      expect(idsOf(await subscriptions().due(second(1), 9))).toEqual(['early'])
      expect(idsOf(await subscriptions().due(second(9), 9))).toEqual(['early', 'late'])
      expect(idsOf(await subscriptions().due(second(9), 1))).toEqual(['early'])
      expect(idsOf(await subscriptions().next(1))).toEqual(['early'])
      expect(await subscriptions().count()).toEqual({ active: 2, paused: 1 })
    })

    it('move on only from where they are', async () => {
      await subscriptions().put(subscriptionOf('a', 1))
      expect(await subscriptions().advance('a', second(1), second(2))).toBe(true)
      expect(await subscriptions().advance('a', second(1), second(3))).toBe(false)
      expect(await subscriptions().advance('nobody', second(1), second(3))).toBe(false)
      expect((await subscriptions().get('a'))?.nextDue).toEqual(second(2))
    })
  })

  describe('deliveries', () => {
    const deliveries = () => store().deliveries
    const post = (day: string, subscription = 's') => ({ subscription, day, to: channel, due: second(1) })
    const hold = (holder: string, now: number) => ({ holder, now: second(now), until: second(now + 10) })
    const claim = async (day: string, holder = 'one', now = 0) => {
      const claimed = await deliveries().claim(post(day), hold(holder, now))
      if (!claimed) throw new Error(`${day} should have been claimed`)
      return claimed
    }

    it('are claimed once for each day, by one of many', async () => {
      const claims = await Promise.all(
        Array.from({ length: 20 }, (_, index) => deliveries().claim(post('day 1'), hold(`${index}`, 0))),
      )
      expect(claims.filter((claimed) => claimed !== undefined)).toHaveLength(1)
      const other = await claim('day 2')
      expect(other).toMatchObject(post('day 2'))
      expect(other.id.length).toBeLessThanOrEqual(20)
      expect(await deliveries().claim(post('day 1', 'other'), hold('one', 0))).toBeDefined()
    })

    it('are taken over when their holder let the time run out, with what was noted', async () => {
      const { id } = await claim('day 1')
      await deliveries().note(id, { papers: ['a'], posted: null })
      expect(await deliveries().takeOver(hold('two', 9), 9)).toEqual([])
      expect(await deliveries().prolong(id, hold('one', 9))).toBe(true)
      expect(await deliveries().takeOver(hold('two', 18), 9)).toEqual([])
      const taken = await deliveries().takeOver(hold('two', 19), 9)
      expect(taken).toEqual([{ id, ...post('day 1'), progress: { papers: ['a'], posted: null } }])
      expect(await deliveries().takeOver(hold('three', 20), 9)).toEqual([])
      expect(await deliveries().prolong(id, hold('one', 20))).toBe(false)
      expect(await deliveries().prolong(id, hold('two', 20))).toBe(true)
    })

    it('are finished once, and what they showed is known at their place', async () => {
      const { id } = await claim('day 1')
      await deliveries().finish(id, 'sent', ['a', 'b'], second(5))
      await deliveries().finish(id, 'failed', ['c'], second(6))
      await deliveries().note(id, 'late')
      expect(await deliveries().prolong(id, hold('one', 5))).toBe(false)
      expect(await deliveries().takeOver(hold('two', 99), 9)).toEqual([])
      expect(await deliveries().shown(channel, ['a', 'c'])).toEqual(new Map([['a', second(5)]]))
      expect(await deliveries().shown(direct, ['a'])).toEqual(new Map())
      const again = await claim('day 2')
      await deliveries().finish(again.id, 'sent', ['a', 'd'], second(7))
      expect((await deliveries().shown(channel, ['a'])).get('a')).toEqual(second(5))
      expect(await deliveries().of('s', 9)).toEqual([
        { ...again, outcome: 'sent', at: second(7) },
        { id, ...post('day 1'), outcome: 'sent', at: second(5) },
      ])
      expect(await deliveries().of('s', 1)).toHaveLength(1)
    })
  })

  describe('leases', () => {
    const take = (holder: string, now: number) =>
      store().leases.take('sync', { holder, now: second(now), until: second(now + 10) })

    it('belong to one holder until the time runs out or it gives them back', async () => {
      const taken = await Promise.all(['a', 'b', 'c'].map((holder) => take(holder, 0)))
      expect(taken.filter(Boolean)).toHaveLength(1)
      const holder = ['a', 'b', 'c'][taken.indexOf(true)] ?? ''
      expect(await take(holder, 5)).toBe(true)
      expect(await take('d', 14)).toBe(false)
      expect(await take('d', 15)).toBe(true)
      await store().leases.release('sync', holder)
      expect(await take(holder, 16)).toBe(false)
      await store().leases.release('sync', 'd')
      expect(await take(holder, 16)).toBe(true)
    })
  })

  describe('sources', () => {
    it('are remembered by name, with how the last attempt went', async () => {
      const worked = { source: 'huggingface', at: second(1), failures: 0, added: 3, updated: 1 }
      const whole = { ...worked, succeededAt: second(1), cursor: { etag: '"x"', page: [1, null] } }
      await store().syncs.put(worked)
      await store().syncs.put(whole)
      const failed = { ...worked, source: 'arxiv:cs.CL', problem: 'It is down.', failures: 2 }
      await store().syncs.put(failed)
      expect(await store().syncs.get('huggingface')).toEqual(whole)
      expect(await store().syncs.get('nowhere')).toBeUndefined()
      expect(await store().syncs.all()).toEqual([failed, whole])
    })
  })
}
