import { describe, expect, it } from 'vitest'
import type { Compose } from '../../src/digests/composition.ts'
import type { SenderParts } from '../../src/digests/send.ts'
import { placeKey } from '../../src/store/json-columns.ts'
import type { Store } from '../../src/store/store.ts'
import type { Watch } from '../../src/store/subscriptions.ts'
import { subscriptionOf } from '../contracts/store-posts.ts'
import { createPlace } from './place.ts'
import {
  channel,
  composeBoth,
  composeNothing,
  drain,
  endedOf,
  minute,
  owner,
  startPosting,
} from './posting.ts'

/**
 * What a process does, step by step, until it is killed: from then on nothing that it does has any effect, and nothing
 * it waits for comes back.
 */
function createLife(lastStep: number) {
  let steps = 0
  const dead = new Promise<never>(() => undefined)
  let die = () => undefined as unknown
  const died = new Promise<void>((resolve) => {
    die = resolve
  })
  /** Each kind of step can be the last: one that is not begun any more, or one whose end is not heard of. */
  async function step<T>(work: () => Promise<T>): Promise<T> {
    if (steps >= lastStep) {
      die()
      return dead
    }
    steps += 1
    const result = await work()
    if (steps >= lastStep) {
      die()
      return dead
    }
    steps += 1
    return result
  }
  return { step, died, steps: () => steps }
}

type Life = ReturnType<typeof createLife>

/** The real store, with each call a step of this life. */
function storeIn(life: Life, store: Store): SenderParts['store'] {
  const wrap = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(target, name, receiver) {
        const method: unknown = Reflect.get(target, name, receiver)
        if (typeof method !== 'function') return method
        return (...given: unknown[]) => life.step(async () => Reflect.apply(method, target, given))
      },
    })
  const { subscriptions, jobs, shown, papers, turns, workspaces } = store
  return {
    subscriptions: wrap(subscriptions),
    jobs: wrap(jobs),
    shown: wrap(shown),
    papers: wrap(papers),
    turns: wrap(turns),
    workspaces: wrap(workspaces),
  }
}

type Story = {
  compose: Compose
  watches?: readonly Watch[]
  quiet?: 'note'
  /** Where posts go wrong. */
  trouble?: 'closed' | 'failing'
  /** What stands there at the end, whatever happened on the way. */
  expected: {
    channel: readonly string[]
    owner: readonly (string | RegExp)[]
    outcome: string
    turns: number
  }
}

/** Answers a question as long as it is watched, with one of two papers. */
const composeAnswer: Compose = async ({ watches = [] }, signal) => {
  const open = watches.flatMap(({ question, answered }) => (answered === undefined ? [question] : []))
  const both = await composeBoth(subscriptionOf('a'), signal)
  const choices = both.choices.map((choice) => ({ ...choice, answers: open }))
  return open.length === 0 ? composeNothing(subscriptionOf('a'), signal) : { ...both, choices }
}

const whole = ['Papers of 25 November 2026: Paper One and 1 more', 'Paper One', 'Paper Two']
const stories: Readonly<Record<string, Story>> = {
  'a post': {
    compose: composeBoth,
    expected: { channel: whole, owner: [], outcome: 'sent', turns: 1 },
  },
  'the answer to a watched question': {
    compose: composeAnswer,
    watches: [{ question: 'Is it?', after: 0 }],
    expected: { channel: whole, owner: [], outcome: 'sent', turns: 1 },
  },
  'a line that there is nothing new': {
    compose: composeNothing,
    quiet: 'note',
    expected: {
      channel: ['Papers of 25 November 2026: nothing new'],
      owner: [],
      outcome: 'nothing-new',
      turns: 0,
    },
  },
  'a post to a place that is closed': {
    compose: composeBoth,
    trouble: 'closed',
    expected: { channel: [], owner: [/paused/], outcome: 'failed', turns: 0 },
  },
  'a post that fails until the next one is due': {
    compose: composeBoth,
    trouble: 'failing',
    expected: { channel: [], owner: [/could not be sent/], outcome: 'failed', turns: 0 },
  },
}

/** One process is killed after so many steps; another goes on. -> whether the first one lived to the end */
async function killAfter(
  steps: number,
  { compose, watches, quiet, trouble, expected }: Story,
): Promise<boolean> {
  const posting = await startPosting()
  const { store, clock } = posting
  const life = createLife(steps)
  const place = createPlace(() => life.step(async () => undefined))
  const subscription = await posting.subscribe('a', { ...(quiet && { quiet }), ...(watches && { watches }) })
  if (trouble === 'closed') place.closed.set(placeKey(channel), 'The channel was archived.')
  if (trouble === 'failing') {
    place.failing.set(placeKey(channel), 99)
    posting.pass(24 * 60 * minute - 20_000)
  }
  const doomed = posting.sender({
    compose: (subscription, signal) => life.step(() => compose(subscription, signal)),
    store: storeIn(life, store),
    deliver: place.deliver,
  })
  const lived = await Promise.race([
    life.died.then(() => false),
    drain(doomed, store, clock).then(() => true),
  ])
  posting.pass(10_000)
  const survivor = posting.sender({ compose, deliver: place.survivor })
  await drain(survivor, store, clock)

  const where = `killed after ${steps} steps`
  const textsAt = (to: typeof channel) => place.at(to).map(({ text }) => text)
  expect(textsAt(channel), where).toEqual(expected.channel)
  const told = expected.owner.map((words) => (words instanceof RegExp ? expect.stringMatching(words) : words))
  expect(textsAt(owner), where).toEqual(told)
  const [delivery, ...others] = await endedOf(store, 'a')
  expect([delivery?.outcome, others.length], where).toEqual([expected.outcome, 0])
  expect(await store.jobs.wait('posts:slack'), where).toBeUndefined()
  const turns = await store.turns.recent(`${placeKey(channel)} ${delivery?.id}`, 9)
  expect(turns, where).toHaveLength(expected.turns)
  const after = await store.subscriptions.get('a')
  if (trouble === 'closed') expect(after?.paused, where).toBe('The channel was archived.')
  else expect(after?.nextDue.getTime(), where).toBeGreaterThan(subscription.nextDue.getTime())
  if (watches) {
    expect(after?.watches, where).toEqual(watches.map((one) => ({ ...one, answered: delivery?.day })))
    posting.pass(24 * 60 * minute)
    await drain(survivor, store, clock)
    expect(textsAt(channel), `${where}, a day later`).toEqual(expected.channel)
  }
  await store.close()
  return lived
}

describe('a process that is killed at any step', () => {
  it.each(Object.entries(stories))('leaves %s to another, which brings it about once', async (_, story) => {
    let steps = 0
    while (!(await killAfter(steps, story))) steps += 1
    expect(steps).toBeGreaterThan(20)
  })
})
