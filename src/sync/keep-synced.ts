import type { Held } from '../jobs/holder.ts'
import { keepDoing } from '../jobs/recurring.ts'
import type { Runner } from '../jobs/runner.ts'
import { describeError, PaperboyError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import { fetchesOf } from '../store/queues.ts'
import type { Source } from './source.ts'
import { type SyncParts, syncSource } from './sync.ts'

/** A fetch over which more processes ended waits as one that failed. */
const mostDeaths = 2

type Parts = SyncParts & {
  runner: Runner
  sources: readonly Source[]
  log: Log
  /** Told when papers came in. */
  onPapers: () => void
}

/**
 * Fetches every source when it is due, until the signal comes, each by one process at a time for all. One that fails is
 * tried again later; never throws.
 */
export async function keepSynced(parts: Parts, signal: AbortSignal): Promise<void> {
  const { sources, runner, log, onPapers } = parts
  const fetching = sources.map((source) => {
    const work = async (held: Held, ending: AbortSignal) => {
      const wanted = held.job.deaths > mostDeaths ? { ...source, fetch: refuse } : source
      const result = await syncSource(wanted, held, parts, { signal: ending })
      const { name } = source
      if (result.kind === 'failed')
        log.warn({ source: name, error: describeError(result.error) }, 'Papers could not be fetched')
      else {
        const { added, updated, unchanged, warnings } = result
        const counts = { added, updated, unchanged }
        log.info({ source: name, ...counts, warnings: warnings.slice(0, 10) }, 'Fetched papers')
        if (added + updated > 0) onPapers()
      }
      return result.wait
    }
    return keepDoing({ name: fetchesOf(source.name), work }, { runner, log }, signal)
  })
  await Promise.all(fetching)
}

/** In place of a fetch. */
function refuse(): never {
  throw new PaperboyError('The process ended each time it was fetched.', 'The log may say why.')
}
