import { z } from 'zod'
import { shortenToTokens } from '../../lib/token-estimate.ts'
import type { Turn } from '../../store/store.ts'
import type { Budget } from './budget.ts'
import { askModelOnce } from './call.ts'
import { plainJsonSchema } from './forms.ts'
import type { ChatModel } from './model.ts'
import { fillPrompt, loadPrompt } from './prompts.ts'

export type RewritingTask = {
  question: string
  /** Earlier turns of the conversation, newest first. */
  history: readonly Turn[]
  /** Who asks. */
  asker?: string
  model: ChatModel
  budget: Budget
  signal: AbortSignal
}

const Rewritten = z.strictObject({ question: z.string().trim().min(1).max(500) })
const schema = { name: 'stand_alone_question', schema: plainJsonSchema(Rewritten) }

/** The most of a conversation that is shown to the model: its last turns, and of a few before them what was asked. */
const shown = {
  turns: 3,
  earlier: 5,
  lineTokens: 80,
  earlierTokens: 15,
  answerTokens: 200,
  questionTokens: 300,
  rewrittenTokens: 400,
}

/**
 * Makes a follow-up question stand on its own, by one model call. Without history no call is made. A reply that is
 * no question leaves the question as it was.
 *
 * @throws ModelError when the call fails or the budget has no room for it
 */
export async function rewriteQuestion(task: RewritingTask): Promise<string> {
  if (task.history.length === 0) return task.question
  const { system, user } = fillPrompt(loadPrompt('rewrite'), {
    history: transcript(task),
    question: shortenToTokens(task.question, shown.questionTokens),
  })
  const request = { system, user, schema, maxOutputTokens: shown.rewrittenTokens, signal: task.signal }
  const { data } = Rewritten.safeParse(await askModelOnce(task.model, request, task.budget))
  return data ? oneLine(data.question) : task.question
}

function transcript({ history, asker }: RewritingTask): string {
  const who = ({ person }: Turn) =>
    asker === undefined || person === asker ? 'Asked' : 'Somebody else asked'
  const earlier = history
    .slice(shown.turns, shown.turns + shown.earlier)
    .toReversed()
    .map((turn) => `${who(turn)} earlier: ${shortenToTokens(oneLine(turn.line), shown.earlierTokens)}`)
  const latest = history
    .slice(0, shown.turns)
    .toReversed()
    .map((turn) => {
      const asked = shortenToTokens(oneLine(turn.line), shown.lineTokens)
      const answered = shortenToTokens(oneLine(turn.answer), shown.answerTokens)
      return `${who(turn)}: ${asked}\nAnswered: ${answered}`
    })
  return [...earlier, ...latest].join('\n')
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
