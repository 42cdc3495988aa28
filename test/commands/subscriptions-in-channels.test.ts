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

  it('are not spoken of where there are none, and why they are not known is told', async () => {
    const say = await open()
    const other: Channels = { known: [{ name: '#other', posts: channelOf('C3') }] }
    expect(await say('subscriptions', direct, other)).not.toContain('channels')
    expect(await say('subscriptions', direct, { why: 'Install the app again.' })).toContain(
      'Install the app again.',
    )
    expect(await say('subscriptions', channelOf('C1'))).not.toContain('In your channels')
  })
})
