import { authorityOf } from '../../src/feeds/authority.ts'
import { createFeature, type IsPublic } from '../../src/feeds/featured.ts'
import { createPublicEntries, publicPapers } from '../../src/feeds/public-feeds.ts'
import { serveFeeds } from '../../src/feeds/serve-feeds.ts'
import { createHttpServer } from '../../src/operator/http-server.ts'
import type { Paper } from '../../src/papers/paper.ts'
import { createMeaning } from '../../src/retrieval/meaning.ts'
import { createSearch } from '../../src/retrieval/search.ts'
import type { Store } from '../../src/store/store.ts'
import { silentLog } from '../digests/posting.ts'
import { freePort } from '../loopback.ts'

export const publicUrl = 'https://papers.example.org'
export const day = 24 * 3_600_000

export const paper = (name: string, more: Partial<Paper> = {}): Paper => ({
  id: `title:${name.toLowerCase().replaceAll(' ', '-')}`,
  title: name,
  abstract: `${name} is a paper about sparse retrieval.`,
  url: `https://arxiv.org/abs/${encodeURIComponent(name)}`,
  source: 'huggingface',
  ...more,
})

/** Feeds of a store behind the real server, on a clock that the test sets. */
export async function startFeeds(
  store: Store,
  clock: { now(): Date },
  { isPublic = publicPapers(new Set()), url: base = publicUrl }: { isPublic?: IsPublic; url?: string } = {},
) {
  const port = await freePort()
  const server = createHttpServer({ host: '127.0.0.1', port, advice: '', log: silentLog })
  const meaning = createMeaning({ store, log: silentLog })
  const search = createSearch({ store, meaning })
  const end = await serveFeeds(server.serve, {
    store,
    clock,
    publicUrl: base,
    authority: await authorityOf(base, { store, clock }),
    publicEntries: createPublicEntries({ store, search, meaning, clock, isPublic }),
  })
  const feature = createFeature({ store, clock, isPublic })
  return {
    /** Looks for new papers, as the recurring work does. */
    feature: () => feature({ isMine: () => true }),
    /** By a path below `/feeds/`, or an address as people are given it. */
    get(path: string, init?: RequestInit) {
      const below = path.replace(`${base}/feeds/`, '')
      return fetch(`http://127.0.0.1:${port}/feeds/${below}`, init)
    },
    end,
  }
}
