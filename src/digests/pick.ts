import { type Clock, latestListDay } from '../lib/clock.ts'
import type { Paper, PaperId } from '../papers/paper.ts'
import { type StemmedText, stemmedPaper, stemmedText } from '../papers/stemmed-text.ts'
import type { Meaning } from '../retrieval/meaning.ts'
import { presence } from '../retrieval/rank.ts'
import type { Fit, Search } from '../retrieval/search.ts'
import { hiddenIn, hiding } from '../store/hidden.ts'
import type { Shown } from '../store/shown.ts'
import type { Store } from '../store/store.ts'
import type { Subscription } from '../store/subscriptions.ts'
import { rankPapers } from './rank-papers.ts'

/** A paper for a post, and why it is there. */
export type Picked = { paper: Paper; why: string; back?: true }

/** Papers for the next post of a subscription, best first. */
export type PickPapers = (subscription: Subscription) => Promise<readonly Picked[]>

/** How papers stand to a topic. */
type Topic = {
  /** 0 to 1, of those that speak of it. */
  relevance: ReadonlyMap<PaperId, number>
  /** The topic's words that a paper speaks of. */
  wordsIn(paper: Paper): readonly string[]
}

/** Words of the topic that are named. */
const mostWords = 4
/** Days up to the newest whose papers can be in a post: long enough for a weekly one, and for votes to settle. */
const windowDays = 7
/** Papers of these days that are looked at, most votes first. */
const mostCandidates = 2_000
/** The least share of the topic a paper must speak of: more than a search asks for, since nobody asked just now. */
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
    const unwanted = (subscription.without ?? []).map(stemmedText)
    const open = papers.filter((paper) => {
      const before = shown.get(paper.id)
      if (subscription.less.includes(paper.id) || (before && !isBack(paper, before, most))) return false
      return unwanted.length === 0 || !holdsAny(paper, unwanted)
    })
    const topic = await topicIn(subscription.topic, open)
    const fitting = topic ? open.filter(({ id }) => topic.relevance.has(id)) : open
    const less = subscription.less.length === 0 ? [] : await store.papers.get(subscription.less)
    const ranked = rankPapers(fitting, newest, { ...(topic && { relevance: topic.relevance }), less })
    return ranked.slice(0, subscription.top).map(({ paper }): Picked => {
      const before = shown.get(paper.id)
      const why = reasonFor(paper, topic?.wordsIn(paper) ?? [], before)
      return before ? { paper, why, back: true } : { paper, why }
    })
  }

  /**
   * How relevant each paper is that speaks of the topic: half the share that it speaks of, half its place among those
   * that do, which is how much it speaks of it. Undefined without a topic.
   */
  async function topicIn(topic: string | undefined, papers: readonly Paper[]): Promise<Topic | undefined> {
    if (topic === undefined) return undefined
    const among = papers.map(({ id }) => id)
    const { papers: found, query } = await search(topic, { among, limit: among.length })
    const fitting = found.filter(({ fit }) => fitsTopic(fit, meaning))
    const relevance = (score: number, place: number) => score / 2 + (1 - place / fitting.length) / 2
    return {
      relevance: new Map(
        fitting.map(({ paper, fit }, place) => [paper.id, relevance(fit.meaning ?? fit.coverage, place)]),
      ),
      wordsIn(paper) {
        const { all } = stemmedPaper(paper)
        return query.concepts.filter((concept) => presence(concept, all) > 0).map(({ word }) => word)
      },
    }
  }
}

/** Whether a paper that a search found is about what was searched for, enough to be sent to who follows that. */
export function fitsTopic(
  { meaning, coverage }: Fit,
  { calibration }: Pick<Meaning, 'calibration'>,
): boolean {
  const least = calibration?.topic
  return meaning !== undefined && least !== undefined ? meaning >= least : coverage >= floor
}

function holdsAny(paper: Paper, phrases: readonly StemmedText[]): boolean {
  const { title, abstract } = stemmedPaper(paper)
  return phrases.some((phrase) => title.includes(phrase) || abstract.includes(phrase))
}

function isBack({ upvotes = 0 }: Paper, { times, votes }: Shown, most: number): boolean {
  const risen = upvotes >= Math.max(outstanding.votes, outstanding.times * votes)
  return times === 1 && risen && upvotes === most
}

/**
 * Why a paper is in a post, in a short line of what really brought it there.
 *
 * @param words of the topic that it speaks of
 * @param before set when it was shown here before and has come back
 */
function reasonFor(
  { upvotes = 0, code }: Pick<Paper, 'upvotes' | 'code'>,
  words: readonly string[],
  before: Shown | undefined,
): string {
  if (before) {
    const more = upvotes - before.votes
    return `back: ${more.toLocaleString('en')} more votes since it was here, now ${upvotes.toLocaleString('en')}`
  }
  const parts = [
    ...(words.length === 0 ? [] : [`speaks of ${words.slice(0, mostWords).join(', ')}`]),
    ...(upvotes === 0 ? [] : [`${upvotes.toLocaleString('en')} ${upvotes === 1 ? 'vote' : 'votes'}`]),
    ...(code === undefined ? [] : ['with code']),
  ]
  return parts.length === 0 ? 'new' : parts.join(' · ')
}
