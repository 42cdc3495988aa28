import type { Paper, PaperId } from '../papers/paper.ts'

/**
 * What is remembered. Every method is asynchronous so that an embedded and a remote engine serve the same
 * callers; each says what it promises. All of them fail with a `StoreError` when the engine cannot do its part.
 */
export type Store = {
  papers: PaperStore
  words: WordIndex
  vectors: VectorIndex
  turns: TurnLog
  usage: UsageLog
  /** Waits for writes under way and releases the database. Idempotent. */
  close(): Promise<void>
}

export type PaperStore = {
  /**
   * Adds papers or brings known ones up to date, all or nothing. A paper is known by its id, its arXiv id or its
   * folded title. Known facts are never lost: a field that is missing keeps its old value, and an abstract
   * replaces an empty one. Idempotent. The word index is part of the same transaction.
   */
  put(papers: readonly Paper[]): Promise<{ added: number; updated: number; unchanged: number }>
  /** The papers with these ids or arXiv ids, in the order asked for; unknown ids are left out. */
  get(ids: readonly PaperId[]): Promise<readonly Paper[]>
  count(): Promise<number>
  /** The days that have papers, newest first, at most `limit`. */
  days(limit: number): Promise<readonly { date: string; papers: number }[]>
  /** Papers that carry this method name or acronym (folded, exact); those that introduce it first. */
  named(name: string, limit: number): Promise<readonly Paper[]>
  /** Papers whose folded title holds all of these folded words as prefixes, shortest title first. */
  titled(words: string, limit: number): Promise<readonly Paper[]>
}

export type Hit = { id: PaperId /** Larger is better; only comparable within one result. */; score: number }

export type WordIndex = {
  /**
   * Papers ranked by BM25 over title, names and abstract for any of the words, best first. A word may be one
   * token or several (matched as a phrase). Ties are broken by id.
   */
  search(words: readonly string[], limit: number): Promise<readonly Hit[]>
  /** How many papers hold each word, after the index's own stemming; 0 when none does. */
  frequencies(words: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** Indexed (stemmed) words that begin with the prefix, at most `limit`. */
  completions(prefix: string, limit: number): Promise<readonly string[]>
}

/** Which numbers a vector holds: vectors of different spaces are never compared. */
export type VectorSpace = { model: string; dimensions: number }

export type VectorIndex = {
  /** Ids of papers that have no vector in this space yet, or whose text changed since, at most `limit`. */
  missing(model: string, limit: number): Promise<readonly PaperId[]>
  /** Stores unit vectors; replaces older ones of the same papers. All or nothing. */
  put(space: VectorSpace, vectors: readonly { id: PaperId; vector: Float32Array }[]): Promise<void>
  /** Nearest papers by cosine (score), best first. Empty when the space holds none. */
  search(space: VectorSpace, vector: Float32Array, limit: number): Promise<readonly Hit[]>
  /** One paper's vector of this model, if it has a current one. */
  get(model: string, id: PaperId): Promise<Float32Array | undefined>
  /** How many papers have a current vector of this model. */
  count(model: string): Promise<number>
}

/** One question and what was answered, in one conversation. */
export type Turn = {
  /** The platform's thread, reply chain or terminal session. */
  conversation: string
  person: string
  at: Date
  /** The line as it was typed. */
  line: string
  /** What was shown, as plain text. */
  answer: string
  /** Papers shown, in the order of their numbers: what "2" or "the second one" means next. */
  papers: readonly PaperId[]
}

export type TurnLog = {
  /** Durable when it resolves. */
  append(turn: Turn): Promise<void>
  /** The latest turns of a conversation, newest first. */
  recent(conversation: string, limit: number): Promise<readonly Turn[]>
}

/** What one answer cost. */
export type Usage = {
  at: Date
  model: string
  calls: number
  inputTokens: number
  outputTokens: number
  /** US dollars; left out when the model's price is not known. */
  cost?: number
}

export type UsageLog = {
  record(usage: Usage): Promise<void>
  /** Sums since a moment. */
  since(moment: Date): Promise<{ answers: number; inputTokens: number; outputTokens: number; cost: number }>
}
