import { type Clock, systemClock } from '../../lib/clock.ts'
import type { Store } from '../store.ts'
import { openDatabase } from './database.ts'
import { createDialectLog } from './dialects.ts'
import { guarded } from './errors.ts'
import { createFactLog } from './facts.ts'
import { createFeedbackLog } from './feedback.ts'
import { createJobs } from './jobs.ts'
import { createLeavingStore } from './leaving.ts'
import { createPaceLog } from './pace.ts'
import { createPaperStore } from './papers.ts'
import { createPeopleStore } from './people.ts'
import { createPlaceVotes } from './place-votes.ts'
import { createRemovedPapers } from './removed-papers.ts'
import { createSearches } from './searches.ts'
import { createShownPapers } from './shown.ts'
import { createSubscriptionStore } from './subscriptions.ts'
import { createTurnLog } from './turns.ts'
import { createUsageLog } from './usage.ts'
import { createSearchVectors, createVectorIndex } from './vectors.ts'
import { createSearchWords, createWordIndex } from './words.ts'
import { createWorkspacePapers } from './workspace-papers.ts'

/** From so many papers on, a search takes longer than anybody else should have to wait: 10 ms at the worst. */
const large = 10_000
/** Up to so many papers, half the searches take less than 25 ms. */
const mostPapers = 100_000

/**
 * The embedded engine: one SQLite file in WAL mode that several processes may share.
 *
 * @param file a path, or `:memory:`.
 * @param options.largeFrom from how many papers on a thread of its own searches them
 * @param options.clock by which jobs are held: the machine's
 * @throws PaperboyError when it cannot be opened.
 */
export async function openSqliteStore(
  file: string,
  { largeFrom = large, clock = systemClock }: { largeFrom?: number; clock?: Clock } = {},
): Promise<Store> {
  const database = await guarded(() => openDatabase(file))
  const papers = createPaperStore(database)
  const searches = createSearches(
    { database, file, large: largeFrom },
    { words: createSearchWords(database), vectors: createSearchVectors(database) },
  )
  return {
    papers,
    removed: createRemovedPapers(database),
    workspaces: createWorkspacePapers(database),
    words: createWordIndex(database, searches.words),
    vectors: createVectorIndex(database, searches.vectors),
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
    async notes() {
      if ((await papers.count()) <= mostPapers) return []
      const many = mostPapers.toLocaleString('en')
      return [
        `Beyond ${many} papers Postgres is faster: paperboy move --to postgres://user:password@host/database`,
      ]
    },
    async close() {
      await searches.close()
      await guarded(() => (database.isOpen ? database.close() : undefined))
    },
  }
}
