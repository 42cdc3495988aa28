import { createInterface } from 'node:readline'
import { openStore } from '../../src/store/open.ts'
import { jobOf } from './store-jobs.ts'
import { turnOf } from './store-turns.ts'

/**
 * Another process at the same database, for `store-sharing.ts`: `node store-writer.ts <url>`. For each line it reads
 * it does what the line says, and when that is done it writes a line with what came of it.
 */
const [, , url = ''] = process.argv
const store = await openStore(url)
const holder = `${process.pid}`

const deeds: Readonly<Record<string, (word: string) => Promise<unknown>>> = {
  add: async (key) => (await store.jobs.add([jobOf([key])], { holder, lasting: 10_000 }))[0]?.id ?? 'known',
  note: (id) => store.jobs.note(id, holder, 'noted'),
  append: (id) => store.turns.append(turnOf(id)),
  // Abandoned at once.
  race: async (count) => {
    const won: number[] = []
    for (let key = 0; key < Number(count); key++) {
      const job = jobOf([`race ${key}`], 0, { queue: 'race', payload: key })
      if ((await store.jobs.add([job], { holder, lasting: 0 })).length > 0) won.push(key)
    }
    return won
  },
  takeOver: async () => {
    const won: unknown[] = []
    for (;;) {
      const taken = await store.jobs.take('race', { holder, lasting: 60_000 }, 7)
      if (taken.length === 0) return won
      won.push(...taken.map(({ payload }) => payload))
    }
  },
}

process.stdout.write('"open"\n')
for await (const line of createInterface({ input: process.stdin })) {
  const [deed = '', word = ''] = line.split(' ')
  const outcome = await deeds[deed]?.(word)
  process.stdout.write(`${JSON.stringify(outcome ?? 'done')}\n`)
}
await store.close()
