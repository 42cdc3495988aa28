import type { AnswerQuestion } from '../answering/types.ts'
import type { Clock } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'
import type { PaperId } from '../papers/paper.ts'
import type { RankedPaper, Search } from '../retrieval/search.ts'
import type { Store } from '../store/store.ts'

/** Everything commands work with; `src/services.ts` makes it from the configuration. */
export type Services = {
  store: Store
  search: Search
  /** Papers close to one paper, best first, without it; empty when the id is unknown. */
  similar(paper: PaperId, limit: number): Promise<readonly SimilarPaper[]>
  answer: AnswerQuestion
  /** For `status`: what is configured, in words. */
  engine: { database: string; chatModel?: string; embeddingModel?: string }
  log: Log
  clock: Clock
}

export type SimilarPaper = RankedPaper & {
  /** Words both papers share, most telling first. */ shared: readonly string[]
}
