import type { Answer, AnswerUpdate, QuestionContext } from '../../src/answering/types.ts'
import { answerReply } from '../../src/answering/view.ts'
import { readConfig } from '../../src/config.ts'
import { plainText } from '../../src/replies/plain.ts'
import { createServices } from '../../src/services.ts'
import { copyShippedStore } from '../fixtures/shipped-store.ts'

export type Opened = Awaited<ReturnType<typeof createServices>>

/** Addresses of what is not here. */
const elsewhere = [
  'ARXIV_URL',
  'CROSSREF_URL',
  'PUBMED_URL',
  'SEMANTIC_SCHOLAR_URL',
  'OPENREVIEW_URL',
  'ZOTERO_URL',
]

/** The real services over the shipped papers in a database of their own, with a model at this address. */
export async function openServices(
  modelUrl?: string,
  settings: Record<string, string> = {},
): Promise<Opened> {
  const services = await createServices(
    readConfig({
      DATABASE_URL: await copyShippedStore(),
      EMBEDDING_MODEL: 'off',
      JUDGE_MODEL: 'off',
      LOG_LEVEL: 'silent',
      // Nothing leaves the machine.
      MAY_ADD: 'nobody',
      ...Object.fromEntries(elsewhere.map((name) => [name, 'http://127.0.0.1:9'])),
      ...(modelUrl !== undefined && { OPENAI_BASE_URL: modelUrl, OPENAI_API_KEY: 'sk-test-0123456789' }),
      ...settings,
    }),
  )
  // The time that a model has is not spent on loading its library.
  if (modelUrl !== undefined) await services.warmUp()
  return services
}

export type Asked = {
  answer: Answer
  updates: readonly AnswerUpdate[]
  /** The claims of each update, as they were shown one after another. */
  growth: readonly (readonly string[])[]
  /** All that was on the screen at any time. */
  screen: string
  milliseconds: number
}

/** Asks a question and keeps everything that was shown. */
export async function ask(
  { answer }: Opened,
  question: string,
  context: Partial<QuestionContext> = {},
): Promise<Asked> {
  const started = performance.now()
  const updates = await Array.fromAsync(
    answer(question, { history: [], signal: new AbortController().signal, ...context }),
  )
  const milliseconds = performance.now() - started
  const last = updates.at(-1)
  if (last?.stage !== 'done') throw new Error('The last update is not the whole answer.')
  const shown = updates.flatMap((update) =>
    update.stage === 'reading' || update.stage === 'order' ? [] : [update],
  )
  return {
    answer: last.answer,
    updates,
    growth: shown.map((update) => claimsOf(update.answer)),
    screen: shown
      .map((update) => plainText(answerReply(update.answer, update.stage, { turn: 'turn' })))
      .join('\n'),
    milliseconds,
  }
}

/** The sentences of an answer. */
export function claimsOf(answer: Answer): readonly string[] {
  return answer.kind === 'answered' ? answer.claims.map(({ text }) => text) : []
}

/** The titles of the papers that an answer cites. */
export function citedTitles(answer: Answer): readonly string[] {
  if (answer.kind !== 'answered') return []
  const ids = new Set(answer.claims.flatMap(({ cites }) => cites.map(({ paper }) => paper)))
  return answer.evidence.papers.filter(({ id }) => ids.has(id)).map(({ title }) => title)
}
