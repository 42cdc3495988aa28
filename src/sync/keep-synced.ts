import { setTimeout as sleep } from 'node:timers/promises'
import { describeError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import type { SyncState } from '../store/syncs.ts'
import type { Source } from './source.ts'
import { type SyncParts, syncSource } from './sync.ts'

/** After a failure it is tried again after this long, in milliseconds, then after twice as long each time. */
const firstRetry = 2 * 60_000
const longestRetry = 6 * 3_600_000
/** How often, in milliseconds, it is looked whether something is due; up to half as long again by chance. */
const tick = 60_000

type Parts = SyncParts & {
  sources: readonly Source[]
  log: Log
  /** Told when papers came in. */
  onPapers: () => Promise<void>
  /** For tests: waits for the next look. */
  wait?: (signal: AbortSignal) => Promise<unknown>
}

/** Fetches every source when it is due, until the signal comes. One that fails is tried again later; never throws. */
export async function keepSynced(parts: Parts, signal: AbortSignal): Promise<void> {
  const { sources, store, jobs, clock, log, onPapers } = parts
  const {
    wait = (until) => sleep(tick * (1 + Math.random() / 2), undefined, { signal: until, ref: false }),
  } = parts
  while (!signal.aborted) {
    for (const source of sources) {
      const isDue = (state: SyncState | undefined) => {
        const now = clock.now().getTime()
        // What was fetched later than now was fetched while a clock ran ahead.
        return dueAt(source, state) <= now || (state !== undefined && state.at.getTime() > now)
      }
      try {
        if (!isDue(await store.syncs.get(source.name))) continue
        const done = await syncSource(source, { store, jobs, clock }, { signal, isDue })
        if (!done) continue
        const { oddities, ...counts } = done
        log.info({ source: source.name, ...counts, oddities: oddities.slice(0, 10) }, 'Fetched papers')
        if (counts.added + counts.updated > 0) await onPapers()
      } catch (error) {
        if (signal.aborted) return
        log.warn({ source: source.name, error: describeError(error) }, 'Papers could not be fetched')
      }
    }
    await wait(signal).catch(() => undefined)
  }
}

/** When a source is to be asked next, in milliseconds since 1970. */
export function dueAt(source: Source, state: SyncState | undefined): number {
  if (!state) return 0
  const wait =
    state.failures === 0 ? source.interval : Math.min(longestRetry, firstRetry * 2 ** (state.failures - 1))
  return state.at.getTime() + wait
}
