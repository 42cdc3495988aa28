import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commands } from '../../src/commands/all.ts'
import { createDescribe } from '../../src/commands/describe.ts'
import { createPrefill } from '../../src/commands/prefill.ts'
import { openShipped } from './shipped-services.ts'

const posts = { platform: 'slack', workspace: 'T1', kind: 'channel', channel: 'C1' } as const
const where = { platform: 'slack', workspace: 'T1', conversation: 'c', posts }
const who = { id: 'U1' }

describe('what is known before a form opens', () => {
  let shipped: Awaited<ReturnType<typeof openShipped>>
  beforeAll(async () => {
    shipped = await openShipped()
  })
  afterAll(() => shipped.services.store.close())
  const prefill: ReturnType<typeof createPrefill> = (request) =>
    createPrefill(commands, shipped.services, createDescribe(commands))(request)

  it('a new daily post is on the clock of the person who asks, as it would be stored', async () => {
    const profile = () => Promise.resolve({ zone: 'Asia/Tokyo' })
    expect(await prefill({ who, where, line: 'subscribe', profile })).toEqual({
      title: 'Subscribe',
      to: posts,
      values: {
        about: '',
        at: '9:00',
        days: 'weekdays',
        zone: 'Asia/Tokyo',
        top: '5',
        only: '',
        without: '',
      },
    })
  })

  it('nothing is known of what is not there, of other commands, and of what takes too long', async () => {
    const nothing = { values: {} }
    const slow = () => sleep(5_000, {}, { ref: false })
    expect(await prefill({ who, where, line: 'subscribe edit zzzz' })).toEqual(nothing)
    expect(await prefill({ who, where, line: 'status' })).toEqual(nothing)
    expect(await prefill({ who, where, line: 'what is TAROT?' })).toEqual(nothing)
    expect(await prefill({ who, where, line: 'subscribe', profile: slow })).toEqual(nothing)
  })
})
