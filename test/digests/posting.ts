import { randomUUID } from 'node:crypto'
import type { Compose } from '../../src/digests/composition.ts'
import { toDelivery } from '../../src/digests/delivery.ts'
import { nextRun } from '../../src/digests/schedule.ts'
import { createSender, type SenderParts } from '../../src/digests/send.ts'
import { createRunner } from '../../src/jobs/runner.ts'
import type { Clock } from '../../src/lib/clock.ts'
import type { Log } from '../../src/lib/log.ts'
import type { Paper } from '../../src/papers/paper.ts'
import { openStore } from '../../src/store/open.ts'
import { sendingOf } from '../../src/store/queues.ts'
import type { Store } from '../../src/store/store.ts'
import type { PostAddress, Subscription } from '../../src/store/subscriptions.ts'
import { createPlace } from './place.ts'

export const minute = 60_000
export const hour = 60 * minute
export const channelOf = (channel: string): PostAddress => ({
  platform: 'slack',
  workspace: 'T1',
  kind: 'channel',
  channel,
})
export const channel = channelOf('C1')
export const owner: PostAddress = { platform: 'slack', workspace: 'T1', kind: 'direct', person: 'ada' }
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
export const papers: readonly Paper[] = ['One', 'Two'].map((name) => ({
  id: `p-${name.toLowerCase()}`,
  title: `Paper ${name}`,
  abstract: `${name} is a paper.`,
  url: 'https://example.org/',
  source: 'page',
}))

/** Chooses both papers for every post. */
export const composeBoth: Compose = async () => ({
  turn: randomUUID(),
  choices: papers.map(({ id, abstract }) => ({
    paper: id,
    why: 'new',
    votes: 0,
    gist: [{ text: abstract, cites: [{ id: `${id}.1`, paper: id, text: abstract }] }],
  })),
})
export const composeNothing: Compose = async () => ({ turn: randomUUID(), choices: [] })

/** A store with papers, a clock that stands still, and what sends posts to a place of the tests. */
export async function startPosting(now = '2026-11-25T08:00:00Z') {
  let time = Date.parse(now)
  const clock = { now: () => new Date(time) }
  const store = await openStore('sqlite::memory:', clock)
  await store.papers.put(papers)
  const place = createPlace()

  /** Another process, so to speak, on the same store. */
  const sender = (parts: Partial<SenderParts> = {}) => {
    const runner = createRunner({ store: { jobs: parts.store?.jobs ?? store.jobs }, clock, log: silentLog })
    const sendDue = createSender({
      runner,
      store,
      platform: 'slack',
      deliver: place.deliver,
      isConnected: () => true,
      compose: composeBoth,
      clock,
      log: silentLog,
      concurrency: 4,
      longestAttempt: minute,
      ...parts,
    })
    /** Sends what is due, unless another process is at it. */
    return async (stopping?: AbortSignal) => {
      const lead = await runner.lease(sendingOf('slack'), true)
      if (!lead) return
      try {
        await sendDue(lead, stopping ?? lead.signal)
      } finally {
        await lead.release()
      }
    }
  }
  return {
    store,
    place,
    clock,
    sender,
    pass(milliseconds: number) {
      time += milliseconds
    },
    /** Sends what is due at this moment, to the end. */
    async send(parts: Partial<SenderParts> = {}) {
      await drain(sender(parts), store, clock)
    },
    /** Daily at 9:00 in Paris, which is 8:00 UTC in November. */
    async subscribe(id: string, more: Partial<Subscription> = {}): Promise<Subscription> {
      const schedule = { minute: 540, days: [1, 2, 3, 4, 5, 6, 7] as const, zone: 'Europe/Paris' }
      const createdAt = new Date(time - 24 * hour)
      const nextDue = nextRun(more.schedule ?? schedule, createdAt).at
      const common = { owner: { id: 'ada' }, top: 5, quiet: 'silence' as const, less: [] }
      const subscription = { id, to: channel, schedule, createdAt, nextDue, ...common, ...more }
      await store.subscriptions.put(subscription)
      return subscription
    },
    outcomes: async (id: string) => (await endedOf(store, id)).map(({ day, outcome }) => `${day} ${outcome}`),
  }
}

/** The posts of a subscription that came to an end, newest first. */
export const endedOf = async (store: Store, subscription: string) =>
  (await store.jobs.ended('posts:slack', subscription, 99)).map((job) => ({
    ...toDelivery(job),
    outcome: job.outcome,
  }))

/** Sends until nothing is due at this moment, or as often as should be enough. */
export async function drain(
  send: () => Promise<void>,
  store: Store,
  clock: Clock,
  most = 200,
): Promise<void> {
  for (let times = 0; times < most; times++) {
    await send()
    const [next] = await store.subscriptions.next(1, 'slack')
    const isOver = !next || next.nextDue > clock.now()
    if (isOver && (await store.jobs.wait('posts:slack')) !== 0) return
  }
}
