import { withoutAsking } from '../language/wanted.ts'
import { idKeys, idMentions } from '../papers/ids.ts'
import type { Paper, PaperId } from '../papers/paper.ts'
import type { StemmedPaper } from '../papers/stemmed-text.ts'
import type { Store } from '../store/store.ts'
import type { PaperVectors } from '../store/vectors.ts'
import { cosine } from './cosine.ts'
import type { Meaning } from './meaning.ts'
import { type Concept, type Query, readQuery, type Term } from './query.ts'
import { cleanQuestion, namesNoTopic } from './question-words.ts'
import { presence, type WordFit, wordFit } from './rank.ts'
import { weights as usual, type Weights } from './weights.ts'

/** A paper and how well it fits a question. */
export type RankedPaper = {
  paper: Paper
  /** From 0 to about 1, seldom more; comparable within one result. */
  score: number
}

/** A paper that a search found. */
export type FoundPaper = RankedPaper & {
  /** What its score is made of. */
  fit: Fit
}

export type Fit = WordFit & {
  /** Cosine with the paper as a whole and with its best sentence, mixed; left out where there are no vectors. */
  meaning?: number
}

export type SearchResult = {
  /** The question's words. */
  query: Query
  /** What the question means; left out where there is no model, or it is not ready. */
  vector?: Float32Array
  /** Best first. */
  papers: readonly FoundPaper[]
  /** The mixed cosine of the paper that is nearest to the question, be it without the words that ask for papers. */
  nearest?: number
  /**
   * False when even the best paper has hardly anything to do with the question, nor does one hold all of its telling words, or,
   * by words alone, when none of its telling words stands in any paper: these are only the closest ones.
   */
  relevant: boolean
  /**
   * False when it may have nothing to do with the question all the same: even the nearest paper is not quite near, or a
   * name in the question stands in none.
   */
  sure: boolean
  /** How many papers were searched. */
  searched: number
}

export type SearchOptions = {
  /** At most this many papers; 40 when left out, which tells the best from those that merely resemble the question. */
  limit?: number
  /** Papers to search in; all when left out. */
  among?: readonly PaperId[]
}

/** Question or key words -> ranked papers. */
export type Search = (text: string, options?: SearchOptions) => Promise<SearchResult>

type Parts = { store: Store; meaning: Meaning; weights?: Weights }

/** Nothing is too far for a model that was never calibrated. */
const anything = { near: 0, sure: 0 }
/** Papers each of the rankings may bring in. */
const candidates = { words: 30, vectors: 50 }
/** Papers that the index may score for the words of a question; the rarest word is looked up whatever it costs. */
const mostPostings = 600

/**
 * The one way from a question to papers: candidates by words and by meaning, ranked by both. Scores are added as they
 * are, since ranks alone forget how far the best is ahead.
 */
export function createSearch({ store, meaning, weights = usual }: Parts): Search {
  return async (typed, options = {}) => {
    if (options.among) return search(typed, options)
    const called = await store.papers.get([...new Set(idMentions(typed).flatMap(({ ids }) => idKeys(ids)))])
    if (called.length === 0) return search(typed, options)
    // An id or a link means that paper, whatever else is said about it.
    const { nearest: _, ...found } = await search(typed, {
      ...options,
      among: called.map(({ id }) => id),
    })
    const whole = { score: 1, fit: { words: 1, coverage: 1 } }
    return {
      ...found,
      relevant: true,
      sure: true,
      papers: found.papers.map(({ paper }) => ({ paper, ...whole })),
    }
  }

  async function search(typed: string, { limit = 40, among }: SearchOptions): Promise<SearchResult> {
    const text = cleanQuestion(typed)
    const total = await store.papers.count()
    const said = withoutAsking(text)
    const [query, vector, wanted] = await Promise.all([
      readQuery(text, store.words, total),
      meaning.of(text),
      said === text ? undefined : meaning.of(said),
    ])
    const meant = wanted ?? vector
    const ids = among ?? (await candidateIds(query, meant, limit))
    const [texts, vectors] = await Promise.all([
      store.words.texts(ids),
      meant ? meaning.papers(ids) : new Map<PaperId, PaperVectors>(),
    ])
    const fits = [...texts].map(([id, stemmed]) => {
      const near = meant && nearness(meant, vectors.get(id), weights)
      return {
        id,
        ...wordFit(query, stemmed),
        ...(near !== undefined && { meaning: near }),
      }
    })
    const ranked = rank(fits, weights).filter(({ score }) => score > 0 || among !== undefined)
    const papers = await store.papers.get(ranked.slice(0, limit).map(({ id }) => id))
    const byId = new Map(ranked.map((one) => [one.id, one]))
    const asTyped = wanted && vector ? ids.map((id) => nearness(vector, vectors.get(id), weights) ?? 0) : []
    const best = Math.max(0, ...fits.map((fit) => fit.meaning ?? 0), ...asTyped)
    const { near, sure } = meaning.calibration ?? anything
    // A few words resemble no whole abstract, but one may say just that.
    const isSaid = [...texts.values()].some(holdsTelling(query))
    return {
      query,
      ...(vector && { vector }),
      papers: papers.flatMap((paper) => {
        const one = byId.get(paper.id)
        return one ? [{ paper, score: one.score, fit: one.fit }] : []
      }),
      ...(vector && { nearest: best }),
      relevant: ranked.length > 0 && (vector ? best >= near || isSaid : !isUnheardOf(query)),
      sure: !vector || isSaid || (best >= sure && !unheardOf(query).some(({ name }) => name)),
      searched: among?.length ?? total,
    }
  }

  async function candidateIds(
    { concepts }: Query,
    vector: Float32Array | undefined,
    limit: number,
  ): Promise<readonly PaperId[]> {
    const words = rarest(concepts.flatMap(({ terms }) => terms))
    const [byWords, byMeaning] = await Promise.all([
      store.words.search(words, Math.max(limit, candidates.words)),
      vector ? meaning.nearest(vector, Math.max(limit, candidates.vectors)) : [],
    ])
    return [...new Set([...byWords, ...byMeaning].map(({ id }) => id))]
  }
}

/** The words of a question that tell what it is about, and stand in no paper. */
export const unheardOf = ({ concepts }: Query): readonly Concept[] =>
  telling(concepts).filter(({ terms }) => terms.every(({ frequency }) => frequency === 0))

function isUnheardOf(query: Query): boolean {
  const unheard = unheardOf(query)
  return unheard.length > 0 && unheard.length === telling(query.concepts).length
}

const telling = (concepts: readonly Concept[]) => concepts.filter(({ word }) => !namesNoTopic(word))

/** Whether a paper has all words that tell what a question is about. */
function holdsTelling({ concepts }: Query): (text: StemmedPaper) => boolean {
  const told = telling(concepts)
  return (text) => told.length > 0 && told.every((concept) => presence(concept, text.all) > 0)
}

function nearness(
  vector: Float32Array,
  vectors: PaperVectors | undefined,
  { paper: weights }: Weights,
): number | undefined {
  if (!vectors || vectors.paper.length !== vector.length) return undefined
  const whole = cosine(vector, vectors.paper)
  const sentences = vectors.passages?.slice(1) ?? []
  const best = sentences.length === 0 ? whole : Math.max(...sentences.map((one) => cosine(vector, one)))
  return weights.whole * whole + weights.sentence * best
}

type Candidate = Fit & { id: PaperId }

/**
 * Best first. A paper without a vector takes over the meaning of the one whose words fit next best, and so keeps its
 * rank by words.
 */
function rank(candidates: readonly Candidate[], { paper: weights }: Weights) {
  const byWords = candidates.toSorted((one, other) => other.words - one.words || (one.id < other.id ? -1 : 1))
  const scored: { id: PaperId; score: number; fit: Fit }[] = []
  const hasMeaning = candidates.some(({ meaning }) => meaning !== undefined)
  let below = 0
  for (const { id, ...fit } of byWords.toReversed()) {
    below = fit.meaning ?? below
    scored.push({ id, fit, score: scoreOf({ ...fit, ...(hasMeaning && { meaning: below }) }, weights) })
  }
  return scored.sort((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1))
}

/**
 * Beside meaning, words count by the square of what they could be worth: to share a few of a long question's words says
 * hardly anything, to share most of them nearly everything.
 */
function scoreOf({ words, meaning }: Fit, weights: Weights['paper']): number {
  return meaning === undefined ? words : meaning + weights.words * words ** 2
}

/**
 * The words that choose candidates: rarest first, as many as keep the papers to be scored few, so that a question
 * costs the same in a large collection as in a small one. All words count when the candidates are ranked.
 */
function rarest(terms: readonly Term[]): readonly string[] {
  let postings = 0
  return terms
    .filter(({ frequency }) => frequency > 0)
    .toSorted((one, other) => one.frequency - other.frequency)
    .filter(({ frequency }, place) => {
      postings += frequency
      return place === 0 || postings <= mostPostings
    })
    .map(({ words }) => words)
}
