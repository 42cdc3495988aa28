import { describe, expect, it } from 'vitest'
import { commands } from '../../src/commands/all.ts'
import type { Request } from '../../src/platform/request.ts'
import { plainText } from '../../src/replies/plain.ts'
import type { Changers, Subscription } from '../../src/store/subscriptions.ts'
import { openShipped } from './shipped-services.ts'

/** What a platform says of a person: whether they are a full member, and whether they manage the place. */
const people = {
  guest: { member: false, manages: false },
  stranger: { member: false, manages: false },
  member: { member: true, manages: false },
  manager: { member: true, manages: true },
  admin: { member: true, manages: true },
} as const
type Who = keyof typeof people

/** How a platform fills in a request. On Discord anyone who reads a channel is a member of its server. */
const platforms = {
  slack: (who: Who) => ({ changedBy: 'members' as const, isMember: async () => people[who].member }),
  discord: () => ({ changedBy: 'managers' as const }),
} as const
type Platform = keyof typeof platforms

/** The line that changes something for all, by command. */
const lines: Readonly<Record<string, string>> = {
  subscribe: 'subscribe about graphs at 7:00',
  unsubscribe: 'unsubscribe abcd',
  pause: 'pause abcd',
  resume: 'resume abcd',
  feed: 'feed abcd',
  settings: 'settings subscribe everyone',
  prefer: 'prefer TAROT',
  less: 'less TAROT',
  follow: 'follow Grace Hopper',
  unfollow: '/unfollow Ada Lovelace',
  watch: 'watch is it new?',
  unwatch: '/unwatch is it fast?',
}
const all: readonly Who[] = ['guest', 'stranger', 'member', 'manager', 'admin']
const full: readonly Who[] = ['member', 'manager', 'admin']
const managing: readonly Who[] = ['manager', 'admin']
/** Who may, by what `SUBSCRIPTIONS_BY` says. */
const expected: readonly (readonly [Platform, Changers | undefined, readonly Who[]])[] = [
  ['slack', undefined, full],
  ['slack', 'members', full],
  ['slack', 'managers', managing],
  ['slack', 'everyone', all],
  ['discord', undefined, managing],
  ['discord', 'members', all],
  ['discord', 'managers', managing],
  ['discord', 'everyone', all],
]

const cases = expected.flatMap(([platform, by, may]) =>
  commands
    .filter(({ changes }) => changes === 'place')
    .flatMap(({ name }) =>
      all.map((who) => ({
        platform,
        by,
        name,
        who,
        may: name === 'settings' ? managing.includes(who) : may.includes(who),
      })),
    ),
)

describe('who may change what comes to a channel', () => {
  it.each(cases)('$platform, $by: $name by a $who: $may', async ({ platform, by, name, who, may }) => {
    const { handle, services } = await opened
    const line = lines[name]
    if (line === undefined) throw new Error(`Nobody knows how ${name} is told to change something.`)
    const posts = {
      platform,
      workspace: 'T1',
      kind: 'channel',
      channel: `${platform} ${by} ${name} ${who}`,
    } as const
    const known: Subscription = {
      id: 'abcd',
      to: posts,
      owner: { id: 'owner' },
      schedule: { minute: 540, days: [1], zone: 'UTC' },
      top: 3,
      quiet: 'silence',
      authors: ['Ada Lovelace'],
      watches: [{ question: 'is it fast?', after: 0 }],
      less: [],
      createdAt: new Date(0),
      nextDue: new Date('2030-01-01'),
    }
    await services.store.subscriptions.put(known)
    const before = await stateOf(posts)
    const request: Request = {
      who: { id: who },
      where: { platform, workspace: 'T1', conversation: posts.channel, posts },
      line,
      mayManage: async () => people[who].manages,
      ...platforms[platform](who),
    }
    let shown = ''
    for await (const page of handle[by ?? 'none'](request)) shown = plainText(page)
    expect(JSON.stringify(await stateOf(posts)) !== JSON.stringify(before), shown).toBe(may)
    if (!may) expect(shown).toMatch(/cannot change|Only members/)

    async function stateOf(place: typeof posts) {
      const { subscriptions, facts } = services.store
      return [await subscriptions.at(place), (await facts.all('place')).length]
    }
  })
})

const opened = (async () => {
  const { services } = await openShipped({ feedsAt: 'https://papers.example.org' })
  const { subscriptionsBy: _, ...rest } = services
  const { createHandle } = await import('../../src/commands/handle.ts')
  const by = (subscriptionsBy?: Changers) =>
    createHandle(commands, { ...rest, ...(subscriptionsBy && { subscriptionsBy }) })
  return {
    services,
    handle: { none: by(), members: by('members'), managers: by('managers'), everyone: by('everyone') },
  }
})()
