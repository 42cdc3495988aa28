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

/** What a store promises of subscriptions. */
export function postsContract(store: () => Store): void {
  describe('subscriptions', () => {
    const subscriptions = () => store().subscriptions
    const idsOf = (found: readonly Subscription[]) => found.map(({ id }) => id)

    it('are found by id and place, with everything they hold', async () => {
      const taste = {
        only: ['code'],
        without: ['surveys'],
        authors: ['Ada Lovelace'],
        watches: [
          { question: 'Does it?', after: 7 },
          { question: 'Is it?', after: 0, answered: '2026-11-25' },
        ],
        alone: true as const,
        likes: ['p-2'],
      }
      const whole = subscriptionOf('a', 5, { to: direct, paused: 'The channel is gone.', ...taste })
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

    it('are found by who asked for them by mail', async () => {
      const by = (id: string, to: PostAddress, owner: string) =>
        subscriptionOf(id, 5, { to, owner: { id: owner } })
      const mail: PostAddress = { platform: 'mail', kind: 'direct', person: 'ada@example.org' }
      for (const one of [
        by('b', mail, 'ada'),
        by('a', mail, 'ada'),
        by('c', mail, 'a%'),
        by('d', channel, 'ada'),
        { ...by('e', mail, 'bob'), topic: '"ada"' },
      ])
        await subscriptions().put(one)
      expect(idsOf(await subscriptions().mailedBy('ada'))).toEqual(['b', 'a'])
      expect(idsOf(await subscriptions().mailedBy('a%'))).toEqual(['c'])
      expect(await subscriptions().mailedBy('%')).toEqual([])
    })

    it('are found for several places at once, oldest first', async () => {
      const other = { ...channel, channel: 'other' }
      for (const [id, to] of [
        ['b', channel],
        ['a', direct],
        ['c', other],
        ['d', channel],
      ] as const)
        await subscriptions().put(subscriptionOf(id, 1, { to }))
      expect(idsOf(await subscriptions().atAny([other, channel], 9))).toEqual(['b', 'c', 'd'])
      expect(idsOf(await subscriptions().atAny([channel, other], 2))).toEqual(['b', 'c'])
      expect(await subscriptions().atAny([{ ...channel, workspace: 'T2' }], 9)).toEqual([])
      expect(await subscriptions().atAny([], 9)).toEqual([])
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

    it('are paused all at once in one workspace, and nowhere else', async () => {
      const workspace = { platform: 'slack', workspace: 'T1' }
      for (const subscription of [
        subscriptionOf('a', 1),
        subscriptionOf('b', 1, { to: { ...workspace, kind: 'direct', person: 'ada' } }),
        subscriptionOf('c', 1, { paused: 'Asked to.' }),
        subscriptionOf('d', 1, { to: { ...channel, workspace: 'T10' } }),
        subscriptionOf('e', 1, { to: { ...channel, platform: 'discord' } }),
        subscriptionOf('f', 1, { to: direct }),
      ])
        await subscriptions().put(subscription)
      expect(await subscriptions().pauseWithin(workspace, 'I was “removed”')).toBe(2)
      expect(await subscriptions().pauseWithin(workspace, 'Something else.')).toBe(0)
      expect(await subscriptions().get('a')).toEqual(subscriptionOf('a', 1, { paused: 'I was “removed”' }))
      expect((await subscriptions().get('c'))?.paused).toBe('Asked to.')
      expect(idsOf(await subscriptions().next(9)).toSorted()).toEqual(['d', 'e', 'f'])
    })

    it('tell by which clocks a workspace goes, that of most first', async () => {
      const workspace = { platform: 'discord', workspace: '10' }
      const of = (id: string, zone: string, more = {}) =>
        subscriptionOf(id, 1, {
          to: { ...workspace, kind: 'channel', channel: `c${id}` },
          schedule: { minute: 540, days: [1], zone },
          ...more,
        })
      for (const subscription of [
        of('a', 'Asia/Tokyo'),
        of('b', 'Europe/Paris'),
        of('c', 'Europe/Paris', { paused: 'Asked to.' }),
        of('d', 'UTC', { to: { ...workspace, workspace: '101', kind: 'channel', channel: 'c' } }),
        of('e', 'UTC', { to: { ...workspace, platform: 'slack', kind: 'channel', channel: 'c' } }),
      ])
        await subscriptions().put(subscription)
      expect(await subscriptions().zonesWithin(workspace)).toEqual(['Europe/Paris', 'Asia/Tokyo'])
      expect(await subscriptions().zonesWithin({ ...workspace, workspace: '1' })).toEqual([])
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

  describe('votes of a place', () => {
    const votes = () => store().votes
    const all = async (place: PostAddress, since = 0) => votes().since(place, second(since), 9)

    it('are one for each person and paper, the latest first', async () => {
      const [ada, bob] = ['ada', 'bob']
      await votes().add(channel, [
        { paper: 'p-1', person: ada, at: second(1) },
        { paper: 'p-1', person: bob, at: second(2) },
        { paper: 'p-2', person: ada, at: second(3) },
        { paper: 'p-1', person: ada, at: second(4) },
      ])
      await votes().add(channel, [{ paper: 'p-1', person: ada, at: second(2) }])
      await votes().add(direct, [{ paper: 'p-3', person: ada, at: second(9) }])
      expect(await all(channel)).toEqual([
        { paper: 'p-1', person: ada, at: second(4) },
        { paper: 'p-2', person: ada, at: second(3) },
        { paper: 'p-1', person: bob, at: second(2) },
      ])
      expect(await all(channel, 4)).toHaveLength(1)
      await votes().remove(channel, { paper: 'p-1', person: ada })
      await votes().remove(channel, { paper: 'p-1', person: ada })
      expect((await all(channel)).map(({ paper, person }) => `${paper} ${person}`)).toEqual([
        'p-2 ada',
        'p-1 bob',
      ])
      expect(await votes().forgetBefore(second(3))).toBe(1)
      expect(await all(channel)).toHaveLength(1)
      expect(await all(direct)).toHaveLength(1)
    })
  })
}
