import { createLog } from '../../src/lib/log.ts'
import { createMeaning } from '../../src/retrieval/meaning.ts'
import { createSearch } from '../../src/retrieval/search.ts'
import type { Store } from '../../src/store/store.ts'
import { fillStore } from '../eval/fill-store.ts'
import type { EngineKind } from './engine.ts'

/** The whole of search on one kind of store, which is opened empty in a folder. */
export function createStoreEngine(name: string, open: (folder: string) => Promise<Store>): EngineKind {
  return {
    name: `Paperboy on ${name}`,
    questions: () => Number.POSITIVE_INFINITY,
    async build(papers, folder) {
      const store = await open(folder)
      await fillStore(store, papers)
      const search = createSearch({ store, meaning: createMeaning({ store, log: createLog('error', []) }) })
      return {
        async search(question, limit) {
          const found = await search(question, { limit })
          return found.papers.map(({ paper }) => paper.id)
        },
        close: () => store.close(),
      }
    },
  }
}
