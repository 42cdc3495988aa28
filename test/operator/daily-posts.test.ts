import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { createRunner } from '../../src/jobs/runner.ts'
import { onTelemetry, type TelemetryEvent } from '../../src/lib/telemetry.ts'
import { sendDailyPosts } from '../../src/operator/daily-posts.ts'
import type { Adapter, AdapterStatus } from '../../src/platform/adapter.ts'
import { openShipped } from '../commands/shipped-services.ts'
import { subscriptionOf } from '../contracts/store-posts.ts'
import { createPlace } from '../digests/place.ts'

it('sends what is due on a platform while it is connected, and stops when asked to', async () => {
  const { services } = await openShipped()
  const place = createPlace()
  const posting: Adapter = {
    name: 'Slack',
    start: async () => undefined,
    stop: async () => undefined,
    failed: new Promise(() => undefined),
    isConnected: () => true,
    posts: { platform: 'slack', deliver: place.deliver },
  }
  const silent: Adapter = { ...posting, name: 'Discord' }
  delete silent.posts
  let state: AdapterStatus['state'] = 'connecting'
  const stopping = new AbortController()
  const signs: TelemetryEvent[] = []
  const deaf = onTelemetry((sign) => void signs.push(sign))
  await services.store.subscriptions.put({
    ...subscriptionOf('a'),
    nextDue: new Date('2025-03-14T08:00:00Z'),
  })
  const sending = sendDailyPosts(
    {
      adapters: [posting, silent],
      statuses: () => [{ name: 'Slack', state }],
      services,
      runner: createRunner(services),
    },
    stopping.signal,
  )
  await sleep(300)
  expect(place.messages).toEqual([])
  state = 'connected'
  await vi.waitFor(
    async () => expect(await services.store.jobs.ended('posts:slack', 'a', 9)).toHaveLength(1),
    10_000,
  )
  stopping.abort()
  await sending
  expect(new Set(place.messages.map(({ key }) => key)).size).toBe(place.messages.length)
  expect(await services.store.jobs.ended('posts:slack', 'a', 9)).toHaveLength(1)
  expect(signs).toEqual([{ kind: 'post', platform: 'slack', outcome: 'sent' }])
  deaf()
  await services.store.close()
}, 20_000)
