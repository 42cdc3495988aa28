import type { Runner } from '../jobs/runner.ts'
import { describeError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import type { PaperId } from '../papers/paper.ts'
import type { Store } from '../store/store.ts'
import { joinDoubles } from './doubles.ts'
import type { Embedder } from './embedder.ts'
import { indexPapers } from './index-papers.ts'

/** How often it is looked for papers that other processes brought in, in milliseconds, and how soon after a failure. */
const waits = { usual: 15_000, failed: 120_000 }

/** The vectors that papers lack are made by one process for all that share the database. */
export type Indexing = {
  /**
   * Makes vectors until no paper lacks one, or until it is told to stop; when another process is at it, nothing. Calls
   * follow one another. Never throws: what fails is logged, and made up for by the next call.
   */
  look(how?: { length?: number | undefined; onProgress?: (done: number, all: number) => void }): Promise<void>
  /** Looks now, and again and again, until it is told to stop. */
  keepLooking(): void
  /** How many papers have no vectors. */
  left(): Promise<number>
}

export type IndexingParts = {
  store: Store
  embedder: Embedder
  runner: Runner
  log: Log
  /** A batch under way when it comes is still stored. */
  signal: AbortSignal
  /** How many papers in all; each one when left out. */
  most?: number | undefined
  /** Waits until the embedder can be used at all. @throws when it cannot */
  ready?: () => Promise<void>
}

export function createIndexing({
  store,
  embedder,
  runner,
  log,
  signal,
  most = Number.POSITIVE_INFINITY,
  ready = async () => {},
}: IndexingParts): Indexing {
  const { model } = embedder
  const refused = new Set<PaperId>()
  let done = 0
  let hasFailed = false
  let looking = Promise.resolve()

  const left = async () => (await store.papers.count()) - (await store.vectors.count(model))

  async function lookNow({ length, onProgress }: NonNullable<Parameters<Indexing['look']>[0]>) {
    if (signal.aborted || done >= most) return
    const missing = (await left()) - refused.size
    if (missing <= 0 && length === undefined) return
    await ready()
    const lease = await runner.lease(`vectors:${model}`)
    if (!lease) return
    try {
      const all = Math.min(missing, most - done)
      const embedded = await indexPapers({
        ...{ store, embedder, log, length, refused },
        signal: AbortSignal.any([signal, lease.signal]),
        most: most - done,
        async onStored(space, papers) {
          const joined = await joinDoubles(store, space, papers)
          if (joined > 0) log.info({ papers: joined }, 'Papers turned out to be others under another title')
        },
        onProgress: (some) => onProgress?.(some, all),
      })
      done += embedded
      if (embedded > 0) log.info({ model, embedded, left: await left() }, 'Papers were embedded')
    } finally {
      await lease.release()
    }
  }

  const look: Indexing['look'] = (how = {}) => {
    looking = looking.then(async () => {
      try {
        await lookNow(how)
        hasFailed = false
      } catch (error) {
        hasFailed = true
        if (!signal.aborted) log.debug({ error: describeError(error) }, 'Papers were not embedded')
      }
    })
    return looking
  }

  function keepLooking(): void {
    void look().then(() => {
      if (!signal.aborted) setTimeout(keepLooking, hasFailed ? waits.failed : waits.usual).unref()
    })
  }

  return { look, keepLooking, left }
}
