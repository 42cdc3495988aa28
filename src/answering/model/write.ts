import { createLatestValue, type LatestValue } from '../../lib/latest-value.ts'
import { emitTelemetry } from '../../lib/telemetry.ts'
import type { PaperId } from '../../papers/paper.ts'
import type { SentenceId } from '../../papers/sentences.ts'
import { formFault, hostileFault } from '../claim-text.ts'
import { type AnswerStyle, styleInWords } from '../conversation/answer-style.ts'
import type { Evidence } from '../evidence.ts'
import type { Claim } from '../types.ts'
import type { Budget } from './budget.ts'
import { askModel } from './call.ts'
import { openCourt } from './court.ts'
import { modelError } from './failure.ts'
import { answer as answerForm, NotStated, WrittenClaim } from './forms.ts'
import type { Judge } from './judge.ts'
import { type ChatModel, ModelError, type ModelFailure, type ModelRequest } from './model.ts'
import { type NumberedEvidence, numberEvidence } from './numbered-evidence.ts'
import { admit, createPage, type Page } from './page.ts'
import { fillPrompt, loadPrompt } from './prompts.ts'
import { repairPart } from './repair.ts'
import { loadTokenizer, shortenToTokens } from './tokens.ts'

/** Who writes, and who judges what was written. */
export type Writer = {
  model: ChatModel
  /** Left out, claims pass the vetoes alone. */
  judge?: Judge
  /** Tokens of evidence that the model reads for one answer, at the most. */
  evidenceTokens: number
}

export type WritingTask = Writer & {
  /** A question that stands on its own. */
  question: string
  evidence: Evidence
  budget: Budget
  /** How it is to be said. */
  style?: AnswerStyle
  /** What is asked for; an answer when left out. The slots of each prompt are `evidence` and `question`. */
  prompt?: 'answer' | 'theme' | 'gist' | 'comparison' | 'fitting'
  /** Ends the writing, also while the model is silent. */
  signal: AbortSignal
}

export type WrittenAnswer = {
  /** Every claim of the page, in order; none when the model says that the evidence does not answer. */
  claims: readonly Claim[]
  /** The papers of which it read sentences and cites none, not even in a claim that is not shown. */
  silentOn: readonly PaperId[]
  /** What was asked and the evidence does not say, in the model's words. */
  notStated: readonly string[]
  /** Why each sentence that is not on the page was left out. */
  leftOut: readonly string[]
  /** Set when the model broke off after its first claims. */
  brokenOff?: ModelFailure
}

/** Sentences of an answer, at the most: more than any prompt asks for, so that those of a model that counts badly are not lost. */
const mostClaims = 8
/** Tokens of each part. */
const tokensOf = { question: 300, answer: 1_500 }

/**
 * Has a model answer a question from evidence: write, veto, judge, repair. Each page that is yielded replaces the one
 * before; whatever is on it has passed the vetoes, and has its verdict or will not get one any more. All claims that wait
 * go to the judge in one call, while the next ones are written. What is borne out in part, or vetoed, or leans on a
 * sentence that went, is said anew once and judged again, else left out.
 *
 * @throws ModelError when the model failed before anything came of it
 */
export async function* writeAnswer(task: WritingTask): AsyncGenerator<readonly Claim[], WrittenAnswer, void> {
  const left = new AbortController()
  const signal = AbortSignal.any([task.signal, left.signal])
  const pages = createLatestValue<readonly Claim[]>()
  const work = writeAll({ ...task, signal }, pages).finally(() => pages.end())
  // A caller that leaves early is not told what comes of it.
  work.catch(() => {})
  try {
    yield* pages.values
    return await work
  } finally {
    left.abort()
  }
}

async function writeAll(task: WritingTask, pages: LatestValue<readonly Claim[]>): Promise<WrittenAnswer> {
  await loadTokenizer()
  const numbered = numberEvidence(task.evidence, task.evidenceTokens, task.model.name)
  const page = createPage()
  let size = 0
  const show = () => {
    const claims = page.shown()
    if (claims.length !== size) pages.put(claims)
    size = claims.length
  }
  const court = openCourt(task, page, show)
  try {
    const { notStated, brokenOff } = await draft(task, numbered, page, court.hear)
    await court.adjourned()
    if (brokenOff === undefined) await repairAll(task, page, numbered)
    await court.adjourned()
    show()
    const claims = page.shown()
    if (claims.length === 0 && brokenOff !== undefined) throw modelError(brokenOff)
    if (claims.length === 0 && page.parts.length > 0) throw modelError('nonsense', reasonsOf(page).join('; '))
    return {
      claims,
      silentOn: papersUncited(page, numbered, task.evidence),
      notStated,
      leftOut: reasonsOf(page),
      ...(brokenOff !== undefined && { brokenOff }),
    }
  } finally {
    const shown = page.shown().length
    emitTelemetry({ kind: 'claims', shown, dropped: page.parts.length - shown })
  }
}

function papersUncited(
  { parts }: Page,
  { ids }: NumberedEvidence,
  { sentences }: Evidence,
): readonly PaperId[] {
  const papersOf = (cited: Iterable<SentenceId>) =>
    new Set([...cited].flatMap((id) => sentences.get(id)?.paper ?? []))
  return [...papersOf(ids.values()).difference(papersOf(parts.flatMap(({ draft }) => draft.cites)))]
}

/** Why each part that is not shown is not. */
function reasonsOf(page: Page): readonly string[] {
  const shown = new Set(page.shown())
  return page.parts.flatMap(({ claim, why }) =>
    claim && shown.has(claim) ? [] : [why ?? 'it leans on a sentence that was left out'],
  )
}

/** Has the model write, and puts what passes the vetoes before the judge. */
async function draft(
  { question, evidence, model, budget, style, prompt = 'answer', signal }: WritingTask,
  { text, ids }: NumberedEvidence,
  page: Page,
  hear: () => void,
): Promise<{ notStated: readonly string[]; brokenOff?: ModelFailure }> {
  const filled = fillPrompt(loadPrompt(prompt), {
    evidence: text,
    question: shortenToTokens(question, tokensOf.question) + inParentheses(style),
  })
  const request: ModelRequest = { ...filled, schema: answerForm, maxOutputTokens: tokensOf.answer, signal }
  const values = askModel(model, request, budget)
  try {
    let next = await values.next()
    for (; !next.done; next = await values.next()) {
      const written = WrittenClaim.safeParse(next.value).data
      const isNew =
        written && !page.parts.some(({ draft, state }) => draft.text === written.text && state !== 'failed')
      if (!isNew || page.parts.length >= mostClaims) continue
      const draft = { text: written.text, cites: written.cites.map((id) => ids.get(id) ?? id) }
      page.parts.push(admit(draft, evidence))
      hear()
    }
    if (next.value === undefined && page.parts.length === 0) throw modelError('nonsense')
    const told = NotStated.safeParse(next.value).data?.not_stated ?? []
    const sources = [question, ...evidence.papers.map(({ title, abstract }) => `${title} ${abstract}`)]
    return { notStated: told.filter((line) => !hostileFault(line) && !formFault(line, sources)) }
  } catch (error) {
    if (!(error instanceof ModelError) || page.parts.length === 0) throw error
    return { notStated: [], brokenOff: error.failure }
  } finally {
    // A caller that stops reading ends the call.
    await values.return(undefined)
  }
}

/** Has every part that failed, or lost what it leans on, said anew once, all at a time. */
async function repairAll(task: WritingTask, page: Page, numbered: NumberedEvidence): Promise<void> {
  const orphans = new Set(page.orphans())
  const broken = page.parts.filter((part) => part.state === 'failed' || orphans.has(part))
  await Promise.all(
    broken.map(async (part) => {
      const place = page.parts.indexOf(part)
      const lost = orphans.has(part) ? page.parts[place - 1] : undefined
      const repaired = await repairPart(part, lost, task, numbered)
      page.parts[place] = repaired ?? { ...part, state: 'out' }
    }),
  )
}

function inParentheses(style: AnswerStyle = {}): string {
  const words = styleInWords(style)
  return words === '' ? '' : ` (Answer ${words}.)`
}
