import { tell } from '../../lib/telemetry.ts'
import { shortenToTokens } from '../../lib/token-estimate.ts'
import { type Manner, mannerInWords } from '../conversation/manner.ts'
import type { Evidence } from '../evidence.ts'
import type { Claim } from '../types.ts'
import { verifyDraft } from '../verify.ts'
import type { Budget } from './budget.ts'
import { askModel } from './call.ts'
import { modelError } from './failure.ts'
import { answer as answerForm, WrittenClaim } from './forms.ts'
import { type ChatModel, ModelError, type ModelFailure, type ModelRequest, type TokenCount } from './model.ts'
import { type NumberedEvidence, numberEvidence } from './numbered-evidence.ts'
import { fillPrompt, loadPrompt } from './prompts.ts'

export type WritingTask = {
  /** A question that stands on its own. */
  question: string
  evidence: Evidence
  model: ChatModel
  budget: Budget
  /** How it is to be said. */
  manner?: Manner
  /** Which prompt asks for it; `answer` when left out. Its slots are `evidence` and `question`. */
  prompt?: 'answer' | 'theme' | 'gist'
  /** Ends the writing, also while the model is silent. */
  signal: AbortSignal
}

export type WrittenAnswer = {
  /** Every claim that was yielded; none when the model says that the evidence does not answer. */
  claims: readonly Claim[]
  /** Why each dropped draft was dropped. */
  rejected: readonly string[]
  /** Over all calls of the question, as the budget counted them. */
  usage: TokenCount
  calls: number
  /** Set when the model broke off after its first claims. */
  brokenOff?: ModelFailure
}

const mostClaims = { usual: 4, long: 8 }
/** Estimated tokens of each part: a rewrite, an answer and its repair stay below 12,000 of prompt together. */
const tokensOf = { evidence: 3_600, question: 300, problem: 150, answer: 1_500 }

/**
 * Has a model answer a question from evidence. Every claim is checked before it is yielded, so that whatever comes
 * out may be shown. An answer that cannot be read, or of which nothing survives the check, is asked for once more.
 *
 * @throws ModelError when nothing came of it
 */
export async function* writeAnswer(task: WritingTask): AsyncGenerator<Claim, WrittenAnswer, void> {
  const numbered = numberEvidence(task.evidence, tokensOf.evidence)
  const prompt = fillPrompt(loadPrompt(task.prompt ?? 'answer'), {
    evidence: numbered.text,
    question: shortenToTokens(task.question, tokensOf.question) + inParentheses(task.manner),
  })
  const first = yield* attempt(task, prompt, numbered)
  if (isUsable(first)) return written(task, first, [])
  const { user: repair } = fillPrompt(loadPrompt('again'), {
    problem: shortenToTokens(problemWith(first), tokensOf.problem),
  })
  const again = { ...prompt, user: `${prompt.user}\n\n${repair}` }
  if (!task.budget.fits(again)) throw modelError('nonsense', problemWith(first))
  const second = yield* attempt(task, again, numbered)
  if (isUsable(second)) return written(task, second, first.rejected)
  throw modelError('nonsense', problemWith(second))
}

type Attempt = {
  claims: Claim[]
  rejected: string[]
  /** The model's list of claims was read to its end. */
  complete: boolean
  brokenOff?: ModelFailure
}

async function* attempt(
  { model, budget, signal, evidence, manner }: WritingTask,
  prompt: Pick<ModelRequest, 'system' | 'user'>,
  { ids }: NumberedEvidence,
): AsyncGenerator<Claim, Attempt, void> {
  const request = { ...prompt, schema: answerForm, maxOutputTokens: tokensOf.answer, signal }
  const most = manner?.length === 'long' ? mostClaims.long : mostClaims.usual
  const claims: Claim[] = []
  const rejected: string[] = []
  const outcome = (complete: boolean) => ({ claims, rejected, complete })
  const values = askModel(model, request, budget)
  try {
    let next = await values.next()
    for (; !next.done; next = await values.next()) {
      const proposed = WrittenClaim.safeParse(next.value).data
      if (!proposed) {
        rejected.push('it is not of the form {"cites", "text"}')
        continue
      }
      const draft = { text: proposed.text, cites: proposed.cites.map((id) => ids.get(id) ?? id) }
      const checked = verifyDraft(draft, evidence)
      if (!checked.ok) rejected.push(checked.reason)
      else if (claims.length < most && !claims.some(({ text }) => text === checked.claim.text)) {
        claims.push(checked.claim)
        yield checked.claim
      }
    }
    return outcome(next.value !== undefined)
  } catch (error) {
    if (!(error instanceof ModelError) || claims.length === 0) throw error
    // The claims already shown stay true.
    return { ...outcome(false), brokenOff: error.failure }
  } finally {
    // Whoever stops reading ends the call.
    await values.return(undefined)
    tell({ kind: 'claims', shown: claims.length, dropped: rejected.length })
  }
}

function inParentheses(manner: Manner = {}): string {
  const words = mannerInWords(manner)
  return words === '' ? '' : ` (Answer ${words}.)`
}

function isUsable({ claims, rejected, complete }: Attempt): boolean {
  return claims.length > 0 || (complete && rejected.length === 0)
}

function problemWith({ rejected }: Attempt): string {
  if (rejected.length === 0) return 'It was not the JSON object that was asked for.'
  return `None of its claims holds: ${rejected.join('; ')}.`
}

function written({ budget }: WritingTask, last: Attempt, before: readonly string[]): WrittenAnswer {
  const { calls, tokens } = budget.spent()
  const { claims, rejected, brokenOff } = last
  return {
    claims,
    rejected: [...before, ...rejected],
    usage: tokens,
    calls,
    ...(brokenOff ? { brokenOff } : {}),
  }
}
