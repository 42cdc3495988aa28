import { expect, it } from 'vitest'
import { gather } from '../../src/digests/gather.ts'
import { LostError } from '../../src/jobs/holder.ts'
import type { Mark, Post, Receipt } from '../../src/platform/deliver.ts'
import { reply } from '../../src/replies/build.ts'

const to = { platform: 'mail', kind: 'direct', person: 'ada@example.com' } as const
const page = reply({ summary: 'Papers', tone: 'answer', blocks: [] })
const post: Post = { brief: page, details: [], whole: page }
const posted: Receipt = { kind: 'posted', conversation: 'mail' }

function marked(key: string) {
  const ending = new AbortController()
  let isMine = true
  const mark: Mark = {
    key,
    since: new Date(0),
    mayExist: false,
    signal: ending.signal,
    note: () => Promise.resolve(),
    isMine: () => isMine,
  }
  return { mark, end: () => ending.abort(new Error('It is to end.')), lose: () => (isMine = false) }
}

/** Three posts at a place, and what was sent there. */
function three() {
  const sent: string[] = []
  let failure: Error | undefined
  const seat = gather(3, async (_, posts) => {
    sent.push(posts.map(({ mark }) => mark.key).join(' '))
    if (failure) throw failure
    return posts.map(() => posted)
  })
  const [a, b, c] = [seat(), seat(), seat()]
  return {
    sent,
    seats: [a, b, c] as const,
    fail: (error: Error) => {
      failure = error
    },
  }
}

it('sends once all of them are there, each with a receipt', async () => {
  const { sent, seats } = three()
  const receipts = ['a', 'b', 'c'].map(async (key, index) =>
    seats[index]?.deliver(to, post, marked(key).mark),
  )
  expect(await Promise.all(receipts)).toEqual([posted, posted, posted])
  expect(sent).toEqual(['a b c'])
})

it('does not wait for who has nothing to show', async () => {
  const { sent, seats } = three()
  const [a, b, c] = seats
  const waiting = a.deliver(to, post, marked('a').mark)
  b.leave()
  b.leave()
  await b.settled
  expect(sent).toEqual([])
  await Promise.all([waiting, c.deliver(to, post, marked('c').mark)])
  expect(sent).toEqual(['a c'])
  const none = three()
  for (const one of none.seats) one.leave()
  expect(none.sent).toEqual([])
})

it('goes on without who has to end while it waits, and without who lost it', async () => {
  const { sent, seats } = three()
  const [a, b, c] = seats
  const [ending, losing] = [marked('a'), marked('b')]
  const first = a.deliver(to, post, ending.mark)
  ending.end()
  await expect(first).rejects.toThrow('It is to end.')
  const second = b.deliver(to, post, losing.mark)
  losing.lose()
  const third = c.deliver(to, post, marked('c').mark)
  await expect(second).rejects.toThrow(LostError)
  expect(await third).toEqual(posted)
  expect(sent).toEqual(['c'])
})

it('fails for all of them', async () => {
  const { seats, fail } = three()
  fail(new Error('The server is away.'))
  const all = seats.map((seat, index) => seat.deliver(to, post, marked(`${index}`).mark))
  for (const one of await Promise.allSettled(all)) expect(one.status).toBe('rejected')
})
