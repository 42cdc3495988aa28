import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createFairQueue } from '../../src/lib/fair-queue.ts'

/** A queue whose work each lasts until it is ended. */
function open(concurrency: number) {
  const begun: string[] = []
  const gates = new Map<string, () => void>()
  let turns = 0
  const queue = createFairQueue<string>(concurrency, () => void turns++)
  return {
    queue,
    begun,
    turns: () => turns,
    add: (item: string, group: string, person: string) =>
      queue.add(item, { group, person }, () => {
        begun.push(item)
        return new Promise((resolve) => gates.set(item, resolve))
      }),
    async end(item: string) {
      gates.get(item)?.()
      await sleep(1)
    },
  }
}

it('works on so many at once, in turns between groups and their people', async () => {
  const { queue, add, end, begun, turns } = open(2)
  for (const item of ['a1', 'a2', 'a3', 'a4']) add(item, 'lab', 'ada')
  add('b1', 'lab', 'bob')
  add('c1', 'club', 'cy')
  expect(begun).toEqual(['a1', 'a2'])
  expect(queue.working()).toBe(2)
  expect(queue.waiting()).toEqual(['a3', 'c1', 'b1', 'a4'])
  const before = turns()
  await end('a1')
  expect(begun.at(-1)).toBe('a3')
  expect(turns()).toBeGreaterThan(before)
  for (const item of ['a2', 'a3', 'c1', 'b1']) await end(item)
  expect(begun).toEqual(['a1', 'a2', 'a3', 'c1', 'b1', 'a4'])
  await end('a4')
  expect([queue.working(), queue.waiting()]).toEqual([0, []])
})

it('lets those leave who wait, and nobody who is worked on', async () => {
  const { queue, add, end, begun } = open(1)
  for (const item of ['one', 'two', 'three']) add(item, 'lab', item)
  expect(queue.remove('two')).toBe(true)
  expect(queue.remove('two')).toBe(false)
  expect(queue.remove('one')).toBe(false)
  expect(queue.waiting()).toEqual(['three'])
  await end('one')
  expect(begun).toEqual(['one', 'three'])
  await end('three')
})

it('goes on after work that fails, and does each on behalf of the one who added it', async () => {
  const asker = new AsyncLocalStorage<string>()
  const queue = createFairQueue<string>(1, () => undefined)
  const seen: (string | undefined)[] = []
  const add = (name: string) =>
    asker.run(name, () =>
      queue.add(name, { group: 'lab', person: 'ada' }, async () => {
        seen.push(asker.getStore())
        throw new Error('It fails.')
      }),
    )
  add('one')
  add('two')
  await sleep(5)
  expect(seen).toEqual(['one', 'two'])
})
