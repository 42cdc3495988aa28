import { foreignLanguageOf } from '../language/foreign-language.ts'
import { asksForPapers } from '../language/wanted.ts'
import type { Clock } from '../lib/clock.ts'
import { describeError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import { takesLonger } from '../lib/takes-longer.ts'
import type { Meaning } from '../retrieval/meaning.ts'
import type { Search } from '../retrieval/search.ts'
import type { Weights } from '../retrieval/weights.ts'
import type { Store } from '../store/store.ts'
import { createCollection } from './collection/collection.ts'
import { knownFactOf } from './collection/known-fact.ts'
import { whyQuotesStay } from './conversation/answer-style.ts'
import { elsewhere, isWordless, needsModel, type Other, reasonToDecline } from './decline.ts'
import { evidenceFor, gatherEvidence } from './evidence.ts'
import { createExtract } from './extractive/extractive.ts'
import { areOnlyTitled, coinedNames, papersNamed, saysOnlyHeldNames } from './extractive/naming.ts'
import { createExamples, otherKindByWords, otherKindOf, pointsAbove } from './kind.ts'
import { type Budget, createBudget, limits } from './model/budget.ts'
import { fallbackReasonOf, withReason } from './model/fallback.ts'
import { tryWriting } from './model/try-writing.ts'
import type { Writer } from './model/write.ts'
import { createIsRemark, toRemark } from './remark.ts'
import type { Answer, AnswerQuestion, AnswerUpdate, Claim, QuestionContext } from './types.ts'
import { createUnderstanding, readAs, type UnderstoodQuestion, unresolvedInWords } from './understand.ts'

type Parts = {
  search: Search
  meaning: Meaning
  weights?: Weights
  store: Store
  log: Log
  clock: Clock
  /** Left out, every answer is extractive. */
  writer?: Writer
  /** Milliseconds a model has for one question, all its calls together. */
  deadline: number
}

/** What abstracts say in their own words. */
type Quoted = Extract<Answer, { kind: 'answered' | 'hedged' | 'not-found' }>

/** Longer than this, in milliseconds, nobody waits for a model without quotes to read. */
const quotesAfter = 4_000
const foundNothing = 'The model wrote no answer from these abstracts.'
/**
 * From a question to a checked answer: understand it, search, then have the model write from the evidence with every
 * claim vetoed and judged before it is passed on, or, without a model or when it fails, quote the abstracts.
 */
export function createAnswerer({
  search,
  meaning,
  weights,
  store,
  log,
  clock,
  writer,
  deadline,
}: Parts): AnswerQuestion {
  const understand = createUnderstanding({ search, store, reasonFor, ...(writer && { model: writer.model }) })
  const examples = createExamples(meaning)
  const isRemark = createIsRemark({ examples, meaning, search, hasModel: writer !== undefined })
  const collection = createCollection({ store, search, meaning, clock })
  const extractFrom = createExtract({ meaning, examples, ...(weights && { weights }) })

  return async function* answerQuestion(text, context) {
    const above = await wordsPointedAt(text, context)
    const question = (above ?? text).trim()
    const why = reasonToDecline(question)
    if (why !== undefined) {
      const asksNothing = isWordless(question) && { asksNothing: true as const }
      yield { stage: 'done', answer: { kind: 'declined', why, retrieved: [], ...asksNothing } }
      return
    }
    if (context.mayBeTalk && (await isRemark(question, context))) {
      yield { stage: 'done', answer: toRemark }
      return
    }
    const language = writer ? undefined : foreignLanguageOf(question)
    if (language !== undefined) {
      yield { stage: 'done', answer: { kind: 'declined', why: needsModel(language), retrieved: [] } }
      return
    }
    const asked = collection.read(question, above === undefined ? context.history : [])
    const listed = asked && (await collection.answer(asked))
    if (listed) {
      const isTalk =
        context.mayBeTalk && listed.papers.length === 0 && (await isRemark(question, context, true))
      yield isTalk
        ? { stage: 'done', answer: toRemark }
        : { stage: 'done', answer: { ...listed, retrieved: [] }, read: { question } }
      return
    }
    const budget = createBudget(limits, deadline)
    const signal = AbortSignal.any([context.signal, AbortSignal.timeout(deadline)])
    // Somebody else's words lean on nothing that was shown to the one who points at them.
    yield* answerFrom(question, above === undefined ? context : { ...context, history: [] }, budget, signal)
  }

  /** What somebody else said, where the line does nothing but point at it. */
  async function wordsPointedAt(line: string, { above }: QuestionContext): Promise<string | undefined> {
    return above && (isWordless(line) || (await pointsAbove(line, examples, meaning))) ? above() : undefined
  }

  async function* answerFrom(
    question: string,
    context: QuestionContext,
    budget: Budget,
    signal: AbortSignal,
  ): AsyncGenerator<AnswerUpdate> {
    const understood = await understand(question, context, budget, signal)
    const { found, gone, style } = understood
    const done = (answer: Answer): AnswerUpdate => ({ stage: 'done', answer, read: readAs(understood) })
    if (understood.unresolved) {
      const { unresolved } = understood
      const among = unresolved.kind === 'several' && { among: unresolved.papers }
      yield done({ kind: 'declined', why: unresolvedInWords(unresolved), retrieved: [], ...among })
      return
    }
    if (understood.unread !== undefined) {
      const why = [needsModel(understood.unread), gone].filter((part) => part !== undefined).join(' ')
      yield done({ kind: 'declined', why, retrieved: [] })
      return
    }
    if (understood.order !== undefined) {
      yield { stage: 'order', line: understood.order }
      return
    }
    const named = papersNamed(understood.question, found)
    const fact = knownFactOf(understood, named)
    if (fact) {
      yield done({ ...fact, retrieved: [] })
      return
    }
    if (areOnlyTitled(named)) {
      yield done({ kind: 'not-found', searched: found.searched, mode: 'extractive', retrieved: named })
      return
    }
    const isNamed = named.length > 0 || coinedNames(understood.question, found).known.length > 0
    const other = await otherwise(question, understood, isNamed)
    if (other) {
      const listed =
        other.kind === 'collection' &&
        (await collection.meant(other.asks, question, context.history[0]?.papers))
      if (listed) yield done({ ...listed, retrieved: [] })
      else yield done(elsewhere(other, question))
      return
    }
    yield { stage: 'reading', papers: found.searched }
    if (!writer || gone !== undefined || !(found.relevant || isNamed)) {
      const quotes = await extract(understood)
      yield done(gone === undefined ? quotes : withReason(gone, quotes))
      return
    }
    const evidence = await evidenceFor(understood.question, found, { meaning, ...(weights && { weights }) })
    const answered = (claims: readonly Claim[]): Extract<Answer, { kind: 'answered' }> => ({
      kind: 'answered',
      claims,
      evidence,
      mode: 'model',
      retrieved: found.papers,
    })
    const left = new AbortController()
    const writing = tryWriting(
      {
        ...writer,
        question: understood.question,
        style,
        evidence,
        budget,
        signal: AbortSignal.any([signal, left.signal]),
      },
      log,
    )
    let quotes: Quoted | undefined
    try {
      const first = writing.next()
      if (await takesLonger(first, quotesAfter)) {
        quotes = await extract(understood)
        if (quotes.kind === 'answered') yield { stage: 'writing', answer: quotes }
      }
      let next = await first
      for (; !next.done; next = await writing.next()) yield { stage: 'writing', answer: answered(next.value) }
      const { claims, notStated, leftOut, fallback } = next.value
      const rest = { notStated, leftOut: leftOut.length, ...(fallback !== undefined && { fallback }) }
      // That a model finds nothing does not mean that there is nothing.
      yield done(
        claims.length > 0
          ? { ...answered(claims), ...rest }
          : withReason(fallback ?? foundNothing, quotes ?? (await extract(understood))),
      )
    } finally {
      left.abort()
    }
  }

  /** What a line is about instead of what papers say, and what exactly it asks for. */
  async function otherwise(
    line: string,
    understood: UnderstoodQuestion,
    isNamed: boolean,
  ): Promise<Other | undefined> {
    const { vector, query } = understood.found
    const isOther = understood.carried === undefined && !isNamed
    if (!vector)
      return understood.other ? { kind: understood.other } : isOther ? otherKindByWords(line) : undefined
    const kind = understood.other ?? (isOther ? await otherKindOfLine(line, understood) : undefined)
    if (!kind || (kind !== 'collection' && asksForPapers(line))) return undefined
    if (kind === 'elsewhere' && saysOnlyHeldNames(query)) return undefined
    const asks = await examples.asks((await meaning.of(line)) ?? vector, kind)
    return { kind, ...(asks && { asks }) }
  }

  /**
   * The kind of a line that is not about papers. What was read into it must not be, either; what only lost words on the way
   * says less than the line.
   */
  async function otherKindOfLine(line: string, { question, found }: UnderstoodQuestion) {
    const own = question === line ? found : await search(line)
    const other = await otherKindOf(own, examples, meaning)
    return other && !line.includes(question) ? otherKindOf(found, examples, meaning) : other
  }

  /** What the abstracts say, or, where they are silent on what was asked of another paper, what that paper is. */
  async function extract(understood: UnderstoodQuestion): Promise<Quoted> {
    const answer = await quote(understood, understood.question)
    const { otherwise } = understood
    return answer.kind === 'not-found' && otherwise !== undefined ? quote(understood, otherwise) : answer
  }

  async function quote({ found, style }: UnderstoodQuestion, question: string): Promise<Quoted> {
    const reason = whyQuotesStay(style)
    const fallback = reason ? { fallback: reason } : {}
    const extraction = await extractFrom(question, found, style.length)
    const shared = { mode: 'extractive' as const, retrieved: found.papers, ...fallback }
    if (extraction.kind === 'silent') return { kind: 'not-found', searched: found.searched, ...shared }
    const claims = extraction.kind === 'answered' ? extraction.claims : extraction.closest
    const quoted = new Set(claims.flatMap(({ cites }) => cites.map(({ paper }) => paper)))
    const papers = found.papers.map(({ paper }) => paper).filter(({ id }) => quoted.has(id))
    const { doubt: _, ...said } = extraction
    return { ...said, ...shared, evidence: gatherEvidence(papers) }
  }

  function reasonFor(error: unknown): string {
    log.warn({ error: describeError(error) }, 'answered without the model')
    return fallbackReasonOf(error)
  }
}
