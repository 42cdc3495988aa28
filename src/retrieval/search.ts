import { describeError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import type { Paper, PaperId } from '../papers/paper.ts'
import type { Store } from '../store/store.ts'
import type { Embedder } from './embedder.ts'
import { fuseRankings } from './fuse.ts'
import { type Query, readQuery, type Term, trust } from './query.ts'
import { rankByWords } from './rank.ts'
import type { Thesaurus } from './thesaurus.ts'

/** A paper and how well it fits a question. */
export type RankedPaper = {
  paper: Paper
  /** 0 to 1: the share of what was asked that this paper speaks of. */
  score: number
}

export type SearchResult = {
  /** The question as it was understood. */
  query: Query
  /** Best first. */
  papers: readonly RankedPaper[]
  /** False when even the best paper is below the relevance floor: `papers` are then only the closest ones. */
  relevant: boolean
  /** How many papers were searched. */
  searched: number
}

export type SearchOptions = {
  /** At most this many papers; 10 when left out. */
  limit?: number
  /** Papers to search in; all when left out. */
  among?: readonly PaperId[]
}

/** Question or key words -> ranked papers. */
export type Search = (text: string, options?: SearchOptions) => Promise<SearchResult>

type Parts = { store: Store; thesaurus: Thesaurus; log: Log; embedder?: Embedder }

/** Papers each of the rankings may bring in. */
const candidates = { own: 30, synonyms: 20, vectors: 30 }
/** Papers that the index may score for the words of a question; the rarest word is looked up whatever it costs. */
const mostPostings = 600
/** The least coverage, or cosine, at which a paper has anything to do with a question. */
const floor = { coverage: 0.2, cosine: 0.4 }

/** The one way from a question to papers: understand it, find candidates by words and vectors, rank them. */
export function createSearch({ store, thesaurus, log, embedder }: Parts): Search {
  return async (text, { limit = 10, among } = {}) => {
    const total = await store.papers.count()
    const query = await readQuery(text, store.words, total, thesaurus)
    const near = among || !embedder ? [] : await nearest(text, embedder)
    const ids = among ?? [...(await wordCandidates(query, limit)), ...near.map(({ id }) => id)]
    const byWords = rankByWords(query, await store.words.texts([...new Set(ids)]))
    const coverage = new Map(byWords.map((match) => [match.id, match.coverage]))
    const order = fuseRankings([
      byWords.filter((match) => match.relevance > 0).map(({ id }) => id),
      near.map(({ id }) => id),
    ])
    const best = await store.papers.get(order.slice(0, limit))
    const ranked = best.map((paper) => ({ paper, score: coverage.get(paper.id) ?? 0 }))
    const relevant =
      ranked.some(({ score }) => score >= floor.coverage) || near.some(({ score }) => score >= floor.cosine)
    return { query, papers: ranked, relevant, searched: among?.length ?? total }
  }

  /** Ids found by the words themselves and, apart from them so that they cannot crowd them out, by synonyms. */
  async function wordCandidates({ concepts }: Query, limit: number): Promise<readonly PaperId[]> {
    const terms = concepts.flatMap((concept) => concept.terms)
    const [synonyms = [], own = []] = [true, false].map((wanted) =>
      terms.filter((term) => term.trust <= trust.synonym === wanted),
    )
    const hits = await Promise.all([
      store.words.search(telling(own), Math.max(limit, candidates.own)),
      store.words.search(telling(synonyms), candidates.synonyms),
    ])
    return hits.flat().map(({ id }) => id)
  }

  /** Nearest papers by meaning; none when the embedding server fails, since words alone still answer. */
  async function nearest(text: string, { model, embed }: Embedder) {
    try {
      const [vector] = await embed([text], 'question')
      if (!vector) return []
      return await store.vectors.search({ model, dimensions: vector.length }, vector, candidates.vectors)
    } catch (error) {
      log.debug({ error: describeError(error) }, 'searched without vectors: the embedding server failed')
      return []
    }
  }
}

/**
 * The words that choose candidates: rarest first, as many as keep the papers to be scored few, so that a question
 * costs the same in a large collection as in a small one. All words count when the candidates are ranked.
 */
function telling(terms: readonly Term[]): readonly string[] {
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
