import { z } from 'zod'
import type { Held } from '../jobs/holder.ts'
import { type Clock, latestListDay } from '../lib/clock.ts'
import type { Paper, PaperId } from '../papers/paper.ts'
import type { Store } from '../store/store.ts'

/** Papers that public feeds have shown, each with the moment since when, oldest first. */
export type Featured = readonly { paper: PaperId; at: Date }[]

const kept = z.array(z.tuple([z.string(), z.number()]))

const day = 24 * 3_600_000
const minute = 60_000
/** Days up to the newest whose papers are looked at: longer than sources need to bring them. */
const windowDays = 14
/** Papers of these days that are looked at, most votes first. */
const mostCandidates = 2_000
/** How long what was shown is known, in milliseconds: longer than a paper can be new. */
const remembered = 45 * day
/** How often it is looked for new papers: readers come every half hour at the soonest. */
const interval = 5 * minute

/** Which papers the public may read of: see `publicPapers`. */
export type IsPublic = (paper: Paper) => boolean

export async function readFeatured({ facts }: Pick<Store, 'facts'>): Promise<Featured> {
  const fact = await facts.get('feed', 'featured')
  return (kept.safeParse(fact?.value).data ?? []).map(([paper, at]) => ({ paper, at: new Date(at) }))
}

/**
 * Notes which papers are new to the public feeds, and when they came, since readers go by that and not by the day of a
 * paper; -> in how many milliseconds to look again. One process at a time does this.
 */
export function createFeature({
  store,
  clock,
  isPublic,
}: {
  store: Store
  clock: Clock
  isPublic: IsPublic
}) {
  return async function feature({ isMine }: Pick<Held, 'isMine'>): Promise<number> {
    const now = clock.now()
    const newest = await store.papers.newestDay(latestListDay(now))
    if (newest === undefined) return interval
    const from = new Date(Date.parse(newest) - (windowDays - 1) * day).toISOString().slice(0, 10)
    const candidates = (await store.papers.between(from, newest, mostCandidates)).filter(isPublic)
    const isFirst = (await store.facts.get('feed', 'featured')) === undefined
    const before = await readFeatured(store)
    const known = new Set(before.map(({ paper }) => paper))
    const fresh = candidates.filter(({ id }) => !known.has(id))
    if (fresh.length === 0 && !isFirst) return interval
    const still = new Set(candidates.map(({ id }) => id))
    const old = before.filter(
      ({ paper, at }) => still.has(paper) || now.getTime() - at.getTime() < remembered,
    )
    const all = [...old, ...momentsOf(fresh, now, isFirst)]
    const value = all
      .toSorted((one, other) => one.at.getTime() - other.at.getTime())
      .map(({ paper, at }) => [paper, at.getTime()] as const)
    if (isMine()) await store.facts.put('feed', 'featured', value, now)
    return interval
  }
}

/**
 * When each of them came, best first: all at once, a little apart so that readers keep their order. What was there before
 * there was a feed came on its day.
 */
function momentsOf(papers: readonly Paper[], now: Date, isFirst: boolean): Featured {
  const apart = Math.min(1_000, minute / Math.max(1, papers.length))
  return papers.map((paper, place) => {
    const since = isFirst ? Date.parse(paper.date ?? paper.published ?? '') : Number.NaN
    const batch = Number.isNaN(since) ? now.getTime() : Math.min(now.getTime(), since + day / 2)
    return { paper: paper.id, at: new Date(Math.round(batch - place * apart)) }
  })
}
