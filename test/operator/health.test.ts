import { expect, it } from 'vitest'
import { systemClock } from '../../src/lib/clock.ts'
import { checkHealth } from '../../src/operator/health.ts'
import type { AdapterStatus } from '../../src/platform/adapter.ts'
import { openStore } from '../../src/store/open.ts'

const connected: AdapterStatus[] = [
  { name: 'Slack', state: 'connected' },
  { name: 'Discord', state: 'connected' },
]

it('is good while the database answers and every platform is connected', async () => {
  const store = await openStore('sqlite::memory:')
  const check = (adapters: readonly AdapterStatus[]) =>
    checkHealth({ store, clock: systemClock, adapters: () => adapters })
  expect(await check(connected)).toEqual({ healthy: true })
  expect(await check([{ name: 'Slack', state: 'reconnecting' }])).toEqual({
    healthy: false,
    problems: ['Slack is reconnecting.'],
  })
  await store.close()
  const { problems } = { problems: [], ...(await check(connected)) }
  expect(problems).toHaveLength(1)
})

it('is bad when the database is silent, without waiting for it', async () => {
  const usage = { record: async () => undefined, since: () => new Promise<never>(() => undefined) }
  const health = await checkHealth({ store: { usage }, clock: systemClock, adapters: () => connected })
  expect(health).toEqual({ healthy: false, problems: ['The database does not answer.'] })
})
