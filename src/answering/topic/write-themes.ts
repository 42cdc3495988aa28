import { describeError } from '../../lib/errors.ts'
import type { Log } from '../../lib/log.ts'
import type { TermVector } from '../../retrieval/theme-terms.ts'
import type { Evidence } from '../evidence.ts'
import type { Budget } from '../model/budget.ts'
import { fallbackReasonOf } from '../model/fallback.ts'
import { type ChatModel, ModelError, type ModelFailure } from '../model/model.ts'
import { writeAnswer } from '../model/write.ts'
import type { Claim } from '../types.ts'
import type { Theme } from './summary.ts'
import { pickCentral, type TopicSentence } from './topic-sentences.ts'

/** What all themes of a summary may cost together, whatever the topic's size. */
export const summaryLimits = { calls: 8, promptTokens: 32_000 }
/** Sentences of each paper that a model reads. */
const sentencesOfPaper = 4
/** Failures after which only the theme is lost, not the whole summary. */
const passing: ReadonlySet<ModelFailure> = new Set(['refused', 'truncated', 'nonsense', 'too-long'])

/** A theme as its abstracts tell it, and what to write it from. */
export type ThemeDraft = Theme & { center: TermVector; sentences: readonly TopicSentence[] }

type Task = {
  topic: string
  themes: readonly ThemeDraft[]
  model: ChatModel
  budget: Budget
  signal: AbortSignal
  log: Log
}

export type WrittenTheme = {
  theme: Theme /** Why the model did not write it, in words. */
  fallback?: string
}

/**
 * Has a model write theme after theme: of each paper the sentences that say most of the theme are read (chosen without
 * the model, so that the cost is bounded), and of each theme two or three claims are written and checked. A theme that
 * fails keeps the quoted sentences; after a failure that lasts, so do all that follow.
 */
export async function* writeThemes({ themes, ...task }: Task): AsyncGenerator<WrittenTheme, void, void> {
  let gone: string | undefined
  for (const draft of themes) {
    const { center: _, sentences: __, ...quoted } = draft
    if (gone !== undefined) {
      yield { theme: quoted, fallback: gone }
      continue
    }
    try {
      const claims = await writeTheme(draft, task)
      yield { theme: claims.length === 0 ? quoted : { ...quoted, claims, mode: 'model' } }
    } catch (error) {
      task.log.warn({ error: describeError(error), theme: draft.name }, 'told a theme without the model')
      const fallback = fallbackReasonOf(error)
      if (!(error instanceof ModelError && passing.has(error.failure))) gone = fallback
      yield { theme: quoted, fallback }
    }
  }
}

async function writeTheme(
  draft: ThemeDraft,
  { topic, model, budget, signal, log }: Omit<Task, 'themes'>,
): Promise<readonly Claim[]> {
  const question = draft.name === '' ? topic : `${topic}: ${draft.name}`
  const writing = writeAnswer({
    question,
    evidence: evidenceOf(draft),
    model,
    budget,
    prompt: 'theme',
    signal,
  })
  let next = await writing.next()
  while (!next.done) next = await writing.next()
  const { claims, rejected } = next.value
  if (rejected.length > 0) log.info({ rejected }, 'dropped claims that the abstracts do not bear out')
  return claims
}

function evidenceOf({ papers, sentences, center }: ThemeDraft): Evidence {
  const chosen = papers.flatMap((paper) => {
    const own = sentences.filter(({ sentence }) => sentence.paper === paper.id)
    return pickCentral(own, center, [], sentencesOfPaper)
      .map(({ sentence }) => sentence)
      .sort((one, other) => one.number - other.number)
  })
  return {
    papers,
    sentences: new Map(chosen.map((sentence) => [sentence.id, sentence])),
  }
}
