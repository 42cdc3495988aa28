import type { Log } from '../../lib/log.ts'
import type { TermVector } from '../../retrieval/theme-terms.ts'
import type { Evidence } from '../evidence.ts'
import type { Budget } from '../model/budget.ts'
import { tryWritingWhole } from '../model/try-writing.ts'
import type { Writer } from '../model/write.ts'
import type { Theme } from './summary.ts'
import { pickCentral, type TopicSentence } from './topic-sentences.ts'

/** What all themes of a summary may cost together, whatever the topic's size. */
export const summaryLimits = { calls: 36, promptTokens: 64_000 }
/** Sentences of each paper that a model reads. */
const sentencesOfPaper = 4

/** A theme as its abstracts tell it, and what to write it from. */
export type ThemeDraft = Theme & { center: TermVector; sentences: readonly TopicSentence[] }

type Task = Writer & {
  topic: string
  themes: readonly ThemeDraft[]
  budget: Budget
  signal: AbortSignal
  log: Log
}

/** What became of a theme: written, quoted for a reason in words, or dropped, as the model says that nothing is on it. */
export type WrittenTheme = { theme?: Theme; fallback?: string }

/**
 * Has a model write all themes at once: of each paper the sentences that say most of the theme are read (chosen without
 * the model, so that the cost is bounded), and of each theme two or three claims are written, vetoed and judged. A theme
 * that fails keeps the quoted sentences; one of which the model says that nothing mentions it is dropped.
 *
 * @returns after each theme that is done all of them in their order, those that are not done yet left out
 */
export async function* writeThemes({
  themes,
  ...task
}: Task): AsyncGenerator<readonly WrittenTheme[], void, void> {
  const done = new Map<number, WrittenTheme>()
  const running = new Map(
    themes.map(
      (draft, index) => [index, settle(draft, task).then((written) => ({ index, written }))] as const,
    ),
  )
  while (running.size > 0) {
    const { index, written } = await Promise.race(running.values())
    running.delete(index)
    done.set(index, written)
    yield themes.flatMap((_, place) => done.get(place) ?? [])
  }
}

async function settle(
  draft: ThemeDraft,
  { topic, log, ...task }: Omit<Task, 'themes'>,
): Promise<WrittenTheme> {
  const { center: _, sentences: __, ...quoted } = draft
  const question = draft.name === '' ? topic : `${topic}: ${draft.name}`
  const told = await tryWritingWhole({ ...task, question, evidence: evidenceOf(draft), prompt: 'theme' }, log)
  const { claims, leftOut, fallback } = told
  if (claims.length > 0) {
    const theme: Theme = { ...quoted, claims, mode: 'model', leftOut: leftOut.length }
    return { theme, ...(fallback !== undefined && { fallback }) }
  }
  return fallback === undefined ? {} : { theme: quoted, fallback }
}

function evidenceOf({ papers, sentences, center }: ThemeDraft): Evidence {
  const chosen = papers.flatMap((paper) => {
    const own = sentences.filter(({ sentence }) => sentence.paper === paper.id)
    return pickCentral(own, center, [], sentencesOfPaper).map(({ sentence }) => sentence)
  })
  return {
    papers,
    sentences: new Map(chosen.map((sentence) => [sentence.id, sentence])),
  }
}
