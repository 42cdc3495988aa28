import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createLog } from '../../src/lib/log.ts'
import { createSearch } from '../../src/retrieval/search.ts'
import { loadThesaurus } from '../../src/retrieval/thesaurus.ts'
import { fillStore } from '../eval/fill-store.ts'
import { openEngine } from '../fixtures/store-engines.ts'
import { type EngineKind, wanted } from './engine.ts'

/** The whole of search on one store: `sqlite`, `pglite` or `postgres`. */
export function createStoreEngine(name: string, folder: string): EngineKind {
  return {
    name: `Paperboy on ${name}`,
    questions: () => Number.POSITIVE_INFINITY,
    async build(papers) {
      const own = join(folder, `${papers.length}`)
      await mkdir(own)
      const store = await openEngine(name, own)
      await fillStore(store, papers)
      const search = createSearch({ store, thesaurus: loadThesaurus(), log: createLog('error', []) })
      return {
        search: (question) => search(question, { limit: wanted }),
        close: () => store.close(),
      }
    },
  }
}
