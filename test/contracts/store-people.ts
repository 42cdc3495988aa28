import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import type { PostAddress } from '../../src/store/subscriptions.ts'
import { jobOf } from './store-jobs.ts'
import { subscriptionOf } from './store-posts.ts'
import { turnOf } from './store-turns.ts'

const at = new Date(1_000)
const mail = (person: string): PostAddress => ({ platform: 'mail', kind: 'direct', person })
const own: PostAddress = { platform: 'slack', workspace: 'T1', kind: 'direct', person: 'ada' }
const nothing = { questions: 0, opinions: 0, votes: 0, subscriptions: 0, shared: 0, addresses: 0 }

/** What a store promises of forgetting a person. */
export function peopleContract(store: () => Store): void {
  describe('a person', () => {
    const ada = { platform: 'slack', id: 'ada', own }

    async function fill(): Promise<void> {
      const { turns, feedback, subscriptions, shown, jobs, facts, votes } = store()
      for (const [id, conversation, person] of [
        ['a', 'T1:C1:1', 'ada'],
        ['b', 'T1:D1:private', 'ada'],
        ['c', 'T1:C1:1', 'bob'],
        ['d', 'T1:C1:1', 'ADA'],
      ] as const)
        await turns.append(turnOf(id, 1, { conversation, person }))
      await feedback.put({ turn: 'c', person: 'ada', rating: 'up', at })
      await feedback.put({ turn: 'a', person: 'bob', rating: 'down', at })
      await feedback.put({ turn: 'c', person: 'bob', rating: 'up', at })
      const bob = { id: 'bob' }
      for (const subscription of [
        subscriptionOf('aa', 0, { to: own }),
        subscriptionOf('ab'),
        subscriptionOf('ac', 0, { to: own, owner: bob }),
        subscriptionOf('ad', 0, { to: mail('ada@example.org') }),
        subscriptionOf('ae', 0, { to: mail('ada@example.org'), asked: own, paused: 'Not confirmed.' }),
        subscriptionOf('ba', 0, { owner: bob, topic: '"ada"' }),
        subscriptionOf('bb', 0, { owner: { id: 'ADA' } }),
        subscriptionOf('bc', 0, { to: { platform: 'discord', kind: 'channel', channel: '1' } }),
        subscriptionOf('bd', 0, {
          to: mail('other@example.org'),
          asked: { platform: 'discord', kind: 'direct', person: 'ada' },
        }),
      ])
        await subscriptions.put(subscription)
      for (const [place, post] of [
        [own, 'one'],
        [mail('ada@example.org'), 'two'],
        [subscriptionOf('ba').to, 'three'],
      ] as const)
        await shown.add(place, post, [{ paper: 'cats', votes: 1 }], at)
      await facts.put('place', JSON.stringify(['slack', 'T1', 'direct', 'ada']), {}, at)
      await facts.put('place', JSON.stringify(['slack', 'T1', 'channel', 'C1']), {}, at)
      for (const [workspace, id, paper] of [
        [{ platform: 'slack', workspace: 'T1' }, 'ada', 'cats'],
        [{ platform: 'slack', workspace: 'T1' }, 'ADA', 'dogs'],
        [{ platform: 'discord', workspace: '1' }, 'ada', 'cats'],
      ] as const)
        await store().workspaces.mark(workspace, 'hidden', [{ paper, by: { id, name: 'ada' }, at }])
      for (const [platform, person] of [
        ['slack', 'ada'],
        ['slack', 'ADA'],
        ['discord', 'ada'],
      ] as const)
        await votes.add({ platform, kind: 'channel', channel: 'C1' }, [{ paper: 'cats', person, at }])
      const posted = (id: string, queue: string) =>
        jobs.record([jobOf([`${id} 2026-01-01 post`], 0, { queue, series: id })], 'sent')
      await posted('aa', 'posts:slack')
      await posted('ad', 'posts:mail')
      await posted('ba', 'posts:slack')
      await jobs.record([jobOf(['ad 2026-01-01 confirm'], 0, { queue: 'posts:mail' })], 'sent')
    }

    it('is forgotten in all places of their platform, and nobody else is', async () => {
      await fill()
      const known = { questions: 2, opinions: 1, votes: 1, subscriptions: 3, shared: 1, addresses: 1 }
      const { people, turns, feedback, subscriptions, shown, jobs, facts } = store()
      expect(await people.knownOf(ada)).toEqual(known)
      expect(await people.knownOf(ada)).toEqual(known)
      expect(await people.forget(ada)).toEqual(known)
      expect(await people.knownOf(ada)).toEqual(nothing)
      expect(await people.forget(ada)).toEqual(nothing)

      const ids = async (within: string) => (await turns.recent({ within }, 9)).map(({ id }) => id)
      expect(await ids('T1:')).toEqual(['d', 'c'])
      expect((await feedback.of('c')).map(({ person }) => person)).toEqual(['bob'])
      expect(await feedback.since(new Date(0))).toEqual({ up: 1, down: 0, wrong: 0 })
      const left = await subscriptions.next(99)
      expect(left.map(({ id }) => id).toSorted()).toEqual(['ba', 'bb', 'bc', 'bd'])
      expect(await subscriptions.get('ae')).toBeUndefined()
      expect((await shown.at(own, ['cats'])).size).toBe(0)
      expect((await shown.at(mail('ada@example.org'), ['cats'])).size).toBe(0)
      expect((await shown.at(subscriptionOf('ba').to, ['cats'])).size).toBe(1)
      const hidden = async (platform: string, workspace: string) =>
        (await store().workspaces.marked({ platform, workspace }, 'hidden', { limit: 9 })).map(
          ({ paper, by }) => `${paper} ${by.id} ${by.name ?? ''}`,
        )
      expect((await hidden('slack', 'T1')).toSorted()).toEqual(['cats erased ', 'dogs ADA ada'])
      expect(await hidden('discord', '1')).toEqual(['cats ada ada'])
      expect((await facts.all('place')).map(({ name }) => name)).toEqual(['["slack","T1","channel","C1"]'])
      const voters = async (platform: string) =>
        (await store().votes.since({ platform, kind: 'channel', channel: 'C1' }, new Date(0), 9)).map(
          ({ person }) => person,
        )
      expect([await voters('slack'), await voters('discord')]).toEqual([['ADA'], ['ada']])
      expect(await jobs.ended('posts:slack', 'aa', 9)).toEqual([])
      expect(await jobs.ended('posts:mail', 'ad', 9)).toEqual([])
      expect(await jobs.ended('posts:slack', 'ba', 9)).toHaveLength(1)
      // The question to the reader held the address, and stood in no series.
      const asking = jobOf(['ad 2026-01-01 confirm'], 0, { queue: 'posts:mail' })
      expect(await jobs.add([asking])).toHaveLength(1)
    })

    it('is an address, of which everything is forgotten however it was typed', async () => {
      await fill()
      const { people, subscriptions, shown, jobs } = store()
      const to = mail('Ada@example.org')
      await subscriptions.put(subscriptionOf('af', 0, { to }))
      await shown.add(to, 'four', [{ paper: 'dogs', votes: 1 }], at)
      const mailed = (id: string, person: string) =>
        jobOf([`${id} 2026-01-02 post`], 0, {
          queue: 'posts:mail',
          series: id,
          payload: { to: mail(person) },
        })
      await jobs.record([mailed('af', 'Ada@example.org'), mailed('bd', 'other@example.org')], 'sent')
      await jobs.add([{ ...mailed('ad', 'ada@example.org') }])
      expect(await people.forgetAddress('ada@example.org')).toEqual({ subscriptions: 3, mails: 2, papers: 2 })
      expect(await people.forgetAddress('ada@example.org')).toEqual({ subscriptions: 0, mails: 0, papers: 0 })
      expect(await jobs.ended('posts:mail', 'af', 9)).toEqual([])
      expect(await jobs.ended('posts:mail', 'bd', 9)).toHaveLength(1)
      expect(await subscriptions.get('bd')).toBeDefined()
      for (const person of ['%', '_da@example.org', 'da@example.org'])
        expect(await people.forgetAddress(person)).toEqual({ subscriptions: 0, mails: 0, papers: 0 })
      expect((await shown.at(own, ['cats'])).size).toBe(1)
    })

    it('is nobody whose id only looks like theirs', async () => {
      await fill()
      for (const id of ['a%', '_da', 'ada"', '!', 'ad'])
        expect(await store().people.forget({ platform: 'slack', id })).toEqual(nothing)
      expect((await store().people.knownOf(ada)).questions).toBe(2)
    })
  })
}
