import { foreignLanguageOf } from '../language/foreign-language.ts'
import { nameOf } from '../papers/names.ts'
import type { Paper, PaperId } from '../papers/paper.ts'
import { paperText } from '../retrieval/paper-text.ts'
import { presence } from '../retrieval/rank.ts'
import type { Search, SearchResult } from '../retrieval/search.ts'
import type { Store, Turn } from '../store/store.ts'
import { type AnswerStyle, splitStyle, styleIn } from './conversation/answer-style.ts'
import { isTopical } from './conversation/aspects.ts'
import { leansOnNothing, papersLeftOut, papersPointedAt } from './conversation/follow-up.ts'
import { orderByAsker } from './conversation/leaning.ts'
import { restate, withoutInterjections } from './conversation/restate.ts'
import { papersNamed } from './extractive/naming.ts'
import type { Budget } from './model/budget.ts'
import type { ChatModel } from './model/model.ts'
import { readLine } from './model/understand-line.ts'
import { spokenOf } from './remark.ts'
import type { QuestionContext, ReadAs } from './types.ts'
import { createWhichPaper } from './which-paper.ts'

/** A question as it is understood, and what was found for it. */
export type UnderstoodQuestion = {
  /** Stands on its own, as far as a model or its own words allow. */
  question: string
  style: AnswerStyle
  found: SearchResult
  /** The papers of the conversation that it is about; left out when it was asked of all. */
  carried?: readonly PaperId[]
  /** What to answer instead where the papers do not say: what a paper is that was asked about like another one. */
  otherwise?: string
  /** Set when it leans on what there is not: on nothing at all, or on a place that no list has. */
  unresolved?:
    | { kind: 'nothing' }
    | { kind: 'beyond'; place: number; length: number }
    | { kind: 'several'; papers: readonly Paper[] }
  /** It goes on with the last answer and can mean nothing else: a correction, "why?", or its words stand there. */
  surely?: true
  /** What the line is about instead of papers, as a model read it. */
  other?: 'elsewhere' | 'bot' | 'conversation'
  /** Set when it is an order in another language: what it orders, in English. */
  order?: string
  /** Set when it is in a language that could not be read, as no model did: its English name. */
  unread?: string
  /** Why the model need not be asked for the answer either, where it failed for good while reading the line. */
  gone?: string
}

export type Understand = (
  question: string,
  context: QuestionContext,
  budget: Budget,
  signal: AbortSignal,
) => Promise<UnderstoodQuestion>

type Parts = {
  search: Search
  store: Pick<Store, 'papers'>
  model?: ChatModel
  /** Notes a failure of the model, and says it in words. */
  reasonFor(error: unknown): string
}

/** A follow-up leaves the papers it may point back to when another one mentions this much more of it. */
const betterElsewhere = 0.3
/** A question that does not point back is about what was shown when that mentions it as well as any; one that does, at once. */
const fitsWell = 0.2
const betterThanHardly = 0.1
const aboutAsWell = 0.2

/** Makes follow-ups whole and searches for them: in the papers they point back to, or in all. */
export function createUnderstanding({ search, store, model, reasonFor }: Parts): Understand {
  const which = createWhichPaper({ search, store })

  return async (typed, context, budget, signal) => {
    const called = await which.ofIds(typed)
    if (called) {
      const carried = called.papers.map(({ id }) => id)
      const { question, style } = splitStyle(called.question)
      return { question, style, carried, found: await searchAmong(question, carried) }
    }
    const line = withoutInterjections(typed)
    const history = orderByAsker(context.asker, context.history)
    const corrected = await which.instead(typed, history)
    if (corrected) {
      const carried = [corrected.paper.id]
      const otherwise = `what is ${nameOf(corrected.paper)}?`
      const { question, style } = splitStyle(corrected.question)
      const found = await searchAmong(question, carried)
      return { question, style, carried, otherwise, surely: true, found }
    }
    const { question, style, again, other, alone, surely } = restate(line, history)
    if (again) {
      // Said in a sentence, an answer is about the paper that it began with.
      const [first] = style.length === 'short' ? (again.claims[0]?.cites ?? []) : []
      const papers = first ? [first.paper] : again.papers
      const found = papers.length > 0 ? await searchAmong(question, papers) : await search(question)
      return { question, style, found, ...(papers.length > 0 && { carried: papers }) }
    }
    const named = other && (await which.called(other.name))
    if (other && named) {
      const carried = [named.id]
      const found = await searchAmong(other.question, carried)
      return { question: other.question, style, carried, found, otherwise: `what is ${other.name}?` }
    }
    // A model may know from what was said.
    const isLost = leansOnNothing(question, history) && (!model || history.length === 0)
    if (isLost)
      return {
        question,
        style,
        found: await search(question, { among: [] }),
        unresolved: { kind: 'nothing' },
      }
    const several = history.some(({ papers }) => papers.length > 0) ? [] : await which.several(question)
    if (several.length > 1) {
      const found = await search(question, { among: several.map(({ id }) => id) })
      return { question, style, found, unresolved: { kind: 'several', papers: several } }
    }
    const language = foreignLanguageOf(question, model !== undefined)
    if (!model || (history.length === 0 && language === undefined))
      return {
        question,
        style,
        ...(surely && { surely }),
        ...(await find(question, alone ? question : line, alone ? [] : history)),
      }
    // What is an interjection in English may be the sense of a line in another language.
    const said = question === line ? typed.trim() : question
    const read = await readLine(said, context, { store, model, reasonFor, budget, signal })
    const inLanguage = styleIn(style, read.line?.language ?? language)
    const shared = { style: inLanguage, ...(read.gone !== undefined && { gone: read.gone }) }
    if (!read.line) {
      const unread = language !== undefined &&
        foreignLanguageOf(question) !== undefined && { unread: language }
      const found = await find(question, alone ? question : line, alone ? [] : history)
      return { ...shared, question, ...found, ...unread }
    }
    const { question: whole, kind, papers } = read.line
    if (kind === 'command') {
      const found = await search(whole, { among: [] })
      return { ...shared, question: whole, found, order: whole }
    }
    const about = kind === 'content' || kind === 'collection' ? {} : { other: kind }
    if (papers.length > 0)
      return {
        ...shared,
        ...about,
        question: whole,
        carried: papers,
        found: await searchAmong(whole, papers),
      }
    // In English its own words may point where the question that a model made of them does not.
    const points = whole === question && !alone ? line : whole
    return { ...shared, ...about, question: whole, ...(await find(whole, points, alone ? [] : history)) }
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
  ): Promise<Pick<UnderstoodQuestion, 'found' | 'carried' | 'unresolved' | 'surely'>> {
    const all = without(papersLeftOut(said, history), await search(question))
    const pointed = papersPointedAt(said, history)
    if (!pointed) return { found: all }
    if (pointed.kind === 'beyond') return { found: all, unresolved: pointed }
    const among = pointed.papers
    const near = await search(question, { among })
    const score = near.papers[0]?.fit.coverage ?? 0
    const better = mostCovered(all) - score
    const fits =
      pointed.how === 'hardly'
        ? !holdsNames(all) && score >= fitsWell && better <= betterThanHardly
        : near.papers.length > 0 && better < betterElsewhere
    const leads = namesOther(question, all, among)
    if (pointed.how === 'surely' ? !fits && leads : !fits || leads) return { found: all }
    const isForeign = !holdsTopic(near, await store.papers.get(among))
    const carried = pointed.one ? bestOf(among, near, pointed.one) : among
    if (isForeign && pointed.how !== 'surely') return { found: all }
    const found = await searchAmong(question, carried)
    // By words alone, papers that share none do not say it; nor do others, which were not asked.
    const enough = pointed.how === 'surely' && !isForeign ? fitsWell : spokenOf
    const surely = score >= enough && { surely: true as const }
    return { found: isForeign && !found.vector ? { ...found, relevant: false } : found, carried, ...surely }
  }

  /** What some papers say, whatever others do. One paper fits as well as if its title had been asked. */
  async function searchAmong(question: string, among: readonly PaperId[]): Promise<SearchResult> {
    const found = { ...(await search(question, { among })), relevant: true, sure: true }
    const [only, ...more] = await store.papers.get(among)
    if (!only || more.length > 0) return found
    const { papers } = await search(`${question} ${only.title}`, { among })
    return { ...found, papers }
  }
}

function without(left: readonly PaperId[], found: SearchResult): SearchResult {
  const papers = found.papers.filter(({ paper }) => !left.includes(paper.id))
  return papers.length > 0 ? { ...found, papers } : found
}

/** Whether any of these papers mentions what a question is about, apart from everyday words; so does one about nothing. */
function holdsTopic({ query }: SearchResult, papers: readonly Paper[]): boolean {
  const topic = query.concepts.filter(({ word }) => isTopical(word))
  const texts = papers.map((paper) => paperText(paper).all)
  return topic.length === 0 || topic.some((concept) => texts.some((text) => presence(concept, text) > 0))
}

const mostCovered = ({ papers }: SearchResult) => Math.max(0, ...papers.map(({ fit }) => fit.coverage))

const holdsNames = ({ query }: SearchResult): boolean =>
  query.phrases.length > 0 || query.concepts.some(({ name }) => name)

/** Whether a question names a paper that is not among these. */
const namesOther = (question: string, found: SearchResult, among: readonly PaperId[]): boolean =>
  papersNamed(question, found).some(({ paper }) => !among.includes(paper.id))

/** The one paper that is meant: the one that fits best, or the first where that is enough and it fits about as well. */
function bestOf(
  among: readonly PaperId[],
  { papers }: SearchResult,
  which: 'first' | 'best',
): readonly PaperId[] {
  const [first] = among
  const best = papers[0]
  if (first === undefined) return among
  if (!best) return [first]
  const own = which === 'first' ? papers.find(({ paper }) => paper.id === first) : undefined
  return own && best.fit.coverage - own.fit.coverage <= aboutAsWell ? [first] : [best.paper.id]
}

/** What is said to a question that leans on what there is not. */
export function unresolvedInWords(unresolved: NonNullable<UnderstoodQuestion['unresolved']>): string {
  if (unresolved.kind === 'nothing')
    return 'Which paper do you mean? None was shown in this conversation before.'
  if (unresolved.kind === 'several') return 'Which paper do you mean? It may be one of these:'
  return `The last list has ${unresolved.length === 1 ? 'one paper' : `${unresolved.length} papers`}, so there is no number ${unresolved.place}.`
}

/** How a question was read, for the small print and for what follows. */
export function readAs({ question, carried, found, surely }: UnderstoodQuestion): ReadAs {
  const [only, ...more] = carried ?? []
  const about = more.length > 0 ? undefined : found.papers.find(({ paper }) => paper.id === only)?.paper
  return { question, ...(about && { about }), ...(surely && { surely }) }
}
