import type { Paper } from '../papers/paper.ts'
import type { Sentence, SentenceId } from '../papers/sentences.ts'
import type { RankedPaper } from '../retrieval/search.ts'
import type { Turn, TurnClaim } from '../store/store.ts'
import type { Listed } from './collection/collection.ts'
import type { Evidence } from './evidence.ts'
import type { OtherKind, Wants } from './kind.ts'

/** How a claim was checked; a quoted one needs no check. */
export type Checked = NonNullable<TurnClaim['checked']>

/** One sentence of an answer and the abstract sentences it stands on (at least one). */
export type Claim = {
  text: string
  cites: readonly Sentence[]
  /** Left out where it is quoted. */
  checked?: Checked
}

/** A claim as a model proposes it, before it has been checked: its ids may be invented. */
export type Draft = { text: string; cites: readonly SentenceId[] }

/** An answer in which everything shown has been checked. `retrieved` is what the search found, best first. */
export type Answer =
  | {
      kind: 'answered'
      /** Never empty once the answer is done. */
      claims: readonly Claim[]
      evidence: Evidence
      mode: 'model' | 'extractive'
      retrieved: readonly RankedPaper[]
      /** What was asked and the evidence does not say, as the model says. */
      notStated?: readonly string[]
      /** How many sentences of the model were left out. */
      leftOut?: number
      /** Why no model wrote it although one is configured: a sentence for the small print. */
      fallback?: string
    }
  /** The abstract of the one paper that was meant does not say it outright, or may not; this is the closest there is. */
  | {
      kind: 'hedged'
      /** Never empty. */
      closest: readonly Claim[]
      /** Whether that may be the answer after all: nobody can tell. */
      mayAnswer: boolean
      paper: Paper
      evidence: Evidence
      mode: 'extractive'
      retrieved: readonly RankedPaper[]
      fallback?: string
    }
  | {
      kind: 'not-found'
      /** How many papers it was looked for in. */
      searched: number
      /** Who did not find it. */
      mode: 'model' | 'extractive'
      retrieved: readonly RankedPaper[]
      fallback?: string
    }
  /** Asked of all papers, and answered by counting and listing them. */
  | (Listed & { retrieved: readonly RankedPaper[] })
  /** It has nothing to do with what papers say. `asksNothing`: it is thanks or a comment, and nobody waits for an answer. */
  | {
      kind: 'elsewhere'
      why: string
      retrieved: readonly RankedPaper[]
      asksNothing?: true
      /** What it is about instead, and what exactly it asks for. */
      about?: { kind: OtherKind; asks?: Wants }
    }
  | {
      kind: 'declined'
      why: string
      retrieved: readonly RankedPaper[]
      asksNothing?: true
      /** The papers that may be meant, to choose from. */
      among?: readonly Paper[]
    }

/** How an answer comes about: what is being read, then fuller and fuller answers, the last one `done`. */
export type AnswerUpdate =
  | { stage: 'reading'; papers: number }
  | { stage: 'writing'; answer: Answer }
  /** It is no question but an order, in English here; nothing follows. */
  | { stage: 'order'; line: string }
  | { stage: 'done'; answer: Answer; read?: ReadAs }

/** How a question was read in its conversation. */
export type ReadAs = {
  /** Stands on its own, as far as that could be done. */
  question: string
  /** The one paper it was taken to be about because its words pointed there. */
  about?: Paper
  /** It goes on with the last answer and can mean nothing else: a correction, or "why?". */
  surely?: true
}

export type QuestionContext = {
  /** Earlier turns of the same conversation, newest first. */
  history: readonly Turn[]
  /** Who asks: their own turns are leaned on before those of others. */
  asker?: string
  /** The words of somebody else that "can you answer this?" means; undefined where nobody said any. */
  above?: () => Promise<string | undefined>
  /** People said it to each other, perhaps: what rather is talk among them is not taken as a question. */
  mayBeTalk?: boolean
  /** Ends the work early; the answer so far is then final. */
  signal: AbortSignal
}

/** Question -> updates; the last one is always `done`. Never throws for what a model or a question can do. */
export type AnswerQuestion = (question: string, context: QuestionContext) => AsyncIterable<AnswerUpdate>
