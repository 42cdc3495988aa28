import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Paper } from '../../../src/papers/paper.ts'
import { openStore } from '../../../src/store/open.ts'
import type { Store } from '../../../src/store/store.ts'
import type { PostAddress, Subscription, Weekday } from '../../../src/store/subscriptions.ts'
import { patience } from '../../eventually.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** Papers of today, for posts. */
export function papersOf(now: Date): readonly Paper[] {
  const date = now.toISOString().slice(0, 10)
  return ['Posts that come once', 'Threads that hold'].map((title, index) => ({
    id: `once-${index}`,
    title,
    abstract: `We present ${title.toLowerCase()}. They are shown to be sent once in all of 12 trials.`,
    url: `https://arxiv.org/abs/2611.0000${index}`,
    ids: { arxiv: `2611.0000${index}` },
    date,
    upvotes: 10 - index,
    source: 'page',
  }))
}

/** A subscription to everything whose post has just become due. */
export function dueNow(id: string, to: PostAddress, now: Date, owner = 'U0ADA'): Subscription {
  const days: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]
  const minutes = Math.floor(now.getTime() / minute) % (24 * 60)
  return {
    id,
    to,
    owner: { id: owner, name: 'Ada' },
    schedule: { minute: minutes, days, zone: 'UTC' },
    top: 2,
    quiet: 'silence',
    less: [],
    createdAt: new Date(now.getTime() - day),
    nextDue: new Date(Math.floor(now.getTime() / minute) * minute),
  }
}

/** The store of a process in this folder. */
export const storeIn = (folder: string): Promise<Store> =>
  openStore(`sqlite:${join(folder, 'paperboy.sqlite')}`)

/** Fills the database that a process will find there with papers of today and these subscriptions. */
export async function prepare(folder: string, subscriptions: readonly Subscription[]): Promise<Store> {
  return fill(await storeIn(folder), subscriptions)
}

/** The same for any store. */
export async function fill(store: Store, subscriptions: readonly Subscription[]): Promise<Store> {
  await store.papers.put(papersOf(new Date()))
  for (const subscription of subscriptions) await store.subscriptions.put(subscription)
  return store
}

/** Waits until the posts of a subscription, and the words to its owner, are finished; -> what became of the posts. */
export async function finished(store: Store, { id, to }: Subscription): Promise<readonly string[]> {
  for (const end = performance.now() + patience; ; await sleep(100)) {
    const posts = await store.jobs.ended(`posts:${to.platform}`, id, 9)
    const open = await store.jobs.wait(`posts:${to.platform}`)
    if (posts.length > 0 && open === undefined) return posts.map(({ outcome }) => outcome)
    if (performance.now() > end) throw new Error('It is not finished yet.')
  }
}
