import { expect, it } from 'vitest'
import { plainText } from '../../src/replies/plain.ts'
import type { Reply } from '../../src/replies/reply.ts'
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
  expect(plainText(await reply(handle, 'feed off'))).toContain('has no feed any more')
  expect(shown(await reply(handle, 'subscriptions'))).toBeUndefined()
  const second = shown(await reply(handle, `feed ${id}`))
  expect(second).toBeDefined()
  expect(second).not.toBe(first)
})

it('says what is missing where there are no feeds', async () => {
  const { handle } = await openShipped()
  await reply(handle, 'subscribe about graphs at 9:00')
  const page = await reply(handle, 'feed')
  expect(plainText(page)).toContain('PUBLIC_URL')
  expect(typed(await reply(handle, 'subscriptions')).join()).not.toContain('feed')
})
