import type { PoolConfig } from 'pg'
import type { Clock } from '../../lib/clock.ts'
import type { Store } from '../store.ts'
import { createDatabase } from './database.ts'
import { createDialectLog } from './dialects.ts'
import { createFactLog } from './facts.ts'
import { createFeedbackLog } from './feedback.ts'
import { createJobs } from './jobs.ts'
import { createLeavingStore } from './leaving.ts'
import { createPaceLog } from './pace.ts'
import { createPaperStore } from './papers.ts'
import { createPeopleStore } from './people.ts'
import { createPlaceVotes } from './place-votes.ts'
import { createRemovedPapers } from './removed-papers.ts'
import { prepareSchema } from './schema.ts'
import { createShownPapers } from './shown.ts'
import { createSubscriptionStore } from './subscriptions.ts'
import { createTurnLog } from './turns.ts'
import { createUsageLog } from './usage.ts'
import { createVectorIndex } from './vectors.ts'
import { createWordIndex } from './words.ts'
import { createWorkspacePapers } from './workspace-papers.ts'

/**
 * The engine for many processes and large collections: a Postgres database that is Paperboy's own.
 *
 * @param config an address in `connectionString`, or what else the client library takes
 * @param clock for tests: another clock to hold jobs by than the server's
 * @throws PaperboyError when it cannot be opened.
 */
export async function openPostgresStore(config: PoolConfig, clock?: Clock): Promise<Store> {
  const database = createDatabase(config)
  try {
    const extensions = await prepareSchema(database)
    return {
      papers: createPaperStore(database),
      removed: createRemovedPapers(database),
      workspaces: createWorkspacePapers(database),
      words: createWordIndex(database, extensions),
      vectors: createVectorIndex(database, extensions),
      turns: createTurnLog(database),
      feedback: createFeedbackLog(database),
      jobs: createJobs(database, clock),
      usage: createUsageLog(database),
      dialects: createDialectLog(database),
      facts: createFactLog(database),
      subscriptions: createSubscriptionStore(database),
      shown: createShownPapers(database),
      votes: createPlaceVotes(database),
      people: createPeopleStore(database),
      leaving: createLeavingStore(database),
      pace: createPaceLog(database, clock),
      notes: async () => extensions.notes,
      close: database.close,
    }
  } catch (error) {
    await database.close()
    throw error
  }
}
