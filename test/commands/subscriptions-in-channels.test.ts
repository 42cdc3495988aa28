import { describe, expect, it } from 'vitest'
import type { Channels, Request } from '../../src/platform/request.ts'
import { plainText } from '../../src/replies/plain.ts'
import { openShipped } from './shipped-services.ts'

const place = { platform: 'slack', workspace: 'T1' } as const
const channelOf = (channel: string) => ({ ...place, kind: 'channel', channel }) as const
const direct = { ...place, kind: 'direct', person: 'ada' } as const

async function open() {
  const { handle } = await openShipped({ subscriptionsBy: 'everyone' })
  const say = async (line: string, posts: Request['where']['posts'], channels?: Channels) => {
    const where = { ...place, conversation: 'c', ...(posts && { posts }) }
    const asked = { who: { id: 'ada' }, where, line, ...(channels && { channels: async () => channels }) }
    const pages = await Array.fromAsync(handle(asked))
    return pages.map(plainText).at(-1) ?? ''
  }
  await say('subscribe about graphs at 9:00 in Europe/Paris', channelOf('C1'))
  await say('subscribe about diffusion at 8:00 in Europe/Paris', channelOf('C2'))
  return say
}

describe('the daily posts of the channels of a person', () => {
  const known: Channels = { known: [{ name: '#graphs', posts: channelOf('C1') }] }

  it('are told below their own, of those channels alone', async () => {
    const say = await open()
    const none = await say('subscriptions', direct, known)
    expect(none).toContain('No daily posts come here.')
    expect(none).toMatch(
      /In your channels:\s+- #graphs Every weekday at 9:00 \(Europe\/Paris\).*about graphs/,
    )
    expect(none).not.toContain('diffusion at')
    await say('subscribe about optics at 7:00 in Europe/Paris', direct)
    expect(await say('subscriptions', direct, known)).toMatch(
      /One daily post.*optics.*In your channels.*graphs/s,
    )
  })

  it('are not mentioned where there are none, and why they are not known is told', async () => {
    const say = await open()
    const other: Channels = { known: [{ name: '#other', posts: channelOf('C3') }] }
    expect(await say('subscriptions', direct, other)).not.toContain('channels')
    expect(await say('subscriptions', direct, { why: 'Install the app again.' })).toContain(
      'Install the app again.',
    )
    expect(await say('subscriptions', channelOf('C1'))).not.toContain('In your channels')
  })

  it('are told in a channel to the person who asks for them, and to nobody else', async () => {
    const { handle } = await openShipped({ subscriptionsBy: 'everyone' })
    const lookUp = async () => ({
      known: ['C1', 'C2'].map((channel) => ({ name: `#${channel}`, posts: channelOf(channel) })),
    })
    const pageOf = async (line: string) => {
      const where = { ...place, conversation: 'c', posts: channelOf('C1') }
      const pages = await Array.fromAsync(handle({ who: { id: 'ada' }, where, line, channels: lookUp }))
      return pages.at(-1) ?? expect.fail('No page')
    }
    const other = { ...place, conversation: 'd', posts: channelOf('C2') }
    const line = 'subscribe about optics at 7:00'
    await Array.fromAsync(handle({ who: { id: 'bob' }, where: other, line }))
    const open = await pageOf('subscriptions')
    expect(plainText(open)).not.toContain('optics')
    expect(open.audience).toBeUndefined()
    expect(open.actions).toContainEqual(expect.objectContaining({ command: 'subscriptions all' }))
    const own = await pageOf('subscriptions all')
    expect(own.audience).toBe('asker')
    expect(plainText(own)).toMatch(/In your other channels:\s+- #C2 .*optics/)
  })
})
