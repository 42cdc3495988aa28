import { describe, expect, it } from 'vitest'
import { commands } from '../../src/commands/all.ts'
import { createDescribe } from '../../src/commands/describe.ts'
import type { Request } from '../../src/platform/request.ts'
import { plainText } from '../../src/replies/plain.ts'
import type { Reply } from '../../src/replies/reply.ts'
import { openShipped } from './shipped-services.ts'

/** How each command that changes what everybody gets is told to. */
const changes: Readonly<Record<string, string>> = {
  subscribe: 'subscribe about graphs',
  unsubscribe: 'unsubscribe abcd',
  prefer: 'prefer TAROT',
  less: 'less TAROT',
  follow: 'follow Ada Lovelace',
  unfollow: '/unfollow Ada Lovelace',
  watch: 'watch is it fast?',
  unwatch: '/unwatch is it fast?',
  pause: 'pause abcd',
  resume: 'resume abcd',
  feed: 'feed abcd',
  settings: 'settings subscribe everyone',
}

describe('What a command declares', () => {
  it.each(commands.filter((command) => command.changes === 'place'))(
    'of who may use it holds in a channel: $name',
    async ({ name, mayUse }) => {
      const { handle, services } = await openShipped({ feedsAt: 'https://papers.example.org' })
      const posts = { platform: 'slack', workspace: 'T1', kind: 'channel', channel: 'C1' } as const
      const where = { platform: 'slack', workspace: 'T1', conversation: 'c', posts }
      await services.store.subscriptions.put({
        id: 'abcd',
        to: posts,
        owner: { id: 'owner' },
        schedule: { minute: 540, days: [1], zone: 'UTC' },
        top: 3,
        quiet: 'silence',
        less: [],
        createdAt: new Date(0),
        nextDue: new Date('2030-01-01'),
      })
      const say = async (mayManage: boolean, isMember = true) => {
        const line = changes[name]
        if (line === undefined) throw new Error(`Nobody knows how ${name} is told to change something.`)
        const request: Request = {
          who: { id: 'ada' },
          where,
          line,
          mayManage: async () => mayManage,
          isMember: async () => isMember,
        }
        let last: Reply | undefined
        for await (const page of handle(request)) last = page
        return last ? plainText(last) : ''
      }
      const refusal = 'You cannot change what everybody in this channel gets.'
      const member = await say(false)
      if (mayUse === 'managers' || mayUse === 'subscribers') expect(member).toContain(refusal)
      else expect(member).not.toContain(refusal)
      expect(await say(true)).not.toContain(refusal)
      const stranger = await say(false, false)
      if (mayUse === 'members') expect(stranger).toContain('Only members of this workspace')
    },
  )

  it('of itself travels with its line', () => {
    const describe = createDescribe(commands)
    const turn = '3f2b8a10-9c4d-4e5f-8a6b-0123456789ab'
    expect(describe(`evidence ${turn}`)).toMatchObject({
      command: 'evidence',
      audience: 'asker',
      quick: true,
    })
    expect(describe('subscribe')).toMatchObject({ changes: 'place', audience: 'everyone' })
    expect(describe('what is TAROT?')).toMatchObject({ command: 'ask', question: 'what is TAROT?' })
    expect(describe('ask')).not.toHaveProperty('question')
    expect(describe('/ask what is TAROT?')).toMatchObject({ byName: true, question: 'what is TAROT?' })
    expect(describe('what is TAROT?')).not.toHaveProperty('byName')
    for (const line of ['help', 'status', 'forget', 'serach cats', 'stop', 'x'.repeat(5_000)])
      expect(describe(line).audience, line).toBe('asker')
    expect(describe('serach cats')).toMatchObject({ route: { kind: 'suggest' }, quick: true })
    expect(describe('x'.repeat(5_000))).toMatchObject({ route: { kind: 'too-long' }, quick: true })
  })
})
