import type { PaperId } from '../papers/paper.ts'
import type { Search, SearchResult } from '../retrieval/search.ts'
import type { Store, Turn } from '../store/store.ts'
import { leansOnNothing, papersPointedAt } from './conversation/follow-up.ts'
import { leanedOnBy } from './conversation/leaning.ts'
import type { Manner } from './conversation/manner.ts'
import { restate } from './conversation/restate.ts'
import type { Budget } from './model/budget.ts'
import { type ChatModel, ModelError, type ModelFailure } from './model/model.ts'
import { rewriteQuestion } from './model/rewrite.ts'
import type { QuestionContext } from './types.ts'

/** A question as it is understood, and what was found for it. */
export type Understood = {
  /** Stands on its own, as far as a model or its own words allow. */
  question: string
  manner: Manner
  found: SearchResult
  /** The papers of the conversation that it is about; left out when it was asked of all. */
  carried?: readonly PaperId[]
  /** Whether it says nothing by itself, and nothing was shown before it. */
  adrift?: true
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
  'budget',
  'timeout',
])
/** A follow-up leaves the papers it may point back to when another one speaks of this much more of it. */
const betterElsewhere = 0.3

/** Makes follow-ups whole and searches for them: in the papers they point back to, or in all. */
export function createUnderstanding({ search, store, model, reasonFor }: Parts): Understand {
  return async (line, context, budget, signal) => {
    const history = leanedOnBy(context.asker, context.history)
    const { question, manner, again } = restate(line, history)
    if (again) {
      const among = again.papers.length > 0 ? again.papers : undefined
      const found = await search(question, among && { among })
      return { question, manner, found: { ...found, relevant: true }, ...(among && { carried: among }) }
    }
    if (leansOnNothing(question, history))
      return { question, manner, found: await search(question, { among: [] }), adrift: true }
    const rewritten = await rewrite(question, context, budget, signal)
    const said = rewritten.question === question ? line : rewritten.question
    return { ...rewritten, manner, ...(await find(rewritten.question, said, history)) }
  }

  /**
   * A follow-up as a question that stands on its own; the words themselves when no model can say it
   * better.
   */
  async function rewrite(
    question: string,
    { history, asker }: QuestionContext,
    budget: Budget,
    signal: AbortSignal,
  ): Promise<Pick<Understood, 'question' | 'gone'>> {
    if (!model || history.length === 0) return { question }
    try {
      const task = { question, history, model, budget, signal, ...(asker !== undefined && { asker }) }
      return { question: await rewriteQuestion(task) }
    } catch (error) {
      const reason = reasonFor(error)
      const lasting = error instanceof ModelError && lastingFailures.has(error.failure)
      return { question, ...(lasting && { gone: reason }) }
    }
  }

  /**
   * Searches the papers that the words point back to, or all of them where the question fits others better.
   *
   * @param said the words as they were typed, which may point where the restated question does not
   */
  async function find(
    question: string,
    said: string,
    history: readonly Turn[],
  ): Promise<Pick<Understood, 'found' | 'carried'>> {
    const all = await search(question)
    const pointed = papersPointedAt(said, history)
    if (!pointed) return { found: all }
    const among = pointed.papers
    const near = await search(question, { among })
    const named = all.query.phrases.length > 0 || all.query.concepts.some(({ name }) => name)
    const better = (all.papers[0]?.score ?? 0) - (near.papers[0]?.score ?? 0)
    const fits = near.papers.length > 0 && better < betterElsewhere
    if (!fits && (named || !pointed.surely)) return { found: all }
    // A pronoun for one paper is answered as the paper's title would be.
    const [only, ...more] = await store.papers.get(among)
    const found = only && more.length === 0 ? await search(`${question} ${only.title}`, { among }) : near
    return found.papers.length > 0 ? { found: { ...found, relevant: true }, carried: among } : { found: all }
  }
}
