import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Compose } from '../../src/digests/composition.ts'
import { createRunner } from '../../src/jobs/runner.ts'
import { requestId } from '../../src/lib/request-id.ts'
import type { Deliver } from '../../src/platform/deliver.ts'
import { withoutHidden } from '../../src/store/hidden.ts'
import { placeKey } from '../../src/store/json-columns.ts'
import { sendingOf } from '../../src/store/queues.ts'
import type { PostAddress } from '../../src/store/subscriptions.ts'
import {
  channel,
  channelOf,
  composeBoth,
  composeNothing,
  drain,
  endedOf,
  hour,
  minute,
  owner,
  silentLog,
  startPosting,
} from './posting.ts'

let posting: Awaited<ReturnType<typeof startPosting>>
beforeEach(async () => {
  posting = await startPosting()
})
afterEach(() => posting.store.close())

const textsAt = (to: PostAddress) => posting.place.at(to).map(({ text }) => text)
const failing = (to: PostAddress, times: number) => posting.place.failing.set(placeKey(to), times)

describe('a post that is due', () => {
  it('is sent once, remembered as a turn, and followed by the next one', async () => {
    await posting.subscribe('a')
    await posting.send()
    await posting.send()
    expect(textsAt(channel)).toEqual([
      'Papers of 25 November 2026: Paper One and 1 more',
      'Paper One',
      'Paper Two',
    ])
    expect(await posting.outcomes('a')).toEqual(['2026-11-25 sent'])
    const [delivery] = await endedOf(posting.store, 'a')
    const [turn] = await posting.store.turns.recent(`["slack","T1","channel","C1"] ${delivery?.id}`, 9)
    expect(turn).toMatchObject({ person: 'ada', line: 'today', papers: ['p-one', 'p-two'] })
    expect(turn?.workspace).toEqual({ platform: 'slack', workspace: 'T1' })
    expect(turn?.claims[0]?.cites[0]?.id).toBe('p-one.1')
    expect(turn?.answer).toContain('Paper Two')
    expect((await posting.store.subscriptions.get('a'))?.nextDue).toEqual(new Date('2026-11-26T08:00:00Z'))
    expect((await posting.store.shown.at(channel, ['p-one'])).size).toBe(1)
  })

  it('is brought to its end later, where the platform has the rest of it wait', async () => {
    await posting.subscribe('a')
    posting.place.waiting.set(placeKey(channel), { again: hour, times: 2 })
    await posting.send()
    expect(await posting.outcomes('a')).toEqual([])
    // What is said below it is about its papers all the same.
    const turns = async () => (await posting.store.turns.recent({ within: placeKey(channel) }, 9)).length
    expect(await turns()).toBe(1)
    posting.pass(hour)
    await posting.send()
    expect(await posting.outcomes('a')).toEqual([])
    posting.pass(hour)
    await posting.send()
    expect(await posting.outcomes('a')).toEqual(['2026-11-25 sent'])
    expect(textsAt(channel)).toHaveLength(3)
    expect(await turns()).toBe(1)
  })

  it('does not wait longer than until the next one is due', async () => {
    await posting.subscribe('a')
    posting.place.waiting.set(placeKey(channel), { again: 25 * hour, times: 1 })
    await posting.send()
    expect(await posting.outcomes('a')).toEqual(['2026-11-25 sent'])
  })

  it('waits for its time', async () => {
    await posting.subscribe('a')
    posting.pass(-1)
    await posting.send()
    expect(posting.place.messages).toEqual([])
    posting.pass(1)
    await posting.send()
    expect(posting.place.messages).toHaveLength(3)
  })

  it('is sent late after downtime, and marked; older ones are skipped', async () => {
    await posting.subscribe('a')
    posting.pass(3 * 24 * hour + hour)
    await posting.send()
    expect(posting.place.messages).toHaveLength(3)
    expect(await posting.outcomes('a')).toEqual([
      '2026-11-28 sent',
      '2026-11-27 skipped',
      '2026-11-26 skipped',
      '2026-11-25 skipped',
    ])
    const [delivery] = await endedOf(posting.store, 'a')
    const [turn] = await posting.store.turns.recent(`["slack","T1","channel","C1"] ${delivery?.id}`, 9)
    expect(turn?.answer).toContain('late')
  })

  it('says nothing on a day without new papers, or a line, as its subscription wants', async () => {
    await posting.subscribe('silent')
    await posting.subscribe('noted', { quiet: 'note', to: channelOf('C2') })
    await posting.send({ compose: composeNothing })
    expect(posting.place.messages.map(({ text }) => text)).toEqual([
      'Papers of 25 November 2026: nothing new',
    ])
    expect(await posting.outcomes('silent')).toEqual(['2026-11-25 nothing-new'])
    expect(await posting.outcomes('noted')).toEqual(['2026-11-25 nothing-new'])
  })

  it('waits while its platform or somebody else is at work, and goes where it belongs', async () => {
    await posting.subscribe('elsewhere', { to: { platform: 'discord', kind: 'direct', person: 'bob' } })
    await posting.send()
    expect(posting.place.messages).toEqual([])
    await posting.subscribe('a')
    const other = createRunner({ ...posting, log: silentLog })
    expect(await other.lease(sendingOf('slack'))).toBeDefined()
    await posting.send()
    expect(posting.place.messages).toEqual([])
    posting.pass(10_000)
    await posting.send()
    expect(posting.place.messages).toHaveLength(3)
  })

  it('is forgotten with its subscription', async () => {
    await posting.subscribe('a')
    const compose: Compose = async () => {
      await posting.store.subscriptions.remove('a')
      throw new Error('It breaks.')
    }
    await posting.send({ compose })
    posting.pass(minute)
    await posting.send()
    expect(posting.place.messages).toEqual([])
    expect(await posting.outcomes('a')).toEqual(['2026-11-25 skipped'])
  })
})

describe('a clock that ran far ahead and was set right', () => {
  it('leaves the next post where its schedule says', async () => {
    const right = posting.clock.now().getTime()
    await posting.subscribe('a')
    posting.pass(400 * 24 * hour)
    await posting.send()
    expect(posting.place.messages).toHaveLength(3)
    posting.pass(right - posting.clock.now().getTime())
    await posting.send()
    expect((await posting.store.subscriptions.get('a'))?.nextDue).toEqual(new Date('2026-11-26T08:00:00Z'))
    posting.pass(24 * hour)
    await posting.send()
    expect(posting.place.messages).toHaveLength(6)
    expect(await posting.outcomes('a')).toContain('2026-11-26 sent')
  })

  it('keeps no post from a subscription that was made meanwhile', async () => {
    const made = new Date(posting.clock.now().getTime() + 400 * 24 * hour)
    await posting.subscribe('a', { createdAt: made, nextDue: new Date('2028-01-01T08:00:00Z') })
    await posting.send()
    posting.pass(24 * hour)
    await posting.send()
    expect(await posting.outcomes('a')).toEqual(['2026-11-26 sent'])
  })
})

describe('posts of a place', () => {
  it('are each sent as a request of their own', async () => {
    for (const id of ['a', 'b']) await posting.subscribe(id, { to: channelOf(id) })
    const requests: string[] = []
    const deliver: Deliver = (to, post, mark) => {
      requests.push(`${requestId()} for ${mark.key}`)
      return posting.place.deliver(to, post, mark)
    }
    await posting.send({ deliver })
    const [a] = await endedOf(posting.store, 'a')
    const [b] = await endedOf(posting.store, 'b')
    expect(requests.toSorted()).toEqual([a, b].map((one) => `slack-${one?.id} for ${one?.id}`).toSorted())
  })

  it('are sent one after the other, those of several places side by side but not too many', async () => {
    for (let index = 0; index < 30; index++)
      await posting.subscribe(`s${index}`, { to: channelOf(`C${index % 10}`) })
    const running = new Map<string, number>()
    let most = 0
    const deliver: Deliver = async (to, post, mark) => {
      const place = JSON.stringify(to)
      running.set(place, (running.get(place) ?? 0) + 1)
      expect(running.get(place)).toBe(1)
      most = Math.max(most, running.size)
      await new Promise((resolve) => setTimeout(resolve, 1))
      running.delete(place)
      return posting.place.deliver(to, post, mark)
    }
    await posting.send({ deliver })
    expect(posting.place.messages).toHaveLength(90)
    expect(most).toBe(4)
  })
})

describe('a post that fails', () => {
  it('is tried again, ever later, until it stands there, whole and once', async () => {
    await posting.subscribe('a')
    failing(channel, 3)
    await posting.send()
    expect(posting.place.messages).toEqual([])
    for (const wait of [30_000, 60_000]) {
      posting.pass(wait - 1)
      await posting.send()
      posting.pass(1)
      await posting.send()
      expect(posting.place.messages).toEqual([])
    }
    posting.pass(2 * minute)
    await posting.send()
    await posting.send()
    expect(posting.place.messages).toHaveLength(3)
    expect(await posting.outcomes('a')).toEqual(['2026-11-25 sent'])
  })

  it('is given up when the next one is due, and its owner is told once', async () => {
    await posting.subscribe('a')
    failing(channel, 1_000)
    for (let passed = 0; passed < 24 * hour; passed += 10 * minute) {
      await posting.send()
      posting.pass(10 * minute)
    }
    expect(await posting.outcomes('a')).toEqual(['2026-11-25 failed'])
    expect(posting.place.messages).toMatchObject([{ text: expect.stringContaining('could not be sent') }])
    expect(textsAt(owner)).toHaveLength(1)
    expect((await posting.store.shown.at(channel, ['p-one'])).size).toBe(0)
    failing(channel, 0)
    await posting.send()
    expect(textsAt(channel)).toHaveLength(3)
    expect(textsAt(owner)).toHaveLength(1)
  })

  it('is tried again when choosing its papers failed', async () => {
    await posting.subscribe('a')
    let failures = 2
    const compose: Compose = (subscription, signal) => {
      if (failures-- > 0) throw new Error('The model is down.')
      return composeBoth(subscription, signal)
    }
    await posting.send({ compose })
    posting.pass(30_000)
    await posting.send({ compose })
    posting.pass(60_000)
    await posting.send({ compose })
    expect(posting.place.messages).toHaveLength(3)
  })

  it('is tried again when the platform does not answer', async () => {
    await posting.subscribe('a')
    const silent: Deliver = (_, __, { signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    await posting.send({ deliver: silent, longestAttempt: 20 })
    posting.pass(30_000)
    await posting.send()
    expect(posting.place.messages).toHaveLength(3)
  })

  it('is looked for from before it was chosen, since clocks differ, and only after an earlier attempt', async () => {
    await posting.subscribe('a')
    failing(channel, 1)
    const marks: { mayExist: boolean; early: number }[] = []
    const deliver: Deliver = (to, post, mark) => {
      marks.push({ mayExist: mark.mayExist, early: posting.clock.now().getTime() - mark.since.getTime() })
      return posting.place.deliver(to, post, mark)
    }
    await posting.send({ deliver })
    posting.pass(30_000)
    await posting.send({ deliver })
    expect(marks).toEqual([
      { mayExist: false, early: 5 * minute },
      { mayExist: true, early: 5 * minute + 30_000 },
    ])
  })

  it('is given up when its notes cannot be read, rather than sent twice', async () => {
    await posting.subscribe('a')
    failing(channel, 1)
    await posting.send()
    posting.pass(30_000)
    const [taken] = await posting.store.jobs.take('posts:slack', { holder: 'two', lasting: 1 }, 1)
    await posting.store.jobs.note(taken?.id ?? '', 'two', { version: 9 })
    posting.pass(minute)
    await posting.send()
    expect(textsAt(channel)).toEqual([])
    expect(textsAt(owner)).toHaveLength(1)
    expect(await posting.outcomes('a')).toEqual(['2026-11-25 failed'])
  })

  it('shows what was chosen first, though other papers would be chosen by now', async () => {
    await posting.subscribe('a')
    failing(channel, 1)
    await posting.send()
    posting.pass(minute)
    await posting.send({ compose: composeNothing })
    expect(posting.place.messages).toHaveLength(3)
  })
})

describe('a paper that was chosen for a post and is not to be seen any more', () => {
  /** A post is chosen and cannot be sent; meanwhile something is done about a paper, then it is sent. */
  async function sendAfter(change: () => Promise<unknown>) {
    const store = withoutHidden(posting.store)
    await posting.subscribe('a')
    failing(channel, 1)
    await posting.send({ store })
    await change()
    posting.pass(minute)
    await posting.send({ store })
    return textsAt(channel)
  }
  const mark = { by: { id: 'ada' }, at: new Date(0) }
  const hide = (workspace: string, ...ids: readonly string[]) =>
    posting.store.workspaces.mark(
      { platform: 'slack', workspace },
      'hidden',
      ids.map((paper) => ({ paper, ...mark })),
    )

  it('is left out where it was hidden, and of what is remembered', async () => {
    const texts = await sendAfter(() => hide('T1', 'p-one'))
    expect(texts.join()).toContain('Paper Two')
    expect(texts.join()).not.toContain('Paper One')
    const [message] = posting.place.at(channel)
    const [turn] = await posting.store.turns.recent(`${message?.place} ${message?.key.split('#')[0]}`, 1)
    expect(turn?.papers).toEqual(['p-two'])
    expect(JSON.stringify(turn?.claims)).not.toContain('p-one')
  })

  it('is left out once it was taken out for everybody', async () => {
    const texts = await sendAfter(() => posting.store.removed.add(['p-one'], new Date(0)))
    expect(texts.join()).not.toContain('Paper One')
    expect(texts.join()).toContain('Paper Two')
  })

  it('is there where another workspace hid it', async () => {
    expect((await sendAfter(() => hide('T2', 'p-one'))).join()).toContain('Paper One')
  })

  it('makes no empty post', async () => {
    const texts = await sendAfter(() => hide('T1', 'p-one', 'p-two'))
    expect(texts.join()).not.toMatch(/Paper (?:One|Two)/)
    expect(await posting.outcomes('a')).toEqual(['2026-11-25 nothing-new'])
  })
})

describe('a place that takes no posts any more', () => {
  const close = (to: PostAddress) => posting.place.closed.set(placeKey(to), 'The channel was archived.')

  it('pauses its subscription with the reason and tells the owner once', async () => {
    await posting.subscribe('a')
    close(channel)
    await posting.send()
    posting.pass(24 * hour)
    await posting.send()
    expect((await posting.store.subscriptions.get('a'))?.paused).toBe('The channel was archived.')
    expect(await posting.outcomes('a')).toEqual(['2026-11-25 failed'])
    expect(posting.place.messages).toMatchObject([{ text: expect.stringContaining('is paused') }])
    expect(textsAt(owner)).toHaveLength(1)
  })

  it('is not told that its own direct conversation is closed, and bears a closed one', async () => {
    await posting.subscribe('direct', { to: owner })
    close(owner)
    await posting.send()
    expect((await posting.store.subscriptions.get('direct'))?.paused).toBe('The channel was archived.')
    expect(await posting.store.jobs.wait('posts:slack')).toBeUndefined()
    await posting.subscribe('a')
    close(channel)
    await posting.send()
    expect(await posting.store.jobs.wait('posts:slack')).toBeUndefined()
    expect(posting.place.messages).toEqual([])
  })
})

describe('stopping', () => {
  it('leaves what is under way to the next process, at once', async () => {
    await posting.subscribe('a')
    const stopping = new AbortController()
    let request = () => undefined as unknown
    const reached = new Promise<void>((resolve) => {
      request = resolve
    })
    const deliver: Deliver = async (to, post, mark) => {
      request()
      await new Promise((_, reject) => mark.signal.addEventListener('abort', reject))
      return posting.place.deliver(to, post, mark)
    }
    const first = posting.sender({ deliver })(stopping.signal)
    await reached
    stopping.abort()
    await expect(first).rejects.toBe(stopping.signal.reason)
    expect(posting.place.messages).toEqual([])
    await drain(posting.sender(), posting.store, posting.clock)
    expect(posting.place.messages).toHaveLength(3)
  })
})
