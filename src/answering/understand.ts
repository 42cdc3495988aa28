import type { Search, SearchResult } from '../retrieval/search.ts'
import type { Store } from '../store/store.ts'
import { papersPointedAt } from './follow-up.ts'
import type { Budget } from './model/budget.ts'
import { type ChatModel, ModelError, type ModelFailure } from './model/model.ts'
import { rewriteQuestion } from './model/rewrite.ts'
import type { QuestionContext } from './types.ts'

/** A question as it is understood, and what was found for it. */
export type Understood = {
  /** Stands on its own, as far as a model or its own words allow. */
  understood: string
  found: SearchResult
  /** Why the model need not be asked for the answer either, where rewriting failed for good. */
  gone?: string
}

export type Understand = (
  question: string,
  context: QuestionContext,
  budget: Budget,
  signal: AbortSignal,
) => Promise<Understood>

type Parts = {
  search: Search
  store: Pick<Store, 'papers'>
  model?: ChatModel
  /** Notes a failure of the model, and says it in words. */
  reasonFor(error: unknown): string
}

/** Failures that the next call of the same question would meet again. */
const lastingFailures: ReadonlySet<ModelFailure> = new Set([
  'unreachable',
  'unauthorized',
  'unknown-model',
  'rate-limited',
  'quota',
  'timeout',
])
/** A follow-up leaves the papers it may point back to when another one speaks of this much more of it. */
const betterElsewhere = 0.3

/** Makes follow-ups whole and searches for them: in the papers they point back to, or in all. */
export function createUnderstanding({ search, store, model, reasonFor }: Parts): Understand {
  return async (question, context, budget, signal) => {
    const rewritten = await rewrite(question, context, budget, signal)
    return { ...rewritten, found: await find(rewritten.understood, context) }
  }

  /**
   * A follow-up as a question that stands on its own; the words themselves when no model can say it
   * better.
   */
  async function rewrite(
    question: string,
    { history }: QuestionContext,
    budget: Budget,
    signal: AbortSignal,
  ): Promise<Omit<Understood, 'found'>> {
    if (!model || history.length === 0) return { understood: question }
    try {
      return { understood: await rewriteQuestion({ question, history, model, budget, signal }) }
    } catch (error) {
      const reason = reasonFor(error)
      const lasting = error instanceof ModelError && lastingFailures.has(error.failure)
      return { understood: question, ...(lasting && { gone: reason }) }
    }
  }

  /** Searches the papers that the words point back to, or all of them where the question fits others better. */
  async function find(question: string, { history }: QuestionContext): Promise<SearchResult> {
    const all = await search(question)
    const pointed = papersPointedAt(question, history)
    if (!pointed) return all
    const among = pointed.papers
    const near = await search(question, { among })
    const named = all.query.phrases.length > 0 || all.query.concepts.some(({ name }) => name)
    const better = (all.papers[0]?.score ?? 0) - (near.papers[0]?.score ?? 0)
    const fits = near.papers.length > 0 && better < betterElsewhere
    if (!fits && (named || !pointed.surely)) return all
    // A pronoun for one paper is answered as the paper's title would be.
    const [only, ...more] = await store.papers.get(among)
    const carried = only && more.length === 0 ? await search(`${question} ${only.title}`, { among }) : near
    return carried.papers.length > 0 ? { ...carried, relevant: true } : all
  }
}
