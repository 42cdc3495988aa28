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
      await subscriptions().put(subscriptionOf('elsewhere', 0, { to: direct }))
      const due = async (at: number, limit = 9) =>
        idsOf(await subscriptions().due('slack', second(at), limit))
      expect(await due(0.5)).toEqual([])
      expect(await due(1)).toEqual(['early'])
      expect(await due(9)).toEqual(['early', 'late'])
      expect(await due(9, 1)).toEqual(['early'])
      expect(idsOf(await subscriptions().next(2))).toEqual(['elsewhere', 'early'])
      expect(idsOf(await subscriptions().next(2, 'slack'))).toEqual(['early', 'late'])
      expect(await subscriptions().count()).toEqual({ active: 3, paused: 1 })
    })

    it('move on only from where they are', async () => {
      for (const id of ['a', 'b']) await subscriptions().put(subscriptionOf(id, 1))
      const moves = [
        { id: 'a', from: second(1), to: second(2) },
        { id: 'a', from: second(1), to: second(3) },
        { id: 'nobody', from: second(1), to: second(3) },
        { id: 'b', from: second(1), to: second(4) },
      ]
      await subscriptions().advance(moves)
      await subscriptions().advance(moves)
      expect((await subscriptions().get('a'))?.nextDue).toEqual(second(2))
      expect((await subscriptions().get('b'))?.nextDue).toEqual(second(4))
    })

    it('are paused for the reason that came first', async () => {
      await subscriptions().put(subscriptionOf('a', 1))
      await subscriptions().pause('a', 'The channel “x” is gone.')
      await subscriptions().pause('a', 'Something else.')
      await subscriptions().pause('nobody', 'Nothing.')
      const paused = subscriptionOf('a', 1, { paused: 'The channel “x” is gone.' })
      expect(await subscriptions().get('a')).toEqual(paused)
      expect(await subscriptions().due('slack', second(9), 9)).toEqual([])
      expect(await subscriptions().count()).toEqual({ active: 0, paused: 1 })
    })

    it('are changed as they are at that moment, all changes one after the other', async () => {
      await subscriptions().put(subscriptionOf('a', 1, { less: [] }))
      const papers = Array.from({ length: 5 }, (_, index) => `paper-${index}`)
      await Promise.all([
        subscriptions().pause('a', 'The channel is gone.'),
        ...papers.map((paper) =>
          subscriptions().change('a', (known) => ({ ...known, less: [...known.less, paper] })),
        ),
      ])
      const changed = await subscriptions().change('a', (known) => ({ ...known, top: 2, nextDue: second(7) }))
      expect(changed).toEqual(await subscriptions().get('a'))
      expect(changed).toMatchObject({ top: 2, nextDue: second(7), paused: 'The channel is gone.' })
      expect(changed?.less.toSorted()).toEqual(papers)
    })

    it('stay gone when they are changed', async () => {
      await subscriptions().put(subscriptionOf('a'))
      await subscriptions().remove('a')
      expect(await subscriptions().change('a', (known) => ({ ...known, top: 1 }))).toBeUndefined()
      expect(await subscriptions().get('a')).toBeUndefined()
    })
  })

  describe('deliveries', () => {
    const deliveries = () => store().deliveries
    const post = (day: string, subscription = 's') => ({
      subscription,
      day,
      kind: 'post' as const,
      to: channel,
      due: second(1),
    })
    const hold = (holder: string, now: number) => ({ holder, now: second(now), until: second(now + 10) })
    const takeOver = (holder: string, now: number) => deliveries().takeOver('slack', hold(holder, now), 9)
    const claim = async (day: string, holder = 'one', now = 0) => {
      const [claimed] = await deliveries().claim([post(day)], hold(holder, now))
      if (!claimed) throw new Error(`${day} should have been claimed`)
      return claimed
    }

    it('are claimed once for each day, by one of many', async () => {
      const due = [post('day 1'), post('day 2'), post('day 1', 'other'), post('day 1')]
      const claims = await Promise.all(
        Array.from({ length: 20 }, (_, index) => deliveries().claim(due, hold(`${index}`, 0))),
      )
      const claimed = claims.flat()
      expect(claimed).toMatchObject(due.slice(0, 3))
      expect(new Set(claimed.map(({ id }) => id)).size).toBe(3)
      for (const { id } of claimed) expect(id.length).toBeLessThanOrEqual(20)
      const notice = {
        ...post('day 1'),
        kind: 'notice' as const,
        to: direct,
        progress: { why: 'It “broke”.' },
      }
      const [told] = await deliveries().claim([notice, notice], hold('one', 0))
      expect(told).toEqual({ ...notice, id: told?.id })
      expect(await deliveries().takeOver('discord', hold('two', 99), 9)).toEqual([told])
    })

    it('are taken over when their holder let the time run out, with what was noted', async () => {
      const { id } = await claim('day 1')
      await deliveries().note(id, { papers: ['a'], posted: null })
      expect(await takeOver('two', 9)).toEqual([])
      expect(await deliveries().prolong(id, hold('one', 9))).toBe(true)
      expect(await takeOver('two', 18)).toEqual([])
      expect(await deliveries().free('slack')).toEqual(second(19))
      expect(await deliveries().free('discord')).toBeUndefined()
      expect(await deliveries().takeOver('discord', hold('two', 19), 9)).toEqual([])
      expect(await takeOver('two', 19)).toEqual([
        { id, ...post('day 1'), progress: { papers: ['a'], posted: null } },
      ])
      expect(await takeOver('three', 20)).toEqual([])
      expect(await deliveries().prolong(id, hold('one', 20))).toBe(false)
      expect(await deliveries().prolong(id, hold('two', 20))).toBe(true)
      expect(await deliveries().prolong(id, { holder: 'two', now: second(21), until: second(21) })).toBe(true)
      expect(await takeOver('three', 21)).toHaveLength(1)
    })

    it('are finished once', async () => {
      const { id } = await claim('day 1')
      await deliveries().finish(id, 'sent', second(5))
      await deliveries().finish(id, 'failed', second(6))
      await deliveries().note(id, 'late')
      await deliveries().choose(id, 'late', [{ paper: 'a', votes: 3 }], second(6))
      expect(await deliveries().prolong(id, hold('one', 5))).toBe(false)
      expect(await takeOver('two', 99)).toEqual([])
      expect(await deliveries().shown(channel, ['a'])).toEqual(new Map())
      const again = await claim('day 2')
      await deliveries().finish(again.id, 'failed', second(7))
      expect(await deliveries().of('s', 9)).toEqual([
        { ...again, outcome: 'failed', at: second(7) },
        { id, ...post('day 1'), outcome: 'sent', at: second(5) },
      ])
      expect(await deliveries().of('s', 1)).toHaveLength(1)
      expect(await deliveries().failures(second(7))).toBe(1)
      expect(await deliveries().failures(second(8))).toBe(0)
    })

    it('are skipped unless they were claimed, and not claimed once they were skipped', async () => {
      const { id } = await claim('day 1')
      const missed = [post('day 1'), post('day 2')]
      await deliveries().skip(missed, second(5))
      await deliveries().skip(missed, second(6))
      expect(await deliveries().claim([post('day 2')], hold('one', 7))).toEqual([])
      expect(await deliveries().of('s', 9)).toMatchObject([
        { day: 'day 2', outcome: 'skipped', at: second(5) },
      ])
      expect(await deliveries().prolong(id, hold('one', 7))).toBe(true)
    })

    it('make the papers chosen for them known at their place, unless they come to nothing', async () => {
      const sent = await claim('day 1')
      const failed = await claim('day 2')
      await deliveries().choose(
        sent.id,
        { papers: 2 },
        [
          { paper: 'a', votes: 3 },
          { paper: 'b', votes: 3 },
        ],
        second(5),
      )
      await deliveries().choose(
        failed.id,
        { papers: 2 },
        [
          { paper: 'a', votes: 3 },
          { paper: 'c', votes: 3 },
        ],
        second(6),
      )
      expect(await deliveries().shown(channel, ['a', 'c', 'd'])).toEqual(
        new Map([
          ['a', { first: second(5), times: 2, votes: 3 }],
          ['c', { first: second(6), times: 1, votes: 3 }],
        ]),
      )
      await deliveries().finish(sent.id, 'sent', second(7))
      await deliveries().finish(failed.id, 'failed', second(7))
      expect(await deliveries().shown(channel, ['a', 'c'])).toEqual(
        new Map([['a', { first: second(5), times: 1, votes: 3 }]]),
      )
      expect(await deliveries().shown(direct, ['a'])).toEqual(new Map())
    })

    it('are forgotten once finished for long, but not what they showed', async () => {
      const { id } = await claim('day 1')
      await claim('day 2')
      await deliveries().choose(id, {}, [{ paper: 'a', votes: 3 }], second(5))
      await deliveries().finish(id, 'sent', second(5))
      expect(await deliveries().forget(second(5))).toBe(0)
      expect(await deliveries().forget(second(6))).toBe(1)
      expect(await deliveries().of('s', 9)).toEqual([])
      expect(await deliveries().shown(channel, ['a'])).toEqual(
        new Map([['a', { first: second(5), times: 1, votes: 3 }]]),
      )
      expect(await takeOver('two', 99)).toHaveLength(1)
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
