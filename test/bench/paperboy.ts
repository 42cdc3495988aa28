import { join } from 'node:path'
import { readConfig } from '../../src/config.ts'
import { createServices } from '../../src/services.ts'
import { openStore } from '../../src/store/open.ts'
import { finalAnswer } from '../eval/ask.ts'
import { fillStore } from '../eval/fill-store.ts'
import { type EngineKind, wanted } from './engine.ts'

/** Search and extractive answers as they ship, on a database in the folder. */
export function createPaperboy(folder: string): EngineKind {
  return {
    name: 'Paperboy',
    questions: () => Number.POSITIVE_INFINITY,
    async build(papers) {
      const database = `sqlite:${join(folder, `${papers.length}.sqlite`)}`
      const store = await openStore(database)
      await fillStore(store, papers)
      await store.close()
      const services = await createServices(readConfig({ DATABASE_URL: database, LOG_LEVEL: 'error' }))
      return {
        search: (question) => services.search(question, { limit: wanted }),
        answer: (question) => finalAnswer(question, services),
        summarize: (topic) =>
          Array.fromAsync(services.summarize(topic, { signal: new AbortController().signal })),
        close: () => services.close(),
      }
    },
  }
}
