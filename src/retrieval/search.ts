import type { Paper, PaperId } from '../papers/paper.ts'

/** A paper and how well it fits a question. */
export type RankedPaper = {
  paper: Paper
  /** 0 to 1: the share of what was asked that this paper speaks of. */
  score: number
}

export type SearchResult = {
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
