import type { Log } from '../lib/log.ts'
import type { Meaning } from '../retrieval/meaning.ts'
import type { FoundPaper, SearchResult } from '../retrieval/search.ts'
import type { Weights } from '../retrieval/weights.ts'
import { evidenceFor } from './evidence.ts'
import { createBudget, limits } from './model/budget.ts'
import { tryWritingWhole } from './model/try-writing.ts'
import type { Writer } from './model/write.ts'
import type { Claim } from './types.ts'

/** What a model makes of the papers that a search found. */
export type Fitting = {
  /** Those that are about the topic, best first; where the model failed, all that it was to read. */
  papers: readonly FoundPaper[]
  /** Why each fits, in a sentence or two. */
  claims: readonly Claim[]
  /** How many papers it read and found to be about something else. */
  dropped: number
  /** How many of its sentences were left out. */
  leftOut: number
  /** Why it did not read all of them, or none: a sentence for the small print. */
  fallback?: string
}

/** Topic, and what was found for it -> what of it is about the topic. Never throws for what a model can do. */
export type ReadFound = (topic: string, found: SearchResult, signal: AbortSignal) => Promise<Fitting>

type Parts = {
  meaning: Meaning
  weights?: Weights
  log: Log
  writer: Writer
  /** Milliseconds a model has for one topic, all its calls together. */
  deadline: number
}

/** Papers that a model reads: more than are listed, since some will go. */
const mostRead = 8

/**
 * Has a model say of each of the best papers why it is about the topic, checked like an answer. A paper of which it says
 * nothing goes; one of which what it says does not hold stays, since that is no word against it.
 */
export function createReadFound({ meaning, weights, log, writer, deadline }: Parts): ReadFound {
  return async (topic, found, ended) => {
    const read = found.papers.filter(({ paper }) => paper.abstract !== '').slice(0, mostRead)
    const signal = AbortSignal.any([ended, AbortSignal.timeout(deadline)])
    const evidence = await evidenceFor(
      topic,
      { ...found, papers: read },
      { meaning, ...(weights && { weights }) },
    )
    const budget = createBudget(limits, deadline)
    const task = { ...writer, question: topic, evidence, budget, signal, prompt: 'fitting' as const }
    const { claims, silentOn, leftOut, fallback } = await tryWritingWhole(task, log)
    const papers = fallback === undefined ? read.filter(({ paper }) => !silentOn.includes(paper.id)) : read
    return {
      papers,
      claims,
      dropped: read.length - papers.length,
      leftOut: leftOut.length,
      ...(fallback !== undefined && { fallback }),
    }
  }
}
