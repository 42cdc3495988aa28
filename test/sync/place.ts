import { createRunner } from '../../src/jobs/runner.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { createHttp } from '../../src/lib/http.ts'
import { openStore } from '../../src/store/open.ts'
import { fetchesOf } from '../../src/store/queues.ts'
import type { Source } from '../../src/sync/source.ts'
import { type SyncRequest, syncSource } from '../../src/sync/sync.ts'
import { silentLog } from '../digests/posting.ts'

/** A store, a clock that stands where it is put, and a client that waits only briefly between attempts. */
export async function openPlace(at: string) {
  const store = await openStore('sqlite::memory:')
  const time = { now: new Date(at) }
  const clock = { now: () => time.now }
  const http = createHttp({ userAgent: 'paperboy/test (+me@example.org)', firstWaitMs: 5, timeoutMs: 500 })
  const jobs = createRunner({ store, clock: systemClock, log: silentLog })
  const never = new AbortController().signal
  return {
    store,
    jobs,
    clock,
    http,
    signal: never,
    /** Fetches a source now. @throws what the source throws */
    async sync(source: Source, more: Partial<SyncRequest> = {}) {
      const lease = await jobs.lease(fetchesOf(source.name), true)
      if (!lease) throw new Error('Somebody else is at it.')
      try {
        const result = await syncSource(source, lease, { store, clock }, { signal: never, ...more })
        if (result.kind === 'failed') throw result.error
        return result
      } finally {
        await lease.release()
      }
    },
    setTime: (moment: string) => {
      time.now = new Date(moment)
    },
    async close() {
      await http.close()
      await store.close()
    },
  }
}
export type Place = Awaited<ReturnType<typeof openPlace>>
