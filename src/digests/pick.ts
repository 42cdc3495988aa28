import type { Paper, PaperId } from '../papers/paper.ts'
import type { Search } from '../retrieval/search.ts'
import type { Shown } from '../store/deliveries.ts'
import type { Store } from '../store/store.ts'
import type { Subscription } from '../store/subscriptions.ts'
import { type Ranked, rankPapers } from './rank-papers.ts'
import { reasonFor } from './reason.ts'

/** A paper for a post, and why it is there. */
export type Picked = { paper: Paper; why: string; back?: true }

/** Papers for the next post of a subscription, best first. */
export type PickPapers = (subscription: Subscription) => Promise<readonly Picked[]>

/** Days up to the newest whose papers can be in a post: long enough for a weekly one, and for votes to settle. */
const windowDays = 7
/** Papers of these days that are looked at, most votes first. */
const mostCandidates = 2_000
/** The least share of the topic a paper must speak of: below it nothing has to do with it (as in search). */
const floor = 0.2
/**
 * A paper comes back, once, when it has three times the votes it was shown with, at least so many, and no paper of the
 * days has more: what everybody talks about in the end was easily missed on its first day.
 */
const outstanding = { times: 3, votes: 30 }

const day = 24 * 3_600_000

export function createPickPapers({
  store,
  search,
}: {
  store: Pick<Store, 'papers' | 'deliveries'>
  search: Search
}): PickPapers {
  return async (subscription) => {
    const newest = await store.papers.newestDay()
    if (newest === undefined) return []
    const from = new Date(Date.parse(newest) - (windowDays - 1) * day).toISOString().slice(0, 10)
    const papers = await store.papers.between(from, newest, mostCandidates)
    const shown = await store.deliveries.shown(
      subscription.to,
      papers.map(({ id }) => id),
    )
    const most = Math.max(0, ...papers.map(({ upvotes = 0 }) => upvotes))
    const open = papers.filter((paper) => {
      const before = shown.get(paper.id)
      return !subscription.less.includes(paper.id) && (!before || isBack(paper, before, most))
    })
    const relevance = await relevanceTo(subscription.topic, open)
    const fitting = relevance ? open.filter(({ id }) => (relevance.get(id) ?? 0) >= floor) : open
    const less = subscription.less.length === 0 ? [] : await store.papers.get(subscription.less)
    const ranked = rankPapers(fitting, newest, { ...(relevance && { relevance }), less })
    return ranked.slice(0, subscription.top).map((one) => toPicked(one, shown.get(one.paper.id)))
  }

  /** How much of the topic each paper speaks of; undefined without a topic. */
  async function relevanceTo(
    topic: string | undefined,
    papers: readonly Paper[],
  ): Promise<ReadonlyMap<PaperId, number> | undefined> {
    if (topic === undefined) return undefined
    if (papers.length === 0) return new Map()
    const among = papers.map(({ id }) => id)
    const { papers: found } = await search(topic, { among, limit: among.length })
    return new Map(found.map(({ paper, score }) => [paper.id, score]))
  }

  function toPicked({ paper, merits }: Ranked, before: Shown | undefined): Picked {
    const why = reasonFor(paper, merits, before)
    return before ? { paper, why, back: true } : { paper, why }
  }
}

function isBack({ upvotes = 0 }: Paper, { times, votes }: Shown, most: number): boolean {
  const risen = upvotes >= Math.max(outstanding.votes, outstanding.times * votes)
  return times === 1 && risen && upvotes === most
}
