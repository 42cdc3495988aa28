import { createInterface } from 'node:readline'
import type { Due, Hold } from '../../src/store/deliveries.ts'
import { openStore } from '../../src/store/open.ts'
import { itemOf } from './store-inbox.ts'
import { turnOf } from './store-turns.ts'

/**
 * Another process at the same database, for `store-sharing.ts`: `node store-writer.ts <url>`. For each line it reads
 * it does what the line says, and when that is done it writes a line with what came of it.
 */
const [, , url = ''] = process.argv
const store = await openStore(url)

const deeds: Readonly<Record<string, (word: string) => Promise<unknown>>> = {
  accept: async (key) => (await store.inbox.accept(itemOf([key]), hold(0)))?.id ?? 'known',
  note: (id) => store.inbox.note(id, 'noted'),
  append: (id) => store.turns.append(turnOf(id)),
  race: async (count) => {
    const won: number[] = []
    for (let key = 0; key < Number(count); key++)
      if (await store.inbox.accept(itemOf([`race ${key}`], 0, { payload: key }), hold(0))) won.push(key)
    return won
  },
  claim: async (count) => {
    const won: number[] = []
    for (let day = 0; day < Number(count); day++)
      if ((await store.deliveries.claim([dueOf(day)], hold(0))).length > 0) won.push(day)
    return won
  },
  takeOverWork: async (now) => {
    const won: unknown[] = []
    for (;;) {
      const taken = await store.inbox.takeOver('slack', hold(Number(now)), 7)
      if (taken.length === 0) return won
      won.push(...taken.map(({ payload }) => payload))
    }
  },
  takeOver: async (now) => {
    const won: number[] = []
    for (;;) {
      const taken = await store.deliveries.takeOver('slack', hold(Number(now)), 7)
      if (taken.length === 0) return won
      won.push(...taken.map(({ day }) => Number(day)))
    }
  },
}

function dueOf(day: number): Due {
  const to = { platform: 'slack', kind: 'channel', channel: 'C1' } as const
  return { subscription: 's', day: `${day}`, kind: 'post', to, due: new Date(0) }
}

function hold(now: number): Hold {
  return { holder: `${process.pid}`, now: new Date(now), until: new Date(now + 10) }
}

process.stdout.write('"open"\n')
for await (const line of createInterface({ input: process.stdin })) {
  const [deed = '', word = ''] = line.split(' ')
  const outcome = await deeds[deed]?.(word)
  process.stdout.write(`${JSON.stringify(outcome ?? 'done')}\n`)
}
await store.close()
