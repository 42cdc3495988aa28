import { z } from 'zod'
import type { Runner } from '../jobs/runner.ts'
import type { Clock } from '../lib/clock.ts'
import { describeError, PaperboyError } from '../lib/errors.ts'
import { fetchesOf } from '../store/queues.ts'
import type { Store } from '../store/store.ts'
import type { Source } from '../sync/source.ts'
import { type SyncRequest, type SyncResult, syncSource } from '../sync/sync.ts'
import { stayOut } from './ingest.ts'
import { createProgress, type ProgressOutput } from './progress.ts'

/** More warnings than this are counted, not listed. */
const maximumListed = 20

export type SyncSurroundings = {
  store: Pick<Store, 'papers'>
  runner: Runner
  clock: Clock
  stdout: { write(text: string): unknown }
  stderr: ProgressOutput
}

/**
 * Fetches these sources now, one after the other; one that fails does not keep the others from being fetched. Prints a
 * line for each to `stdout`, and to `stderr` what was odd or failed.
 *
 * @param options.since ISO day to begin from; each source goes on where it was otherwise
 * @returns whether all of them worked
 * @throws PaperboyError when there are none, or the day is not one
 */
export async function syncByHand(
  sources: readonly Source[],
  { since }: { since?: string },
  { store, runner, clock, stdout, stderr }: SyncSurroundings,
  signal: AbortSignal,
): Promise<boolean> {
  if (since !== undefined && !isPastDay(since, clock.now()))
    throw new PaperboyError(
      `"${since}" is not a day in the past.`,
      'Write --since as year-month-day, such as 2025-03-13.',
    )
  if (sources.length === 0)
    throw new PaperboyError(
      'No sources are set.',
      'Name one, such as: paperboy sync huggingface. Or set SOURCES=huggingface,arxiv:cs.CL.',
    )
  let worked = true
  for (const source of sources) {
    const progress = createProgress(stderr, () => clock.now().getTime())
    const request = {
      signal,
      ...(since !== undefined && { since }),
      onProgress: (at: string, papers: number) =>
        progress.show(0, `${source.name}: ${at}, ${papers.toLocaleString('en')} papers`),
    }
    try {
      const done = await syncNow(source, request)
      progress.clear()
      if (!done)
        throw new PaperboyError(
          'Another Paperboy is fetching it at this moment.',
          'Its papers will be here soon.',
        )
      if (done.kind === 'failed') throw done.error
      for (const warning of done.warnings.slice(0, maximumListed))
        stderr.write(`${source.name}: ${warning}\n`)
      if (done.warnings.length > maximumListed)
        stderr.write(`${source.name}: and ${done.warnings.length - maximumListed} more.\n`)
      stdout.write(
        `${source.name}: added ${done.added} ${done.added === 1 ? 'paper' : 'papers'}, updated ${done.updated}, unchanged ${done.unchanged}.${stayOut(done)}\n`,
      )
    } catch (error) {
      progress.clear()
      if (signal.aborted || !(error instanceof PaperboyError)) throw error
      stderr.write(`paperboy: ${source.name} could not be fetched. ${describeError(error)}\n`)
      worked = false
    }
  }
  return worked

  /** -> undefined while another process is at it */
  async function syncNow(source: Source, request: SyncRequest): Promise<SyncResult | undefined> {
    const lease = await runner.lease(fetchesOf(source.name), true)
    if (!lease) return undefined
    let wait = 0
    try {
      const result = await syncSource(source, lease, { store, clock }, request)
      wait = result.wait
      return result
    } finally {
      await lease.release(wait)
    }
  }
}

function isPastDay(day: string, now: Date): boolean {
  return z.iso.date().safeParse(day).success && Date.parse(day) <= now.getTime()
}
