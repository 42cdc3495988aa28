import type { Paper } from '../../src/papers/paper.ts'
import { withBot } from './bot.ts'
import { dialogueFigures, formatTurnFailures, turnData, turnTable } from './dialogues-report.ts'
import { absentFigures, askElsewhere, formatAbsent } from './evaluate-absent.ts'
import { comparePairs, comparisonFigures, formatComparisons } from './evaluate-comparisons.ts'
import { holdDialogues } from './evaluate-dialogues.ts'
import { formatLines, lineFigures, sayLines } from './evaluate-lines.ts'
import { askSets, type Setup } from './evaluate-questions.ts'
import {
  type Alikeness,
  alikeByCategory,
  alikeByTopic,
  formatSimilar,
  scoreByWords,
  scoreSimilar,
  similarFigures,
} from './evaluate-similar.ts'
import {
  arxivTopics,
  formatSummaries,
  ownTopics,
  summarizeTopics,
  summaryFigures,
} from './evaluate-summaries.ts'
import { formatTaste, scoreTaste, tasteFigures } from './evaluate-taste.ts'
import type { Figure } from './figures.ts'
import { formatFailures, formatSets, questionData, questionFigures } from './questions-report.ts'
import { arxivCollection, type QuestionSet, shippedCollection } from './sets.ts'

/** The parts of the evaluation, as they can be asked for. */
export const parts = [
  'questions',
  'absent',
  'summaries',
  'comparisons',
  'dialogues',
  'lines',
  'similar',
  'taste',
] as const
export type Part = (typeof parts)[number]

/** What came of one part: its tables, what went wrong in words, the same for scripts, and what floors look at. */
export type Evaluated = { tables: string; failures: string; data: object; figures: readonly Figure[] }

/** How the bot is set up; the first is the one that newcomers meet. */
export const setups: readonly Setup[] = [
  { name: 'bot' },
  { name: 'words only', settings: { EMBEDDING_MODEL: 'off' } },
]

/**
 * Evaluates one part.
 *
 * @param sets the question sets to ask
 */
export async function evaluatePart(part: Part, sets: readonly QuestionSet[]): Promise<Evaluated> {
  switch (part) {
    case 'questions': {
      const asked = await askSets(sets, setups)
      return {
        tables: formatSets(asked),
        failures: formatFailures(asked, setups[0]?.name ?? ''),
        data: questionData(asked),
        figures: questionFigures(asked),
      }
    }
    case 'absent': {
      const asked = await askElsewhere(setups)
      return { tables: formatAbsent(asked), failures: '', data: asked, figures: absentFigures(asked) }
    }
    case 'summaries': {
      const own = await shippedCollection.papers()
      const arxiv = await arxivCollection.papers()
      const scores = [
        ...(await withBot(arxiv, {}, (bot) => summarizeTopics(bot, arxiv, arxivTopics))),
        ...(await withBot(own, {}, (bot) => summarizeTopics(bot, own, ownTopics))),
      ]
      return {
        tables: formatSummaries(scores),
        failures: scores
          .filter(({ recall, nothing }) => (recall ?? nothing) !== 1)
          .map(({ id, recall, papers }) => `${id}: recall ${recall?.toFixed(2) ?? '-'}, ${papers} papers`)
          .join('\n'),
        data: scores,
        figures: summaryFigures(scores),
      }
    }
    case 'comparisons': {
      const papers = await shippedCollection.papers()
      const scores = await withBot(papers, {}, (bot) => comparePairs(bot, papers))
      return {
        tables: formatComparisons(scores),
        failures: scores.flatMap(({ apart, failures }) => (apart ? [] : failures)).join('\n'),
        data: scores,
        figures: comparisonFigures(scores),
      }
    }
    case 'dialogues': {
      const scored = await withBot(await shippedCollection.papers(), {}, holdDialogues)
      return {
        tables: turnTable(scored),
        failures: formatTurnFailures(scored),
        data: turnData(scored),
        figures: dialogueFigures(scored),
      }
    }
    case 'lines': {
      const lines = await withBot(await arxivCollection.papers(), {}, sayLines)
      return {
        tables: formatLines(lines),
        failures: lines.flatMap(({ right, kind, line }) => (right ? [] : [`${kind}: ${line}`])).join('\n'),
        data: lines,
        figures: lineFigures(lines),
      }
    }
    case 'similar': {
      const scores = [
        ...(await similarIn('arxiv-2026, by category', await arxivCollection.papers(), alikeByCategory)),
        ...(await similarIn('own papers, by topic', await shippedCollection.papers(), alikeByTopic)),
      ]
      return {
        tables: formatSimilar(scores),
        failures: '',
        data: scores,
        figures: similarFigures(scores),
      }
    }
    case 'taste': {
      const scores = await scoreTaste(await arxivCollection.papers())
      return { tables: formatTaste(scores), failures: '', data: scores, figures: tasteFigures(scores) }
    }
  }
}

/** Every setup and the baseline over one collection. */
async function similarIn(
  set: string,
  papers: readonly Paper[],
  alikeBy: (papers: readonly Paper[]) => Promise<Alikeness>,
) {
  const alike = await alikeBy(papers)
  const scores = []
  for (const { name: who, settings } of setups)
    scores.push(
      ...(await withBot(papers, settings ? { settings } : {}, (bot) =>
        scoreSimilar(bot, { set, who, alike }),
      )),
    )
  return [...scores, ...scoreByWords(papers, { set, alike })]
}
