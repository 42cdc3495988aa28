import type { Paper, PaperId } from '../papers/paper.ts'

/** A paper that a ranking found. */
export type Hit = { id: PaperId /** Larger is better; only comparable within one result. */; score: number }

/** Which numbers a vector holds: vectors of different spaces are never compared. */
export type VectorSpace = { model: string; dimensions: number }

/** What a paper means: unit vectors of one space. */
export type PaperVectors = {
  /** Of title and abstract together. */
  paper: Float32Array
  /**
   * Of the title, then of each sentence of the abstract in its order (`sentencesOf`); left out where a model embeds
   * papers alone. Of zeros, and so near to nothing, for a passage that the model did not take.
   */
  passages?: readonly Float32Array[]
}
export type EmbeddedPaper = PaperVectors & { of: Pick<Paper, 'id' | 'title' | 'abstract'> }

/** Vectors of papers and their passages. What is read back is what was stored, but for rounding: see `toInt8`. */
export type VectorIndex = {
  /** Ids of papers that have no current vectors of this model, the newest day first (see `between`), at most `limit`. */
  missing(model: string, limit: number): Promise<readonly PaperId[]>
  /**
   * Stores vectors; replaces older ones of the same papers. All or nothing, but for papers that are not known any more
   * or have another text by now than the one that was embedded: these are left out. Where a model gives vectors of another
   * length than before, its older ones are gone: they could not be compared with these any more. Returns how many were
   * stored.
   */
  put(space: VectorSpace, papers: readonly EmbeddedPaper[]): Promise<number>
  /** Nearest papers by the cosine of their own vector (score), best first. Empty when the space holds none. */
  search(space: VectorSpace, vector: Float32Array, limit: number): Promise<readonly Hit[]>
  /** What is kept of these papers; those without current vectors of this model are left out. */
  get(model: string, ids: readonly PaperId[]): Promise<ReadonlyMap<PaperId, PaperVectors>>
  /** How many papers have current vectors of this model. */
  count(model: string): Promise<number>
}
