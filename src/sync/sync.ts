import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import { z } from 'zod'
import { type Held, LostError } from '../jobs/holder.ts'
import type { Clock } from '../lib/clock.ts'
import { describeError } from '../lib/errors.ts'
import type { Json } from '../lib/json.ts'
import type { Paper } from '../papers/paper.ts'
import { fetches, fetchesOf } from '../store/queues.ts'
import type { PutCounts, Store } from '../store/store.ts'
import type { Source } from './source.ts'

/** Papers written in one transaction: few enough that nobody waits for it. */
const batchSize = 50
/** After a failure it is tried again after this long, in milliseconds, then after twice as long each time. */
const retries = { first: 2 * 60_000, longest: 6 * 3_600_000 }

const Moment = z.iso.datetime().transform((moment) => new Date(moment))
/** How it went the last time papers were fetched from a source: what the job of its fetches notes. */
export type SyncState = z.infer<typeof SyncState>
const SyncState = z.object({
  /** As in the setting `SOURCES`: `huggingface`, `arxiv:cs.CL`. */
  source: z.string(),
  /** When it was tried last. */
  at: Moment,
  /** When it worked last. */
  succeededAt: Moment.exactOptional(),
  /** Why the last attempt failed, in a sentence; left out when it worked. */
  problem: z.string().exactOptional(),
  /** Failures in a row. */
  failures: z.number(),
  /** Papers that were added and updated by the last attempt that worked. */
  added: z.number(),
  updated: z.number(),
  /** Where to go on: what only the source understands. */
  cursor: z
    .json()
    .transform((cursor): Json => cursor)
    .exactOptional(),
})

type Counts = Required<PutCounts>
/** What a fetch came to, and in how many milliseconds the source is worth asking again. */
export type SyncResult = { wait: number } & (
  | ({ kind: 'fetched'; warnings: readonly string[] } & Counts)
  | { kind: 'failed'; error: unknown }
)

export type SyncParts = { store: Pick<Store, 'papers'>; clock: Clock }
export type SyncRequest = {
  /** ISO day to begin from; it goes on where it was otherwise. */
  since?: string
  signal: AbortSignal
  /** Told how far it is, in words, with how many papers came in. */
  onProgress?: (at: string, papers: number) => void
}

/**
 * Fetches what is new of one source into the store. After a kill, a stop or a failure, the next process begins behind
 * the last batch that was stored.
 *
 * @param held the source's job: how it went, and where to go on, is noted there
 * @throws the signal's reason when it comes; LostError when another process is at it; what the store throws
 */
export async function syncSource(
  source: Source,
  held: Held,
  { store, clock }: SyncParts,
  { since, signal, onProgress }: SyncRequest,
): Promise<SyncResult> {
  const sum: Counts = { added: 0, updated: 0, unchanged: 0, removed: 0 }
  const warnings: string[] = []
  let state: SyncState = {
    ...(stateOf(held.job.notes) ?? { failures: 0, added: 0, updated: 0 }),
    source: source.name,
    at: clock.now(),
  }
  try {
    const request = { cursor: state.cursor, since, now: clock.now(), signal }
    for await (const { papers, warnings: odd, cursor, at } of source.fetch(request)) {
      for (let start = 0; start < papers.length; start += batchSize)
        add(sum, await putSome(papers.slice(start, start + batchSize)))
      for (const what of odd) warnings.push(what)
      state = { ...state, cursor }
      await held.note(toJson(state))
      onProgress?.(at, sum.added + sum.updated + sum.unchanged)
      signal.throwIfAborted()
      if (!held.isMine()) throw new LostError()
    }
  } catch (error) {
    if (signal.aborted || error instanceof LostError) throw error
    const failures = state.failures + 1
    await held.note(toJson({ ...state, problem: describeError(error), failures }))
    return {
      ...{ kind: 'failed', error },
      wait: Math.min(retries.first * 2 ** (failures - 1), retries.longest),
    }
  }
  const { problem: _, ...rest } = state
  const { added, updated } = sum
  await held.note(toJson({ ...rest, succeededAt: state.at, failures: 0, added, updated }))
  return { kind: 'fetched', wait: source.interval, warnings, ...sum }

  async function putSome(papers: readonly Paper[]) {
    await yieldToEventLoop()
    if (!held.isMine()) throw new LostError()
    return store.papers.put(papers)
  }
}

/** How it went with each source that was ever asked, by name. */
export async function syncStates({ jobs }: Pick<Store, 'jobs'>): Promise<readonly SyncState[]> {
  const states = (await jobs.unfinished({ within: fetches })).flatMap(({ notes }) => stateOf(notes) ?? [])
  return states.toSorted((one, other) => (one.source < other.source ? -1 : 1))
}

/** The same of one source; undefined when it was never asked. */
export async function syncStateOf(source: string, { jobs }: Pick<Store, 'jobs'>) {
  return stateOf((await jobs.unfinished(fetchesOf(source)))[0]?.notes)
}

const stateOf = (notes: Json | undefined): SyncState | undefined => SyncState.safeParse(notes).data

const toJson = ({ at, succeededAt, ...rest }: SyncState): Json => ({
  ...rest,
  at: at.toISOString(),
  ...(succeededAt && { succeededAt: succeededAt.toISOString() }),
})

function add(sum: Counts, more: PutCounts): void {
  sum.added += more.added
  sum.updated += more.updated
  sum.unchanged += more.unchanged
  sum.removed += more.removed ?? 0
}
