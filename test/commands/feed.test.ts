import { expect, it } from 'vitest'
import { plainText } from '../../src/replies/plain.ts'
import type { Reply } from '../../src/replies/reply.ts'
import type { PostAddress } from '../../src/store/subscriptions.ts'
import { openShipped, reply } from './shipped-services.ts'

const feedsAt = 'https://papers.example.org/'
const address = /https:\/\/papers\.example\.org\/feeds\/[a-z0-9]{4}-[\w-]{22}\.xml/
const shown = (page: Reply) => address.exec(plainText(page))?.[0]
const typed = ({ actions = [] }: Reply) =>
  actions.map((action) => (action.kind === 'run' ? action.command : ''))

it('gives a daily post an address, which stays until it is revoked', async () => {
  const { handle, services } = await openShipped({ feedsAt })
  await reply(handle, 'subscribe about graphs at 9:00')
  const list = await reply(handle, 'subscriptions')
  expect(shown(list)).toBeUndefined()
  const [one] = await services.store.subscriptions.next(1)
  const id = one?.id ?? ''
  expect(typed(list)).toContain(`feed ${id}`)
  const first = shown(await reply(handle, `feed ${id}`))
  expect(first).toContain(`/feeds/${id}-`)
  expect(shown(await reply(handle, 'feed'))).toBe(first)
  // A change of the post keeps it.
  await reply(handle, `subscribe edit ${id} at 8:00`)
  const known = await reply(handle, 'subscriptions')
  expect(shown(known)).toBe(first)
  expect(JSON.stringify(known.blocks)).not.toContain('"kind":"link"')
  expect(typed(known)).toContain(`feed ${id} off`)
  expect(plainText(await reply(handle, 'feed off'))).toContain('no longer has a feed')
  expect(shown(await reply(handle, 'subscriptions'))).toBeUndefined()
  const second = shown(await reply(handle, `feed ${id}`))
  expect(second).toBeDefined()
  expect(second).not.toBe(first)
})

it('is given and revoked in words', async () => {
  const { handle, services } = await openShipped({ feedsAt })
  await reply(handle, 'subscribe about graphs at 9:00')
  const fed = async () => (await services.store.subscriptions.next(1))[0]?.feed !== undefined
  const [one] = await services.store.subscriptions.next(1)
  for (const [give, revoke] of [
    ['give us a feed', 'revoke the feed'],
    ['what is the feed address?', 'turn off our RSS feed please'],
    [`can I get an atom feed for ${one?.id}`, `stop the feed of ${one?.id}`],
  ] as const) {
    await reply(handle, give)
    expect(await fed(), give).toBe(true)
    await reply(handle, revoke)
    expect(await fed(), revoke).toBe(false)
  }
})

it('is told, and revoked, in a direct message to who made the post, and to nobody else', async () => {
  const { handle, services } = await openShipped({ feedsAt })
  const channel = { platform: 'slack', workspace: 'T1', kind: 'channel', channel: 'C1' } as const
  const say = async (
    line: string,
    id: string,
    posts: PostAddress = { ...at, kind: 'direct', person: id },
  ) => {
    let last = ''
    const where = { platform: 'slack', workspace: 'T1', conversation: id, posts }
    for await (const page of handle({ who: { id }, where, line })) last = plainText(page)
    return last
  }
  await say('subscribe about graphs at 9:00', 'ada', channel)
  const id = (await services.store.subscriptions.next(1))[0]?.id ?? ''
  const fed = async () => (await services.store.subscriptions.get(id))?.feed !== undefined
  expect(await say(`/feed ${id}`, 'bob')).not.toMatch(address)
  expect(await fed()).toBe(false)
  expect(await say(`/feed ${id}`, 'ada')).toMatch(address)
  await say(`/feed ${id} off`, 'bob')
  expect(await fed()).toBe(true)
  expect(await say(`/feed ${id} off`, 'ada')).toContain('no longer has a feed')
  expect(await fed()).toBe(false)
})
const at = { platform: 'slack', workspace: 'T1' } as const

it('says what is missing where there are no feeds', async () => {
  const { handle } = await openShipped()
  await reply(handle, 'subscribe about graphs at 9:00')
  const page = await reply(handle, 'feed')
  expect(plainText(page)).toContain('PUBLIC_URL')
  expect(typed(await reply(handle, 'subscriptions')).join()).not.toContain('feed')
})
