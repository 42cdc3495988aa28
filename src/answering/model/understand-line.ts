import type { Paper, PaperId } from '../../papers/paper.ts'
import type { Store, Turn } from '../../store/store.ts'
import type { QuestionContext } from '../types.ts'
import type { Budget } from './budget.ts'
import { askModelOnce } from './call.ts'
import { Understanding, understanding } from './forms.ts'
import { type ChatModel, ModelError, type ModelFailure } from './model.ts'
import { fillPrompt, loadPrompt } from './prompts.ts'
import { loadTokenizer, shortenToTokens } from './tokens.ts'

export type LineTask = {
  line: string
  /** Earlier turns of the conversation, newest first. */
  history: readonly Turn[]
  /** The papers of those turns, as far as they are still there. */
  papers: readonly Paper[]
  /** Who asks. */
  asker?: string
  model: ChatModel
  budget: Budget
  signal: AbortSignal
}

/** What a model reads into a line. */
export type UnderstoodLine = {
  /** Stands on its own, in English. */
  question: string
  /** The English name of the language to answer in. */
  language: string
  kind: 'content' | 'collection' | 'bot' | 'conversation' | 'elsewhere' | 'command'
  /** The papers of the conversation that it is about; none when it names none. */
  papers: readonly PaperId[]
}

/** The most of a conversation that is shown to the model, in turns, papers of a turn, and tokens of each part. */
const shown = {
  turns: 3,
  earlier: 5,
  papers: 8,
  title: 30,
  line: 80,
  earlierLine: 15,
  answer: 200,
  question: 300,
}
const answerTokens = 400

/** Failures that the next call of the same question would meet again. */
const lastingFailures: ReadonlySet<ModelFailure> = new Set([
  'unreachable',
  'unauthorized',
  'unknown-model',
  'rate-limited',
  'quota',
  'budget',
  'resting',
  'timeout',
])

type Reading = Pick<LineTask, 'model' | 'budget' | 'signal'> & {
  store: Pick<Store, 'papers'>
  /** Notes a failure of the model, and says it in words. */
  reasonFor(error: unknown): string
}

/** The same for a question in its context; when the model fails, why it need not be asked for the answer either, if so. */
export async function readLine(
  line: string,
  { history, asker }: QuestionContext,
  { store, reasonFor, ...call }: Reading,
): Promise<{ line?: UnderstoodLine; gone?: string }> {
  try {
    const papers = await store.papers.get([...new Set(history.flatMap((turn) => turn.papers))])
    const understood = await understandLine({
      ...call,
      line,
      history,
      papers,
      ...(asker !== undefined && { asker }),
    })
    return understood ? { line: understood } : {}
  } catch (error) {
    const reason = reasonFor(error)
    return error instanceof ModelError && lastingFailures.has(error.failure) ? { gone: reason } : {}
  }
}

/**
 * Reads a line that leans on its conversation, or is in another language, by one model call.
 *
 * @returns undefined when the model's reply is not one
 * @throws ModelError when the call fails or the budget has no room for it
 */
export async function understandLine(task: LineTask): Promise<UnderstoodLine | undefined> {
  await loadTokenizer()
  const { text, labels } = transcript(task)
  const filled = fillPrompt(loadPrompt('understanding'), {
    history: text === '' ? '(nothing was said before)' : text,
    question: shortenToTokens(task.line, shown.question),
  })
  const request = { ...filled, schema: understanding, maxOutputTokens: answerTokens, signal: task.signal }
  const { data } = Understanding.safeParse(await askModelOnce(task.model, request, task.budget))
  return (
    data && { ...data, papers: data.papers.flatMap((label) => labels.get(label.trim().toUpperCase()) ?? []) }
  )
}

/** The conversation, oldest turn first, and what the labels of its papers stand for. */
function transcript({ history, papers, asker }: LineTask): {
  text: string
  labels: ReadonlyMap<string, PaperId>
} {
  const titles = new Map(papers.map(({ id, title }) => [id, title]))
  const labels = new Map<string, PaperId>()
  const labelOf = (paper: PaperId): string => {
    const known = [...labels].find(([, id]) => id === paper)?.[0]
    if (known) return known
    const label = `P${labels.size + 1}`
    labels.set(label, paper)
    return label
  }
  const who = ({ person }: Turn) =>
    asker === undefined || person === asker ? 'Asked' : 'Somebody else asked'
  const earlier = history
    .slice(shown.turns, shown.turns + shown.earlier)
    .toReversed()
    .map((turn) => `${who(turn)} earlier: ${shortenToTokens(oneLine(turn.line), shown.earlierLine)}`)
  const latest = history
    .slice(0, shown.turns)
    .toReversed()
    .map((turn) => {
      const asked = shortenToTokens(oneLine(turn.line), shown.line)
      const listed = turn.papers.slice(0, shown.papers).flatMap((paper, index) => {
        const title = titles.get(paper)
        return title
          ? [`${index + 1}. ${labelOf(paper)}: ${shortenToTokens(oneLine(title), shown.title)}`]
          : []
      })
      const said = turn.claims.length > 0 ? turn.claims.map(({ text }) => text).join(' ') : turn.answer
      const answered = shortenToTokens(oneLine(said), shown.answer)
      return [
        `${who(turn)}: ${asked}`,
        `Answered: ${answered}`,
        ...listed.map((line) => `  Paper ${line}`),
      ].join('\n')
    })
  return { text: [...earlier, ...latest].join('\n'), labels }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
