import type { SentenceId } from '../papers/sentences.ts'
import type { Evidence } from './evidence.ts'
import type { RankedPaper } from '../retrieval/search.ts'

/** One sentence of an answer and the abstract sentences it stands on (at least one). */
export type Claim = { text: string; cites: readonly SentenceId[] }

/** A claim as somebody proposes it, before it has been checked. */
export type Draft = Claim

/**
 * A checked answer. `retrieved` is what the search found, best first; `evidence` holds every sentence that a claim
 * may point at.
 */
export type Answer =
  | {
      kind: 'answered'
      claims: readonly Claim[]
      evidence: Evidence
      mode: 'model' | 'extractive'
      retrieved: readonly RankedPaper[]
      /** Why no model wrote it although one is configured, for the small print. */
      fallback?: string
    }
  | { kind: 'not-found'; why: string; retrieved: readonly RankedPaper[]; fallback?: string }
  | { kind: 'declined'; why: string; retrieved: readonly RankedPaper[] }

/** How an answer comes about: what is being read, then fuller and fuller answers, the last one final. */
export type AnswerUpdate = { stage: 'reading'; papers: number } | { stage: 'writing' | 'done'; answer: Answer }
