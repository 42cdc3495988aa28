import type { PoolConfig } from 'pg'
import type { Store } from '../store.ts'
import { createDatabase } from './database.ts'
import { createDeliveryLog } from './deliveries.ts'
import { createFeedbackLog } from './feedback.ts'
import { createInbox } from './inbox.ts'
import { createLeases } from './leases.ts'
import { createPaperStore } from './papers.ts'
import { prepareSchema } from './schema.ts'
import { createSubscriptionStore } from './subscriptions.ts'
import { createSyncLog } from './syncs.ts'
import { createTurnLog } from './turns.ts'
import { createUsageLog } from './usage.ts'
import { createVectorIndex } from './vectors.ts'
import { createWordIndex } from './words.ts'

/**
 * The engine for many processes and large collections: a Postgres database that is Paperboy's own.
 *
 * @param config an address in `connectionString`, or what else the client library takes
 * @throws PaperboyError when it cannot be opened.
 */
export async function openPostgresStore(config: PoolConfig): Promise<Store> {
  const database = createDatabase(config)
  try {
    const extensions = await prepareSchema(database)
    return {
      papers: createPaperStore(database),
      words: createWordIndex(database, extensions),
      vectors: createVectorIndex(database, extensions),
      turns: createTurnLog(database),
      feedback: createFeedbackLog(database),
      inbox: createInbox(database),
      usage: createUsageLog(database),
      subscriptions: createSubscriptionStore(database),
      deliveries: createDeliveryLog(database),
      leases: createLeases(database),
      syncs: createSyncLog(database),
      notes: async () => extensions.notes,
      close: database.close,
    }
  } catch (error) {
    await database.close()
    throw error
  }
}
