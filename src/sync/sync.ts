import { setImmediate as breathe } from 'node:timers/promises'
import type { Lease, Runner } from '../jobs/runner.ts'
import type { Clock } from '../lib/clock.ts'
import { describeError, PaperboyError } from '../lib/errors.ts'
import type { Paper } from '../papers/paper.ts'
import type { Store } from '../store/store.ts'
import type { SyncState } from '../store/syncs.ts'
import type { Source } from './source.ts'

/** Papers written in one transaction: few enough that nobody waits for it. */
const batchSize = 50

export type SyncParts = { store: Pick<Store, 'papers' | 'syncs'>; jobs: Runner; clock: Clock }
export type SyncResult = { added: number; updated: number; unchanged: number; oddities: readonly string[] }

export type SyncRequest = {
  since?: string
  signal: AbortSignal
  /** Told how far it is, in words, with how many papers came in. */
  onProgress?: (at: string, papers: number) => void
  /** Asked when the source is ours: false when it was done meanwhile. */
  isDue?: (state: SyncState | undefined) => boolean
}

/**
 * Fetches what is new of one source into the store and remembers how it went and where to go on. One process at a time
 * does it for each source.
 *
 * @returns undefined when another process is at it, or it is not due
 * @throws PaperboyError when the source failed, which is remembered, too; the signal's reason when it comes
 */
export async function syncSource(
  source: Source,
  { store, jobs, clock }: SyncParts,
  { since, signal, onProgress, isDue }: SyncRequest,
): Promise<SyncResult | undefined> {
  const lease = await jobs.lease(`lease:sync:${source.name}`)
  if (!lease) return undefined
  try {
    const before = await store.syncs.get(source.name)
    if (isDue && !isDue(before)) return undefined
    return await run(before, lease)
  } finally {
    await lease.release()
  }

  async function run(before: SyncState | undefined, { isMine }: Lease): Promise<SyncResult> {
    const sum = { added: 0, updated: 0, unchanged: 0 }
    const oddities: string[] = []
    let state: SyncState = {
      ...(before ?? { failures: 0, added: 0, updated: 0 }),
      source: source.name,
      at: clock.now(),
    }
    try {
      const request = { cursor: state.cursor, since, now: clock.now(), signal }
      for await (const { papers, oddities: odd, cursor, at } of source.fetch(request)) {
        for (let start = 0; start < papers.length; start += batchSize)
          add(sum, await putSome(papers.slice(start, start + batchSize)))
        for (const what of odd) oddities.push(what)
        state = { ...state, cursor }
        await store.syncs.put(state)
        onProgress?.(at, sum.added + sum.updated + sum.unchanged)
        signal.throwIfAborted()
        if (!isMine()) throw new PaperboyError(`${source.name} was taken over.`, 'Another Paperboy is at it.')
      }
    } catch (error) {
      if (!signal.aborted)
        await store.syncs.put({ ...state, problem: describeError(error), failures: state.failures + 1 })
      throw error
    }
    const { problem: _, ...rest } = state
    const { added, updated } = sum
    await store.syncs.put({ ...rest, succeededAt: state.at, failures: 0, added, updated })
    return { ...sum, oddities }
  }

  async function putSome(papers: readonly Paper[]) {
    await breathe()
    return store.papers.put(papers)
  }
}

function add(sum: Omit<SyncResult, 'oddities'>, more: Omit<SyncResult, 'oddities'>): void {
  sum.added += more.added
  sum.updated += more.updated
  sum.unchanged += more.unchanged
}
