import { authorityOf } from '../feeds/authority.ts'
import { createFeature } from '../feeds/featured.ts'
import { createPublicEntries, publicPapers } from '../feeds/public-feeds.ts'
import { serveFeeds } from '../feeds/serve-feeds.ts'
import { keepDoing } from '../jobs/recurring.ts'
import type { Serve } from '../platform/endpoint.ts'
import type { OpenServices } from '../services.ts'
import { featuring } from '../store/queues.ts'
import { readShippedPapers } from './shipped-papers.ts'

/**
 * Serves feeds and looks for what is new in them, until the signal comes; -> what ends it.
 *
 * @throws PaperboyError when nothing can listen
 */
export async function openFeeds(
  { publicUrl, which, serve }: { publicUrl: string; which: 'public' | 'all'; serve: Serve },
  services: OpenServices,
  signal: AbortSignal,
): Promise<() => Promise<void>> {
  const { store, search, meaning, clock, runner, log } = services
  const shipped = new Set((await readShippedPapers()).map(({ id }) => id))
  const isPublic = which === 'all' ? () => true : publicPapers(shipped)
  const end = await serveFeeds(serve, {
    store,
    clock,
    publicUrl,
    authority: await authorityOf(publicUrl, { store, clock }),
    publicEntries: createPublicEntries({ store, search, meaning, clock, isPublic }),
  })
  const featured = keepDoing(
    { name: featuring, work: createFeature({ store, clock, isPublic }) },
    { runner, log },
    signal,
  )
  return async () => {
    await Promise.all([end(), featured])
  }
}
