import { beforeEach, describe, expect, it } from 'vitest'
import type { Handle } from '../../src/platform/request.ts'
import { plainText } from '../../src/replies/plain.ts'
import type { Reply } from '../../src/replies/reply.ts'
import type { Store } from '../../src/store/store.ts'
import { subscriptionOf } from '../contracts/store-posts.ts'
import { turnOf } from '../contracts/store-turns.ts'
import { openShipped } from './shipped-services.ts'

let handle: Handle
let store: Store
beforeEach(async () => {
  const opened = await openShipped()
  handle = opened.handle
  store = opened.services.store
  for (const person of ['ada', 'ada', 'bob']) await say('search click-through rate', person)
})

async function say(line: string, person = 'ada', mayManage?: boolean): Promise<Reply> {
  const where = { platform: 'slack', conversation: 'thread' } as const
  const may = mayManage === undefined ? {} : { mayManage: () => Promise.resolve(mayManage) }
  const pages = await Array.fromAsync(handle({ who: { id: person }, where, line, ...may }))
  const last = pages.at(-1)
  if (!last) throw new Error('No reply')
  return last
}

const lineOf = ({ actions = [] }: Reply): string => {
  const [action] = actions
  return action?.kind === 'run' ? action.command : ''
}
const known = async () => (await store.turns.recent('thread', 9)).map(({ person }) => person)

describe('forget', () => {
  it('asks first, then forgets what one asked oneself', async () => {
    const sure = await say('forget')
    expect(sure).toMatchObject({
      audience: 'asker',
      summary: expect.stringContaining('your 2 questions here'),
    })
    expect(await known()).toHaveLength(3)
    const done = plainText(await say(lineOf(sure)))
    expect(done).toContain('Forgotten: 2 questions')
    expect(done).toContain('1 question that others asked')
    expect(done).toContain('after 90 days')
    expect(await known()).toEqual(['bob'])
    expect(plainText(await say('forget'))).toContain('I remember nothing you asked here')
  })

  it('means every thread of a conversation with Paperboy alone, and nothing else', async () => {
    const at = async (conversation: string, line: string) => {
      const where = { platform: 'slack', conversation, within: 'T1:D1:' } as const
      return (await Array.fromAsync(handle({ who: { id: 'ada' }, where, line }))).at(-1)
    }
    for (const thread of ['T1:D1:1', 'T1:D1:2', 'T1:D10:3', 'T1:C1:4']) await at(thread, 'search graphs')
    expect((await at('T1:D1:9', 'forget'))?.summary).toContain('your 2 questions here')
    expect(plainText((await at('T1:D1:9', 'forget yes')) ?? (await say('help')))).toContain(
      'Forgotten: 2 questions',
    )
    const left = await Promise.all(
      ['T1:D1:1', 'T1:D1:2', 'T1:D10:3', 'T1:C1:4', 'thread'].map(
        async (name) => (await store.turns.recent(name, 9)).length,
      ),
    )
    expect(left).toEqual([0, 0, 1, 1, 3])
  })

  it('means what one asked in private beside it, and not what others did', async () => {
    const at = async (person: string, line: string, besides?: readonly string[]) => {
      const where = {
        platform: 'discord',
        conversation: besides ? 'C1:ada' : `C1:${person}:private`,
        ...(besides && { besides }),
      }
      return (await Array.fromAsync(handle({ who: { id: person }, where, line }))).at(-1)
    }
    await at('ada', 'search graphs')
    await at('bob', 'search graphs')
    const besides = ['C1:ada:private', 'C1:bob:private']
    expect((await at('ada', 'forget', besides))?.summary).toContain('your question here')
    expect((await at('ada', 'forget yes', besides))?.summary).toContain('Forgotten: 1 question')
    expect((await at('ada', 'forget', besides))?.summary).toContain('I remember nothing')
    expect(await store.turns.recent('C1:bob:private', 9)).toHaveLength(1)
  })

  it('all takes somebody who may', async () => {
    expect(await say('forget all', 'ada', false)).toMatchObject({ tone: 'error' })
    expect(await say('forget all yes', 'ada')).toMatchObject({ tone: 'error' })
    expect(await known()).toHaveLength(3)
    const sure = await say('forget all', 'ada', true)
    expect(sure.summary).toContain('all 3 questions')
    await say(lineOf(sure), 'ada', true)
    expect(await known()).toEqual([])
  })

  it('all needs nobody else where nobody else asked', async () => {
    await say('forget yes', 'bob')
    await say('forget all yes', 'ada')
    expect(await known()).toEqual([])
    expect(plainText(await say('forget'))).toContain('I remember nothing of this conversation')
  })

  it('takes what was thought of the answers with it', async () => {
    await say('feedback up')
    await say('forget all yes', 'ada', true)
    expect(await store.feedback.since(new Date(0))).toEqual({ up: 0, down: 0, wrong: 0 })
    expect(await say('evidence')).toMatchObject({ tone: 'warning' })
  })

  it('me everywhere asks first, tells what there is, and then what it was', async () => {
    const own = { platform: 'slack', workspace: 'T1', kind: 'direct', person: 'ada' } as const
    const channel = { platform: 'slack', workspace: 'T1', kind: 'channel', channel: 'C1' } as const
    await store.subscriptions.put(subscriptionOf('aa', 0, { to: own }))
    await store.subscriptions.put(subscriptionOf('ab', 0, { to: channel }))
    await store.subscriptions.put(
      subscriptionOf('ac', 0, { to: { platform: 'mail', kind: 'direct', person: 'ada@example.org' } }),
    )
    await store.turns.append(turnOf('elsewhere', 1, { conversation: 'T1:D1:private', person: 'ada' }))
    const sure = await say('forget me everywhere')
    const things = '3 questions, 2 subscriptions, 1 address'
    expect(sure).toMatchObject({ audience: 'asker', summary: expect.stringContaining(things) })
    expect(plainText(sure)).toContain('One of the subscriptions posts where others read it, too.')
    expect(await known()).toHaveLength(3)
    const done = await say(lineOf(sure))
    expect(done).toMatchObject({
      audience: 'asker',
      summary: `Forgotten: ${things}.`,
      data: { forgotten: 3, opinions: 0, subscriptions: 2, addresses: 1 },
    })
    expect(await known()).toEqual(['bob'])
    expect(await store.turns.get('elsewhere')).toBeUndefined()
    expect(await store.subscriptions.get('ab')).toBeUndefined()
    expect((await say('delete my data')).summary).toContain('I have no questions, opinions or subscriptions')
  })
})
