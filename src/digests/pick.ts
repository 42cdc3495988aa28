import { type Clock, latestListDay } from '../lib/clock.ts'
import type { Paper, PaperId } from '../papers/paper.ts'
import { isSameAuthor } from '../papers/same-author.ts'
import { type StemmedText, stemmedPaper, stemmedText } from '../papers/stemmed-text.ts'
import type { Meaning } from '../retrieval/meaning.ts'
import { presence } from '../retrieval/rank.ts'
import { tasteByMeaning } from '../retrieval/relevance-feedback.ts'
import type { Fit, FoundPaper, Search } from '../retrieval/search.ts'
import { hiddenIn, hiding } from '../store/hidden.ts'
import type { ShowingHistory } from '../store/shown.ts'
import type { Store } from '../store/store.ts'
import type { Subscription } from '../store/subscriptions.ts'
import { rankPapers } from './rank-papers.ts'
import { reasonFor } from './reason.ts'

/** A paper for a post, and why it is there. */
export type Picked = { paper: Paper; why: string; back?: true }

/** Papers for the next post of a subscription, best first. */
export type PickPapers = (subscription: Subscription) => Promise<readonly Picked[]>

/** How papers stand to a topic. */
type Topic = {
  /** 0 to 1, of those that mention it. */
  relevance: ReadonlyMap<PaperId, number>
  /** The topic's words that a paper mentions. */
  wordsIn(paper: Paper): readonly string[]
}

/** Days up to the newest whose papers can be in a post: long enough for a weekly one, and for votes to settle. */
const windowDays = 7
/** Papers of these days that are looked at, most votes first. */
const mostCandidates = 2_000
/** The least share of the topic a paper must mention: more than a search asks for, since nobody asked just now. */
const floor = 0.4
/**
 * A paper comes back, once, when it has three times the votes it was shown with, at least so many, and no paper of the
 * days has more: what everybody talks about in the end was easily missed on its first day.
 */
const outstanding = { times: 3, votes: 30 }

const day = 24 * 3_600_000

export function createPickPapers({
  store,
  search,
  meaning,
  clock = { now: () => new Date() },
}: {
  store: Pick<Store, 'papers' | 'shown' | 'workspaces'>
  search: Search
  meaning: Meaning
  clock?: Clock
}): PickPapers {
  return async (subscription) => hiding(await hiddenIn(subscription.to, store), () => pickFor(subscription))

  async function pickFor(subscription: Subscription): Promise<readonly Picked[]> {
    const newest = await store.papers.newestDay(latestListDay(clock.now()))
    if (newest === undefined) return []
    const from = new Date(Date.parse(newest) - (windowDays - 1) * day).toISOString().slice(0, 10)
    const papers = await store.papers.between(from, newest, mostCandidates)
    const shown = await store.shown.at(
      subscription.to,
      papers.map(({ id }) => id),
    )
    const most = Math.max(0, ...papers.map(({ upvotes = 0 }) => upvotes))
    const { likes = [], less, without = [] } = subscription
    const unwanted = without.map(stemmedText)
    const open = papers.filter((paper) => {
      const before = shown.get(paper.id)
      if (less.includes(paper.id) || (before && !isBack(paper, before, most))) return false
      return !unwanted.some((phrase) => holds(paper, phrase))
    })
    const { fitting, topic, followed } = await fittingIn(open, subscription)
    const [liked = [], unliked = []] = await Promise.all([likes, less].map((ids) => store.papers.get(ids)))
    const taste = await tasteAmong(fitting, subscription)
    const bestOf = (tastes: Pick<Parameters<typeof rankPapers>[2], 'liked' | 'less' | 'taste'>) => {
      const ranked = rankPapers(fitting, newest, { ...(topic && { relevance: topic.relevance }), ...tastes })
      // What is followed stands above all else.
      const [first, rest] = [true, false].map((is) =>
        ranked.filter(({ paper: { id } }) => followed.has(id) === is),
      )
      return [...(first ?? []), ...(rest ?? [])].slice(0, subscription.top).map(({ paper }) => paper)
    }
    const best = bestOf({ liked, less: unliked, ...(taste && { taste }) })
    const anyway = new Set(liked.length === 0 ? best : bestOf({ less: unliked }))
    return best.map((paper): Picked => {
      const before = shown.get(paper.id)
      const grounds = {
        words: topic?.wordsIn(paper) ?? [],
        followed: followed.get(paper.id),
        isLiked: !anyway.has(paper),
      }
      const why = reasonFor(paper, { ...grounds, before })
      return before ? { paper, why, back: true } : { paper, why }
    })
  }

  /** Papers that are about what a subscription is about and hold the words that they have to, and those of authors it follows. */
  async function fittingIn(
    open: readonly Paper[],
    { topic: about, only = [], authors = [], alone }: Subscription,
  ) {
    const wanted = only.map(stemmedText)
    const worded = alone ? [] : open.filter((paper) => wanted.every((phrase) => holds(paper, phrase)))
    const topic = await topicIn(about, worded)
    const ids = new Set(topic ? topic.relevance.keys() : worded.map(({ id }) => id))
    const followed = new Map(
      open.flatMap((paper) => {
        const name = authors.find((one) => paper.authors?.some((author) => isSameAuthor(author, one)))
        return name === undefined ? [] : [[paper.id, name] as const]
      }),
    )
    return { fitting: open.filter(({ id }) => ids.has(id) || followed.has(id)), topic, followed }
  }

  /** Undefined where nothing is known of it. */
  async function tasteAmong(papers: readonly Paper[], { likes: liked = [], less: disliked }: Subscription) {
    if (liked.length + disliked.length === 0) return undefined
    const ids = papers.map(({ id }) => id)
    return tasteByMeaning(ids, { liked, disliked }, await meaning.papers([...ids, ...liked, ...disliked]))
  }

  /** Undefined without a topic. */
  async function topicIn(topic: string | undefined, papers: readonly Paper[]): Promise<Topic | undefined> {
    if (topic === undefined) return undefined
    const among = papers.map(({ id }) => id)
    const { papers: found, query } = await search(topic, { among, limit: among.length })
    return {
      relevance: relevanceOf(found.filter(({ fit }) => fitsTopic(fit, meaning))),
      wordsIn(paper) {
        const { all } = stemmedPaper(paper)
        return query.concepts.filter((concept) => presence(concept, all) > 0).map(({ word }) => word)
      },
    }
  }
}

/**
 * How relevant papers are that a search found, 0 to 1: half the share of the topic that each mentions, half its place
 * among them, which is how much it mentions it.
 */
export function relevanceOf(found: readonly FoundPaper[]): ReadonlyMap<PaperId, number> {
  return new Map(
    found.map(({ paper, fit }, place) => [
      paper.id,
      (fit.meaning ?? fit.coverage) / 2 + (1 - place / found.length) / 2,
    ]),
  )
}

/** Whether a paper that a search found is about what was searched for, enough to be sent to who follows that. */
export function fitsTopic(
  { meaning, coverage }: Fit,
  { calibration }: Pick<Meaning, 'calibration'>,
): boolean {
  const least = calibration?.sure
  return meaning !== undefined && least !== undefined ? meaning >= least : coverage >= floor
}

function holds(paper: Paper, phrase: StemmedText): boolean {
  const { title, abstract } = stemmedPaper(paper)
  return title.includes(phrase) || abstract.includes(phrase)
}

function isBack({ upvotes = 0 }: Paper, { times, votes }: ShowingHistory, most: number): boolean {
  const risen = upvotes >= Math.max(outstanding.votes, outstanding.times * votes)
  return times === 1 && risen && upvotes === most
}
