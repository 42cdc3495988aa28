import type { Collection } from '../answering/collection/collection.ts'
import type { ComparePapers } from '../answering/compare.ts'
import type { WriteComparison } from '../answering/comparison/write-comparison.ts'
import type { ReadFound } from '../answering/fitting.ts'
import type { ServerState } from '../answering/model/guarded.ts'
import type { SummarizeTopic } from '../answering/topic/summary.ts'
import type { AnswerQuestion } from '../answering/types.ts'
import type { FindAnswers } from '../digests/composition.ts'
import type { TellGists } from '../digests/gist.ts'
import type { PickPapers } from '../digests/pick.ts'
import type { Clock } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'
import type { AdapterStatus } from '../platform/adapter.ts'
import type { Meaning } from '../retrieval/meaning.ts'
import type { ModelState } from '../retrieval/models/kept-encoder.ts'
import type { Search } from '../retrieval/search.ts'
import type { FindSimilar } from '../retrieval/similar.ts'
import type { FindTopics } from '../retrieval/topics.ts'
import type { Store } from '../store/store.ts'
import type { Changers } from '../store/subscriptions.ts'
import type { FetchByIds } from '../sync/by-id.ts'
import type { RequestSlot } from '../sync/request-slot.ts'
import type { Activity } from './activity.ts'

/** Everything commands work with; `src/services.ts` makes it from the configuration. */
export type Services = {
  store: Store
  search: Search
  meaning: Meaning
  similar: FindSimilar
  topics: FindTopics
  answer: AnswerQuestion
  /** Questions that this collection answers well, as people ask them. */
  examples(): Promise<readonly string[]>
  /** Papers by what is known of them. */
  collection: Collection
  summarize: SummarizeTopic
  /** What a model makes of what a search found; left out where there is none. */
  readFound?: ReadFound
  compare: ComparePapers
  /** How a model compares papers; left out where there is none. */
  writeComparison?: WriteComparison
  /** Papers for a daily post, what each is about, and what new ones answer. */
  pick: PickPapers
  findAnswers: FindAnswers
  gists: TellGists
  /** For `status`: what is configured, in words. */
  engine: {
    version: string
    database: string
    chatModel?: string
    /** Whether its server is asked at the moment. */
    chatModelState?: () => ServerState
    /** US dollars. */
    dailyBudget?: number
    embeddingModel?: string
    /** How far it is; a server's counts as ready. */
    embeddingState?: () => Promise<ModelState>
    sources?: readonly string[]
  }
  /** Papers by their ids, from the sources that have them. */
  fetchByIds: FetchByIds
  /** One at a time brings papers into a workspace, over all processes: how many it may is counted then. */
  addingSlot: RequestSlot
  /** New papers are in the store: they are embedded in the background. */
  papersCame(): void
  /** For `status`: the platforms this process answers on, and how each is. */
  adapters(): readonly AdapterStatus[]
  /** For `status`: what went on in this process. */
  activity(): Activity
  /** Who runs Paperboy, by their ids on the platforms. */
  operators: readonly string[]
  /** Who may add papers in a chat; by default members in Slack, elsewhere those who manage the server. */
  mayAdd: 'members' | 'managers' | 'operators' | 'nobody' | undefined
  /** Who may change what a channel gets, where nothing is set for it; left out, its platform says. */
  subscriptionsBy?: Changers
  /** Whether posts can go out by mail. */
  sendsMail: boolean
  /** The address below which there are feeds; left out where there are none. */
  feedsAt?: string | undefined
  /** After how many days conversations are forgotten; 0 for never. */
  rememberDays: number
  log: Log
  clock: Clock
}
