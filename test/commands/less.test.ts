import { describe, expect, it } from 'vitest'
import type { Request } from '../../src/platform/request.ts'
import { plainText } from '../../src/replies/plain.ts'
import type { Reply } from '../../src/replies/reply.ts'
import type { PostAddress } from '../../src/store/subscriptions.ts'
import { openShipped } from './shipped-services.ts'

const posts = { platform: 'slack', workspace: 'T1', kind: 'channel', channel: 'C1' } as const

const own = { platform: 'slack', workspace: 'T1', kind: 'direct', person: 'ada' } as const

async function open(subscriptionsBy: 'everyone' | 'managers' = 'everyone') {
  const { handle, services } = await openShipped({ subscriptionsBy })
  const say = async (line: string, about: Partial<Request> = {}): Promise<Reply> => {
    const where = { platform: 'slack' as const, conversation: 'thread', posts, own }
    let last: Reply | undefined
    for await (const page of handle({ who: { id: 'ada' }, where, line, ...about })) last = page
    if (!last) throw new Error('no reply')
    return last
  }
  const unwanted = async (at: PostAddress = posts) =>
    (await services.store.subscriptions.at(at)).map(({ less }) => less)
  const [tarot] = await services.store.papers.named('TAROT', 1)
  return { say, unwanted, services, tarot: tarot?.id ?? '' }
}

describe('less', () => {
  it('changes every daily post that comes here, and can be undone', async () => {
    const { say, unwanted, tarot } = await open()
    await say('subscribe at 9:00')
    await say('subscribe about graphs at 10:00')
    const noted = await say(`less ${tarot}`)
    expect(noted.audience).toBe('asker')
    expect(plainText(noted)).toContain('come last in the posts here')
    expect(await unwanted()).toEqual([[tarot], [tarot]])
    expect(noted.actions).toEqual([{ kind: 'run', label: 'Undo', command: `less undo ${tarot}` }])
    await say(`less undo ${tarot}`)
    expect(await unwanted()).toEqual([[], []])
  })

  it('steers what comes to a reader who may not change what comes here, and nobody else', async () => {
    const { say, unwanted, tarot } = await open('managers')
    const reader = { mayManage: async () => false }
    await say('subscribe at 9:00', { who: { id: 'boss' }, mayManage: async () => true })
    expect(plainText(await say(`less ${tarot}`, reader))).toContain('You cannot change what everybody')
    await say('subscribe at 8:00', { where: { platform: 'slack', conversation: 'direct', posts: own } })
    expect(plainText(await say(`less ${tarot}`, reader))).toContain('come last in your own posts')
    expect(await unwanted()).toEqual([[]])
    expect(await unwanted(own)).toEqual([[tarot]])
    await say(`less ${tarot}`, { mayManage: async () => true })
    expect(await unwanted()).toEqual([[tarot]])
  })

  it('remembers a paper once, and the latest twenty', async () => {
    const { say, unwanted, services, tarot } = await open()
    await say('subscribe at 9:00')
    const [day] = await services.store.papers.days(1)
    const papers = await services.store.papers.between(day?.date ?? '', day?.date ?? '', 22)
    for (const { id } of papers) await say(`less ${id}`)
    await say(`less ${papers.at(-1)?.id}`)
    const [less = []] = await unwanted()
    expect(less).toEqual(papers.slice(-20).map(({ id }) => id))
    expect(less).toHaveLength(20)
    expect(tarot).not.toBe('')
  })

  it('says so where no daily post comes, and offers choices for a name that fits several papers', async () => {
    const { say, unwanted } = await open()
    expect(plainText(await say('less TAROT'))).toContain('No daily post comes here')
    await say('subscribe at 9:00')
    const choices = await say('/less click-through')
    expect(choices.tone).toBe('warning')
    expect(choices.actions?.[0]).toMatchObject({ command: expect.stringMatching(/^less \S+$/) })
    expect(await unwanted()).toEqual([[]])
  })

  it('is taken back by wanting more of the same, which is remembered and undone in the same way', async () => {
    const { say, unwanted, services, tarot } = await open()
    const liked = async () => (await services.store.subscriptions.at(posts)).map(({ likes }) => likes)
    await say('subscribe at 9:00')
    await say(`less ${tarot}`)
    const noted = await say(`prefer ${tarot}`)
    expect(plainText(noted)).toContain('come first in the posts here')
    expect([await unwanted(), await liked()]).toEqual([[[]], [[tarot]]])
    const [undo] = noted.actions ?? []
    await say(undo?.kind === 'run' ? undo.command : '')
    expect([await unwanted(), await liked()]).toEqual([[[]], [undefined]])
  })
})
