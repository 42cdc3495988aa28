import type { Paper, PaperId } from '../papers/paper.ts'
import { isStopWord, stem, wordsOf } from '../papers/words.ts'
import type { Taste } from '../retrieval/relevance-feedback.ts'
import { ageInDays, decayedVotes } from './decayed-votes.ts'

/** What a paper's place in a post comes from, each part from 0 to 1. */
export type Merits = {
  /** How much of the topic it mentions; 0 without a topic. */
  relevance: number
  /** Votes, worth less the older they are. */
  votes: number
  freshness: number
  /** How close it is to papers that people here wanted less of. */
  unwanted: number
  /** How near it is to those that they liked, and far from those that they did not: -1 to 1. */
  taste: number
}

export type Ranked = { paper: Paper; merits: Merits; score: number }

/**
 * What each part counts for. The topic weighs as much as all else together, so that a paper that mentions all of it
 * is never behind one that mentions none; votes come before freshness because days are close to each other; a paper
 * just like one that was unwanted loses what a good one gains by its votes. Taste is a part of what is wanted, as the topic
 * is, and has weights of its own.
 */
export const weights = { relevance: 1, votes: 0.75, freshness: 0.25, unwanted: 0.75, taste: 1 }
/** What a liked paper counts for where no vectors are known: as it does among vectors. */
const likedByWords = 0.75

/** Days after which votes, and freshness, count half. Lists live for a day or two, and votes settle within a week. */
const halfLife = { votes: 3, freshness: 2 }
/** Decayed votes that are worth half of what votes can be: an ordinary paper of a daily list gets about so many. */
const ordinaryVotes = 20
/** Shares of common content words: two abstracts of one field have the first, two of one question the second. */
const likeness = { field: 0.15, same: 0.4 }

/**
 * Papers for one subscription, best first:
 *
 * score = 1 · relevance + 1 · taste + 0.75 · v / (v + 20) + 0.25 · 2^(-age / 2 days) - 0.75 · likeness to unwanted papers
 *
 * where v are the votes, worth half after every 3 days, and the age counts from the newest day that has papers. Ties are broken by id.
 * Taste is relevance feedback over vectors; without them it is likeness to liked papers by their words.
 *
 * @param newest the ISO day that ages are counted from
 * @param about.relevance 0 to 1 by paper; left out, there is no topic
 * @param about.liked papers that people here liked
 * @param about.less papers that they wanted less of
 * @param about.taste left out, there are no vectors
 */
export function rankPapers(
  papers: readonly Paper[],
  newest: string,
  {
    relevance,
    liked = [],
    less,
    taste,
  }: {
    relevance?: ReadonlyMap<PaperId, number>
    liked?: readonly Paper[]
    less: readonly Paper[]
    taste?: Taste
  },
): readonly Ranked[] {
  const [wanted, unwanted] = [liked.map(contentStems), less.map(contentStems)]
  const ranked = papers.map((paper) => {
    const stems = wanted.length + unwanted.length === 0 ? noStems : contentStems(paper)
    const age = ageInDays(paper, newest)
    const votes = decayedVotes(paper, newest, halfLife.votes)
    const merits = {
      relevance: relevance?.get(paper.id) ?? 0,
      votes: votes / (votes + ordinaryVotes),
      freshness: 2 ** (-age / halfLife.freshness),
      unwanted: nearness(stems, unwanted),
      taste: taste?.get(paper.id) ?? likedByWords * nearness(stems, wanted),
    }
    return { paper, merits, score: scoreOf(merits) }
  })
  return ranked.sort((one, other) => other.score - one.score || (one.paper.id < other.paper.id ? -1 : 1))
}

export function scoreOf({ relevance, votes, freshness, unwanted, taste }: Merits): number {
  return (
    weights.relevance * relevance +
    weights.taste * taste +
    weights.votes * votes +
    weights.freshness * freshness -
    weights.unwanted * unwanted
  )
}

/** How close one paper is to the closest of others: 0 for another field, 1 for the same question. */
function nearness(own: ReadonlySet<string>, others: readonly ReadonlySet<string>[]): number {
  if (others.length === 0) return 0
  const shares = others.map(
    (other) => (2 * own.intersection(other).size) / Math.max(1, own.size + other.size),
  )
  const share = (Math.max(...shares) - likeness.field) / (likeness.same - likeness.field)
  return Math.min(1, Math.max(0, share))
}

const noStems: ReadonlySet<string> = new Set()

function contentStems({ title, abstract }: Paper): ReadonlySet<string> {
  const words = wordsOf(`${title} ${abstract}`).filter((word) => word.length > 2 && !isStopWord(word))
  return new Set(words.map(stem))
}
