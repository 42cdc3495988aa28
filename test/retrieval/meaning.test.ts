import { expect, it } from 'vitest'
import type { Embedder } from '../../src/retrieval/embedder.ts'
import { createMeaning } from '../../src/retrieval/meaning.ts'
import { openStore } from '../../src/store/open.ts'
import { silentLog } from '../digests/posting.ts'

/** A model that gives up where more than these texts wait for it at once, as a slow machine does when the time is over. */
function modelFor(most: number, refused?: string): Embedder {
  let waiting = 0
  return {
    model: 'slow',
    embedsSentences: false,
    async embed(texts) {
      waiting += texts.length
      await new Promise(setImmediate)
      const isLate = waiting > most
      waiting -= texts.length
      if (isLate) throw new Error('The time is over.')
      return texts.map((text) => (text === refused ? undefined : Float32Array.of(text.length)))
    },
  }
}
const texts = Array.from({ length: 405 }, (_, index) => 'a'.repeat(index + 1))

async function ofAll(embedder: Embedder): Promise<readonly number[] | undefined> {
  const store = await openStore('sqlite::memory:')
  try {
    const vectors = await createMeaning({ store, log: silentLog, embedder }).ofAll(texts)
    return vectors?.map(([first]) => first ?? 0)
  } finally {
    await store.close()
  }
}

it('tells what hundreds of texts mean where only some of them fit into the time', async () => {
  expect(await ofAll(modelFor(50))).toEqual(texts.map(({ length }) => length))
})

it('tells nothing of texts of which one has no vector', async () => {
  expect(await ofAll(modelFor(50, 'aaa'))).toBeUndefined()
})
