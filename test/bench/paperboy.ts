import { join } from 'node:path'
import { readConfig } from '../../src/config.ts'
import type { Paper } from '../../src/papers/paper.ts'
import { createServices, type OpenServices } from '../../src/services.ts'
import { openStore } from '../../src/store/open.ts'
import { fillStore } from '../eval/fill-store.ts'
import { modelsDir, openWeights } from '../fixtures/weights.ts'
import type { EngineKind } from './engine.ts'
import { makeVectors } from './made-vectors.ts'

/** Search and extractive answers as they ship, with no model that finds papers by meaning. */
export const paperboy = createPaperboy('Paperboy', 'off', async () => {})

/** The same by meaning, as it ships: every paper is embedded. */
export const paperboyByMeaning = createPaperboy('Paperboy by meaning', 'local', async (_, services) => {
  await services.embedding?.embedPapers()
})

/** The same with made vectors of papers, which would take hours to embed; questions go through the model. */
export const paperboyMade = createPaperboy('Paperboy by meaning, made vectors', 'local', makeVectors)

function createPaperboy(
  name: string,
  EMBEDDING_MODEL: 'off' | 'local',
  embed: (papers: readonly Paper[], services: OpenServices) => Promise<void>,
): EngineKind {
  return {
    name,
    questions: () => Number.POSITIVE_INFINITY,
    async build(papers, folder) {
      if (EMBEDDING_MODEL === 'local') await openWeights()
      const DATABASE_URL = `sqlite:${join(folder, 'papers.sqlite')}`
      const store = await openStore(DATABASE_URL)
      await fillStore(store, papers)
      await store.close()
      const services = await createServices(
        readConfig({ DATABASE_URL, EMBEDDING_MODEL, MODELS_DIR: modelsDir, LOG_LEVEL: 'error' }),
      )
      await embed(papers, services)
      return {
        async search(question, limit) {
          const found = await services.search(question, { limit })
          return found.papers.map(({ paper }) => paper.id)
        },
        answer: (question) =>
          Array.fromAsync(services.answer(question, { history: [], signal: new AbortController().signal })),
        summarize: (topic) =>
          Array.fromAsync(services.summarize(topic, { signal: new AbortController().signal })),
        close: () => services.close(),
      }
    },
  }
}
