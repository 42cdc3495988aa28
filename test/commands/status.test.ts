import { expect, it } from 'vitest'
import { plainText } from '../../src/replies/plain.ts'
import { fetchesOf } from '../../src/store/queues.ts'
import type { Store } from '../../src/store/store.ts'
import type { SyncState } from '../../src/sync/sync.ts'
import { subscriptionOf } from '../contracts/store-posts.ts'
import { openShipped, reply } from './shipped-services.ts'

/** What a process notes of a fetch. */
async function noteFetch({ jobs }: Store, { source, at, succeededAt, ...rest }: SyncState) {
  const hold = { holder: 'fetcher', lasting: 60_000 }
  const [job] = await jobs.add(
    [{ queue: fetchesOf(source), keys: [''], dueAt: new Date(0), payload: null }],
    hold,
  )
  const succeeded = succeededAt && { succeededAt: succeededAt.toISOString() }
  const { cursor: _, ...facts } = rest
  await jobs.note(job?.id ?? '', hold.holder, { source, at: at.toISOString(), ...succeeded, ...facts })
}

it('shows the next daily post, what is paused and what failed, once there are subscriptions', async () => {
  const { services, handle } = await openShipped()
  expect(plainText(await reply(handle, 'status'))).not.toContain('Daily posts')
  const { subscriptions, jobs } = services.store
  const nextDue = new Date('2025-03-17T09:00:00Z')
  for (const id of ['a', 'b']) await subscriptions.put({ ...subscriptionOf(id), nextDue })
  await subscriptions.pause('b', 'The channel is gone.')
  // Failures are dated by the machine's clock, which the clock of these services is behind.
  const failed = {
    queue: 'posts:slack',
    keys: ['a'],
    dueAt: services.clock.now(),
    payload: null,
    series: 'a',
  }
  await jobs.record([failed], 'failed')
  const page = plainText(await reply(handle, 'status'))
  expect(page).toMatch(/1 subscription, 1 paused, next Mon,? 17 Mar/)
  expect(page).toContain('1 in the last week')
})

it('shows when each source was fetched, or its problem', async () => {
  const { services, handle } = await openShipped()
  const at = new Date('2025-03-14T09:00:00Z')
  const { store } = services
  await noteFetch(store, { source: 'huggingface', at, succeededAt: at, failures: 0, added: 1234, updated: 5 })
  const problem = 'export.arxiv.org cannot be reached.'
  await noteFetch(store, { source: 'arxiv:cs.CL', at, failures: 3, problem, added: 0, updated: 0 })
  const page = plainText(await reply(handle, 'status'))
  expect(page).toMatch(/From huggingface.*fetched 14 Mar.*1,234 added, 5 updated/)
  expect(page).toMatch(
    /From arxiv:cs\.CL.*failed 3 times in a row, last 14 Mar.*cannot be reached.*never fetched/,
  )
})

it('tells readers nothing of paths, models, money or what went wrong inside', async () => {
  const { services, handle } = await openShipped({
    engine: {
      version: '1.2.3',
      database: '/srv/papers.sqlite',
      chatModel: 'openai:secret-model',
      dailyBudget: 5,
    },
  })
  const at = new Date('2025-03-14T09:00:00Z')
  const problem = 'inside.example cannot be reached.'
  await noteFetch(services.store, {
    ...{ source: 'huggingface', at, failures: 1, problem },
    ...{ added: 0, updated: 0 },
  })
  const where = { platform: 'slack', conversation: 'T1:C1:1', workspace: 'T1' } as const
  const pages = await Array.fromAsync(handle({ who: { id: 'U1' }, where, line: 'status' }))
  const told = JSON.stringify(pages.at(-1))
  expect(told).toContain('From huggingface')
  expect(told).not.toMatch(/srv|sqlite|secret-model|\$|inside\.example|1\.2\.3/)
  const operator = plainText(await reply(handle, 'status'))
  for (const inside of ['/srv/papers.sqlite', 'secret-model', '$5.00', problem])
    expect(operator).toContain(inside)
})

it('says when the model does not answer, why, and when it is tried again', async () => {
  const engine = { version: '1.2.3', database: 'SQLite', chatModel: 'openai:m' }
  const why = 'The model server cannot be reached or is failing.'
  const { handle } = await openShipped({
    engine: { ...engine, chatModelState: () => ({ kind: 'resting', why, seconds: 12 }) },
  })
  const page = await reply(handle, 'status')
  expect(plainText(page)).toMatch(/openai:m, which failed.*cannot be reached.*tried again in 12 s/)
  expect(page.data).toMatchObject({ chatModelResting: { why, seconds: 12 } })
})
