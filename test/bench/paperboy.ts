import { join } from 'node:path'
import { readConfig } from '../../src/config.ts'
import { createServices } from '../../src/services.ts'
import { openStore } from '../../src/store/open.ts'
import { fillStore } from '../eval/fill-store.ts'
import type { EngineKind } from './engine.ts'

/** Search and extractive answers as they ship. */
export const paperboy: EngineKind = {
  name: 'Paperboy',
  questions: () => Number.POSITIVE_INFINITY,
  async build(papers, folder) {
    const database = `sqlite:${join(folder, 'papers.sqlite')}`
    const store = await openStore(database)
    await fillStore(store, papers)
    await store.close()
    const services = await createServices(
      readConfig({ DATABASE_URL: database, EMBEDDING_MODEL: 'off', LOG_LEVEL: 'error' }),
    )
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
