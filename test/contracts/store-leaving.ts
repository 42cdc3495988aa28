import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import type { PostAddress } from '../../src/store/subscriptions.ts'
import { jobOf } from './store-jobs.ts'
import { subscriptionOf } from './store-posts.ts'
import { turnOf } from './store-turns.ts'

const at = (second: number) => new Date(second * 1_000)
const gone = { platform: 'discord', workspace: '10' }
const channel = (workspace: string, platform = 'discord'): PostAddress => ({
  ...{ platform, workspace, kind: 'channel', channel: `c${workspace}` },
})

/** What a store promises of workspaces that took Paperboy out. */
export function leavingContract(store: () => Store): void {
  describe('a workspace that took Paperboy out', () => {
    const others = [
      { platform: 'discord', workspace: '101' },
      { platform: 'slack', workspace: '10' },
    ]

    /** The same in each of them, and what belongs to none. */
    async function fill(): Promise<void> {
      const { turns, feedback, subscriptions, shown, jobs, facts, workspaces } = store()
      for (const of of [gone, ...others]) {
        const { platform, workspace } = of
        const name = `${platform} ${workspace}`
        const to = channel(workspace, platform)
        await turns.append(turnOf(name, 1, { conversation: `${workspace}:1`, workspace: of }))
        await feedback.put({ turn: name, person: 'bob', rating: 'up', at: at(1) })
        await subscriptions.put(subscriptionOf(name, 1, { to }))
        await shown.add(to, name, [{ paper: 'cats', votes: 1 }], at(1))
        await facts.put('place', JSON.stringify([platform, workspace, 'channel', 'c1']), {}, at(1))
        await workspaces.mark(of, 'hidden', [{ paper: 'cats', by: { id: 'ada' }, at: at(1) }])
        const posted = jobOf([`${name} post`], 0, {
          queue: `posts:${platform}`,
          series: name,
          payload: { to },
        })
        await jobs.record([posted], 'sent')
      }
      await turns.append(turnOf('direct', 1, { conversation: '10:2' }))
      await subscriptions.put(
        subscriptionOf('direct', 1, { to: { platform: 'discord', kind: 'direct', person: '10' } }),
      )
    }

    /** What is kept under a name. */
    async function keptOf({ platform, workspace }: typeof gone) {
      const name = `${platform} ${workspace}`
      const { turns, feedback, subscriptions, shown, jobs, facts, workspaces } = store()
      const places = (await facts.all('place')).filter((fact) =>
        fact.name.startsWith(`["${platform}","${workspace}",`),
      )
      return [
        (await turns.get(name)) ? 1 : 0,
        (await feedback.of(name)).length,
        (await subscriptions.get(name)) ? 1 : 0,
        (await shown.at(channel(workspace, platform), ['cats'])).size,
        places.length,
        (await workspaces.marked({ platform, workspace }, 'hidden', { limit: 9 })).length,
        (await jobs.ended(`posts:${platform}`, name, 9)).length,
      ]
    }
    const all = [1, 1, 1, 1, 1, 1, 1]
    const nothing = [0, 0, 0, 0, 0, 0, 0]

    it('is forgotten once it did so long enough ago, and no other is', async () => {
      await fill()
      await store().leaving.mark(gone, at(100))
      await store().leaving.mark(gone, at(900))
      expect(await store().leaving.forgetLeft(at(100))).toEqual([])
      expect(await keptOf(gone)).toEqual(all)
      expect(await store().leaving.forgetLeft(at(101))).toEqual([gone])
      expect(await keptOf(gone)).toEqual(nothing)
      for (const other of others) expect(await keptOf(other)).toEqual(all)
      expect(await store().turns.get('direct')).toBeDefined()
      expect(await store().subscriptions.get('direct')).toBeDefined()
      expect(await store().leaving.forgetLeft(at(9_999))).toEqual([])
      // Its jobs are gone with their keys.
      const again = jobOf(['discord 10 post'], 0, { queue: 'posts:discord' })
      expect(await store().jobs.add([again])).toHaveLength(1)
    })

    it('is kept when it invites Paperboy again', async () => {
      await fill()
      await store().leaving.mark(gone, at(100))
      expect(await store().leaving.unmark(gone)).toBe(true)
      expect(await store().leaving.unmark(gone)).toBe(false)
      expect(await store().leaving.forgetLeft(at(9_999))).toEqual([])
      expect(await keptOf(gone)).toEqual(all)
      await store().leaving.mark(gone, at(500))
      expect(await store().leaving.forgetLeft(at(499))).toEqual([])
    })

    it('is known as long as anything of it is kept, and so are the others of its platform', async () => {
      await fill()
      await store().leaving.mark(gone, at(100))
      await store().leaving.mark({ platform: 'discord', workspace: '7' }, at(100))
      const known = await store().leaving.known('discord')
      expect(known.toSorted((one, other) => Number(one.workspace) - Number(other.workspace))).toEqual([
        { workspace: '7', isLeft: true },
        { workspace: '10', isLeft: true },
        { workspace: '101', isLeft: false },
      ])
      expect(await store().leaving.known('slack')).toEqual([{ workspace: '10', isLeft: false }])
    })
  })
}
