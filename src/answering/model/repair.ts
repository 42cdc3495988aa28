import { leansBack } from '../../language/leaning.ts'
import type { Evidence } from '../evidence.ts'
import type { Budget } from './budget.ts'
import { askModelOnce } from './call.ts'
import { RepairedClaim, repair as repairForm } from './forms.ts'
import { type ChatModel, ModelError } from './model.ts'
import { lineOf, type NumberedEvidence } from './numbered-evidence.ts'
import { admit, type Part } from './page.ts'
import { fillPrompt, loadPrompt } from './prompts.ts'

/** Tokens of one claim and its ids. */
const repairTokens = 250

/** The answer that a sentence belongs to, and who says it anew. */
type RepairTask = {
  question: string
  evidence: Evidence
  model: ChatModel
  budget: Budget
  signal: AbortSignal
}

/**
 * Has one sentence said anew, so that its own sentences bear it out and it stands alone.
 *
 * @param lost the sentence it leans on, when that one was left out
 * @returns the part as the vetoes let it pass, to be judged; undefined when it cannot be said, or not now
 */
export async function repairPart(
  part: Part,
  lost: Part | undefined,
  { question, evidence, model, budget, signal }: RepairTask,
  { ids }: NumberedEvidence,
): Promise<Part | undefined> {
  const short = new Map([...ids].map(([id, sentence]) => [sentence, id]))
  const cited = [...new Set([...part.draft.cites, ...(lost?.draft.cites ?? [])])].flatMap((id) => {
    const sentence = evidence.sentences.get(id)
    const label = short.get(id)
    return sentence && label ? [lineOf(label, sentence)] : []
  })
  if (cited.length === 0) return undefined
  const problem = lost
    ? `it leans on a sentence that was left out: "${lost.draft.text}"`
    : (part.why ?? 'its sentences do not say it')
  const filled = fillPrompt(loadPrompt('repair'), {
    claim: part.draft.text,
    problem,
    sentences: cited.join('\n'),
    question,
  })
  const request = {
    ...filled,
    schema: repairForm,
    maxOutputTokens: repairTokens,
    urgent: true as const,
    signal,
  }
  try {
    const said = RepairedClaim.safeParse(await askModelOnce(model, request, budget)).data
    if (!said || said.text.trim() === '') return undefined
    const draft = {
      text: said.text.replace(/\s+/g, ' ').trim(),
      cites: said.cites.map((id) => ids.get(id) ?? id),
    }
    const repaired = admit(draft, evidence)
    return repaired.claim && !leansBack(draft.text) ? repaired : undefined
  } catch (error) {
    if (error instanceof ModelError) return undefined
    throw error
  }
}
