import { createLog } from '../../src/lib/log.ts'
import type { Paper } from '../../src/papers/paper.ts'
import { createMeaning } from '../../src/retrieval/meaning.ts'
import { createLocalEmbedder, type LocalEmbedder } from '../../src/retrieval/models/local-embedder.ts'
import { createSearch } from '../../src/retrieval/search.ts'
import type { Store } from '../../src/store/store.ts'
import { fillStore } from '../eval/fill-store.ts'
import { model, openWeights } from '../fixtures/weights.ts'
import type { EngineKind } from './engine.ts'
import { makeVectors } from './made-vectors.ts'

/** The whole of search on one kind of store, which is opened empty in a folder. */
export function createStoreEngine(name: string, open: (folder: string) => Promise<Store>): EngineKind {
  return storeEngine(`Paperboy on ${name}`, open, async () => undefined)
}

/** The same by meaning, with made vectors of papers. */
export function createStoreEngineByMeaning(
  name: string,
  open: (folder: string) => Promise<Store>,
): EngineKind {
  return storeEngine(`Paperboy on ${name} by meaning, made vectors`, open, async (papers, store) => {
    await makeVectors(papers, { store })
    const folder = await openWeights()
    return createLocalEmbedder({ model, folder, sources: [], log, patienceMs: 60_000 })
  })
}

const log = createLog('error', [])

function storeEngine(
  name: string,
  open: (folder: string) => Promise<Store>,
  embed: (papers: readonly Paper[], store: Store) => Promise<LocalEmbedder | undefined>,
): EngineKind {
  return {
    name,
    questions: () => Number.POSITIVE_INFINITY,
    async build(papers, folder) {
      const store = await open(folder)
      await fillStore(store, papers)
      const embedder = await embed(papers, store)
      const search = createSearch({ store, meaning: createMeaning({ store, log, embedder }) })
      return {
        async search(question, limit) {
          const found = await search(question, { limit })
          return found.papers.map(({ paper }) => paper.id)
        },
        async close() {
          await embedder?.close()
          await store.close()
        },
      }
    },
  }
}
