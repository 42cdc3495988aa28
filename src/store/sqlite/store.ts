import type { Store } from '../store.ts'
import { openDatabase } from './database.ts'
import { createDeliveryLog } from './deliveries.ts'
import { guarded } from './errors.ts'
import { createFeedbackLog } from './feedback.ts'
import { createInbox } from './inbox.ts'
import { createLeases } from './leases.ts'
import { createPaperStore } from './papers.ts'
import { createSubscriptionStore } from './subscriptions.ts'
import { createSyncLog } from './syncs.ts'
import { createTurnLog } from './turns.ts'
import { createUsageLog } from './usage.ts'
import { createVectorIndex } from './vectors.ts'
import { createWordIndex } from './words.ts'

/**
 * The embedded engine: one SQLite file in WAL mode that several processes may share.
 *
 * @param file a path, or `:memory:`.
 * @throws PaperboyError when it cannot be opened.
 */
export async function openSqliteStore(file: string): Promise<Store> {
  const database = await guarded(() => openDatabase(file))
  return {
    papers: createPaperStore(database),
    words: createWordIndex(database),
    vectors: createVectorIndex(database),
    turns: createTurnLog(database),
    feedback: createFeedbackLog(database),
    inbox: createInbox(database),
    usage: createUsageLog(database),
    subscriptions: createSubscriptionStore(database),
    deliveries: createDeliveryLog(database),
    leases: createLeases(database),
    syncs: createSyncLog(database),
    notes: async () => [],
    close: () => guarded(() => (database.isOpen ? database.close() : undefined)),
  }
}
