import type { Json } from '../lib/json.ts'
import type { Paper, PaperId } from '../papers/paper.ts'
import type { ReadyPaper } from '../papers/ready-paper.ts'
import type { Sentence } from '../papers/sentences.ts'
import type { StemmedPaper } from '../papers/stemmed-text.ts'
import type { FactLog } from './facts.ts'
import type { JobLog } from './jobs.ts'
import type { LeavingStore } from './leaving.ts'
import type { PaceLog } from './pace.ts'
import type { PeopleStore } from './people.ts'
import type { PlaceVotes } from './place-votes.ts'
import type { RemovedPapers } from './removed-papers.ts'
import type { ShownPapers } from './shown.ts'
import type { SubscriptionStore } from './subscriptions.ts'
import type { Hit, VectorIndex } from './vectors.ts'
import type { PlatformWorkspace, WorkspacePapers } from './workspace-papers.ts'

/**
 * What is remembered. Every method is asynchronous so that an embedded and a remote engine serve the same
 * callers; each says what it promises. All of them fail with a `PaperboyError` when the engine cannot do its part.
 */
export type Store = {
  papers: PaperStore
  removed: RemovedPapers
  workspaces: WorkspacePapers
  words: WordIndex
  vectors: VectorIndex
  turns: TurnLog
  feedback: FeedbackLog
  jobs: JobLog
  usage: UsageLog
  dialects: DialectLog
  facts: FactLog
  subscriptions: SubscriptionStore
  shown: ShownPapers
  votes: PlaceVotes
  people: PeopleStore
  leaving: LeavingStore
  pace: PaceLog
  /** What the engine lacks to do its work well, and how to get it, each in a sentence or two. */
  notes(): Promise<readonly string[]>
  /** Waits for writes under way and releases the database. Idempotent. */
  close(): Promise<void>
}

/** What became of papers that were put; `removed` are those that stay out, left away where there are none. */
export type PutCounts = { added: number; updated: number; unchanged: number; removed?: number }

export type PaperStore = {
  /**
   * Adds papers or brings known ones up to date, all or nothing. A paper is known by every id that it ever had anywhere
   * and by its folded title; two with one title and different ids of the same place are two, and papers that turn out to
   * be one become one, which all their ids go on naming. Known facts are never lost: a field that is missing keeps its old
   * value, and an abstract replaces an empty one. What was taken out stays out: see `RemovedPapers`. Idempotent. The word
   * index is part of the same transaction.
   */
  put(papers: readonly Paper[]): Promise<PutCounts>
  /**
   * The same for an import, of papers that were made ready elsewhere, so that only the writing is left. It survives a
   * loss of power once any other write has been made after it.
   */
  putReady(papers: readonly ReadyPaper[]): Promise<PutCounts>
  /** The papers that these ids name (see `idKeys`), in the order asked for; unknown ids are left out. */
  get(ids: readonly PaperId[]): Promise<readonly Paper[]>
  count(): Promise<number>
  /** Papers in the order of their ids, from behind one; the empty text stands before all. */
  page(after: PaperId, limit: number): Promise<readonly Paper[]>
  /** Grows with each paper that is added; 0 before the first. Papers that turn out to be one are as old as the older. */
  added(): Promise<number>
  /** Papers that were added later than when `added` was this, the latest first. */
  addedAfter(mark: number, limit: number): Promise<readonly Paper[]>
  /** The latest day that any paper is listed under, as for `between`; none later than `until`, an ISO day, if given. */
  newestDay(until?: string): Promise<string | undefined>
  /** The days on which papers were featured, newest first, none later than `until`, if given; at most `limit`. */
  days(limit: number, until?: string): Promise<readonly { date: string; papers: number }[]>
  /**
   * Papers of the days from one to another, both included, that were not withdrawn: most votes first, then the newest,
   * then by id. A paper's day is the one it was featured on, else the one it was published on.
   */
  between(from: string, to: string, limit: number): Promise<readonly Paper[]>
  /** Papers that carry this method name or acronym (folded, exact); those that introduce it first. */
  named(name: string, limit: number): Promise<readonly Paper[]>
  /** Papers whose folded title holds all of these folded words as prefixes, shortest title first. */
  titled(words: string, limit: number): Promise<readonly Paper[]>
  /**
   * Papers for a name that is still being typed: first those whose id or arXiv id begins with it, then those with a
   * method name that does, then those whose title holds all of its words as prefixes; each once. For nothing typed,
   * the newest. Quick at any size: where very many fit, not every one of them is looked at.
   */
  completions(typed: string, limit: number): Promise<readonly Paper[]>
}

export type WordIndex = {
  /**
   * Papers ranked by BM25 over title, names and abstract for any of the words, best first. A word may be one
   * token or several (matched as a phrase). Ties are broken by id.
   */
  search(words: readonly string[], limit: number): Promise<readonly Hit[]>
  /** Papers as they were indexed, for looking closer at them; unknown ids are left out. */
  texts(ids: readonly PaperId[]): Promise<ReadonlyMap<PaperId, StemmedPaper>>
  /** How many papers hold each word, after the index's own stemming; 0 when none does. */
  frequencies(words: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** Indexed (stemmed) words that begin with the prefix, at most `limit`. */
  completions(prefix: string, limit: number): Promise<readonly string[]>
}

/** One question and what was answered, in one conversation. */
export type Turn = {
  /** Names it for good, in buttons too: unguessable, without spaces. */
  id: string
  /** The platform's thread, reply chain or terminal session. */
  conversation: string
  /** In which it was; left out where it was in none, and where an older version did not know. */
  workspace?: PlatformWorkspace
  person: string
  at: Date
  /** The line as it was typed. */
  line: string
  /** What was asked, as it was understood; left out where the page is about no question. */
  question?: string
  /** What was shown, as plain text. */
  answer: string
  /** Papers shown, in the order of their numbers: what "2" or "the second one" means next. */
  papers: readonly PaperId[]
  /** What was claimed and on which sentences; empty when the page was no answer. */
  claims: readonly TurnClaim[]
}

/** A sentence of an answer with the abstract sentences it stood on, in the words they had then. */
export type TurnClaim = {
  text: string
  cites: readonly Pick<Sentence, 'id' | 'paper' | 'text'>[]
  /** How it was checked when a model wrote it: by a judge, or its numbers and names alone. Left out where it is quoted. */
  checked?: 'judged' | 'vetoes-only'
}

/** A conversation by its name, or all whose names begin with something. */
export type Conversations = string | { within: string }

export type TurnLog = {
  /** Durable when it resolves. Idempotent: a turn whose id is known already stays as it is. */
  append(turn: Turn): Promise<void>
  /** The turn with this id, in whichever conversation it was. */
  get(id: string): Promise<Turn | undefined>
  /** The latest turns, newest first. */
  recent(conversation: Conversations, limit: number): Promise<readonly Turn[]>
  /** The turns of one conversation belong to another from now on: that of a thread which began with their answer. */
  move(from: string, to: string): Promise<void>
  /** Who asked how many turns of a conversation. */
  askers(conversation: Conversations): Promise<ReadonlyMap<string, number>>
  /** Every turn of which somebody thought something, in the order in which they were appended; read a few at a time. */
  rated(): AsyncIterable<Turn>
  /**
   * Forgets the turns of a conversation, or those that one person asked, with what was thought of them: all or
   * nothing, and for good. Returns how many.
   */
  forget(conversation: Conversations, person?: string): Promise<number>
  /** The same for the turns of all conversations before a moment. */
  forgetBefore(moment: Date): Promise<number>
}

/** What one person thought of one turn: whether it helped, or which of its claims (from 1) is cited wrongly. */
export type Feedback = { turn: string; person: string; at: Date } & (
  | { rating: 'up' | 'down' }
  | { rating: 'wrong'; claim: number }
)

export type FeedbackLog = {
  /**
   * Durable when it resolves. A person has one thumb for a turn, a later one replaces it, and calls each of its claims
   * wrong once.
   */
  put(feedback: Feedback): Promise<void>
  /** What people thought of a turn, oldest first. */
  of(turn: string): Promise<readonly Feedback[]>
  /** How many opinions were given since a moment. */
  since(moment: Date): Promise<{ up: number; down: number; wrong: number }>
}

/** What one model call cost. */
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
  /** Durable when it resolves. */
  record(usage: Usage): Promise<void>
  /** Sums since a moment; `unpriced` are the calls whose cost is not known, and not in `cost`. */
  since(moment: Date): Promise<{
    calls: number
    unpriced: number
    inputTokens: number
    outputTokens: number
    cost: number
  }>
}

/** How the servers of models want to be asked, as it was found out: only who asks them understands it. */
export type DialectLog = {
  get(server: string): Promise<{ dialect: Json; at: Date } | undefined>
  /** Replaces what was known of this server. Durable when it resolves. */
  put(server: string, dialect: Json, at: Date): Promise<void>
}
