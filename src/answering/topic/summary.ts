import type { Period } from '../../language/period.ts'
import type { Paper } from '../../papers/paper.ts'
import type { RankedPaper } from '../../retrieval/search.ts'
import type { Claim } from '../types.ts'
import type { Pair } from './relations.ts'

/** Papers that are about the same thing, and what they say of it. */
export type Theme = {
  /** In the papers' own words; empty when there are too few papers for themes. */
  name: string
  papers: readonly Paper[]
  claims: readonly Claim[]
  mode: 'model' | 'extractive'
  /** How many sentences of the model were left out. */
  leftOut?: number
}

/** A topic's papers told by theme; everything shown has been checked. */
export type TopicSummary = {
  kind: 'summarized'
  /** Empty when every paper is meant. */
  topic: string
  period?: Period
  themes: readonly Theme[]
  /** Sentences of two papers that are about the same thing. */
  related: readonly Pair[]
  /** What the papers leave open, in their own sentences. */
  open: readonly Claim[]
  /** How many papers fit the topic, those that were left out too, and how many were searched. */
  fitting: number
  searched: number
  /** Why no model wrote some of it although one is configured. */
  fallback?: string
}

export type Summary =
  | TopicSummary
  | { kind: 'not-found'; topic: string; why: string; closest: readonly RankedPaper[]; period?: Period }
  | { kind: 'declined'; why: string }

/** How a summary comes about: what is being read, then theme after theme, the last one `done`. */
export type SummaryUpdate =
  | { stage: 'reading'; papers: number }
  | { stage: 'writing' | 'done'; summary: Summary }

export type SummaryContext = {
  /** The papers it is about; found by the topic when left out. */
  among?: readonly Paper[]
  /** Ends the work early; the summary so far is then final. */
  signal: AbortSignal
}

/** Topic -> updates; the last one is always `done`. Never throws for what a model or a topic can do. */
export type SummarizeTopic = (topic: string, context: SummaryContext) => AsyncIterable<SummaryUpdate>

/** The papers in the order of their numbers on the page: theme by theme. */
export function papersOf({ themes }: Pick<TopicSummary, 'themes'>): readonly Paper[] {
  return themes.flatMap(({ papers }) => papers)
}

/** Every claim of a summary, in the order in which it is shown. */
export function claimsOf({ themes, related, open }: TopicSummary): readonly Claim[] {
  return [...themes.flatMap(({ claims }) => claims), ...related.flat(), ...open]
}
