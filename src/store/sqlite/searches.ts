import type { DatabaseSync } from 'node:sqlite'
import { startThread, type Thread, threadFile } from '../../lib/thread.ts'
import type { WordIndex } from '../store.ts'
import type { Hit, VectorIndex } from '../vectors.ts'
import { guarded, storeError } from './errors.ts'
import type { SearchVectors } from './vectors.ts'
import type { SearchWords } from './words.ts'

/** A search as the thread is told of it. */
export type SearchOrder =
  | { kind: 'words'; asked: Parameters<SearchWords> }
  | { kind: 'vectors'; asked: Parameters<SearchVectors> }

/** The two searches that read more the more papers there are. */
export type Searches = {
  words: WordIndex['search']
  vectors: VectorIndex['search']
  close(): Promise<void>
}

type Here = { words: SearchWords; vectors: SearchVectors }

/**
 * Searches here while the collection is small, and on a thread with a connection of its own once they would take so
 * long that everything else had to wait.
 *
 * @param large from how many papers on
 */
export function createSearches(
  { database, file, large }: { database: DatabaseSync; file: string; large: number },
  here: Here,
): Searches {
  const last = database.prepare('SELECT max(key) AS key FROM papers')
  let thread: Thread<SearchOrder, readonly Hit[]> | undefined
  let isClosed = false

  async function search(order: SearchOrder, searchHere: () => readonly Hit[]): Promise<readonly Hit[]> {
    const isLarge = file !== ':memory:' && (await guarded(() => Number(last.get()?.key))) >= large
    if (!isLarge) return guarded(searchHere)
    if (isClosed) throw new Error('The database is closed.')
    if (!thread || thread.hasEnded()) thread = startThread(threadFile('search-worker', import.meta.url), file)
    try {
      return await thread.ask(order)
    } catch (error) {
      throw storeError(error)
    }
  }

  return {
    words: (...asked) => search({ kind: 'words', asked }, () => here.words(...asked)),
    vectors: (...asked) => search({ kind: 'vectors', asked }, () => here.vectors(...asked)),
    async close() {
      isClosed = true
      await thread?.close()
    },
  }
}
