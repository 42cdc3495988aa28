import type { Outcome } from './ask.ts'
import { formatVerdicts, type Verdict } from './floor.ts'
import { type Measure, meanScore, type ScoredQuestion } from './floors.ts'
import { kinds } from './questions.ts'
import type { Score } from './score.ts'
import { percentile } from './statistics.ts'
import { formatTable } from './table.ts'

/** An outcome and how it went. */
export type Judged = Outcome & { score: Score }

const columns: readonly { head: string; measure: Measure }[] = [
  { head: 'first', measure: 'first' },
  { head: 'all in 5', measure: 'inFive' },
  { head: 'recall@10', measure: 'recallInTen' },
  { head: 'complete', measure: 'complete' },
  { head: 'refused', measure: 'refused' },
  { head: 'exact cites', measure: 'citesExactly' },
  { head: 'claims', measure: 'claims' },
]

/** A row for each kind of question that was asked, then the floors. */
export function formatReport(judged: readonly Judged[], verdicts: readonly Verdict[]): string {
  const rows = summaries(judged).map(({ kind, questions, scores, p50, p95 }) => [
    kind,
    questions,
    ...columns.map(({ measure }) => scores[measure]?.toFixed(2)),
    p50?.toFixed(1),
    p95?.toFixed(1),
  ])
  const head = ['kind', 'asked', ...columns.map((column) => column.head), 'p50 ms', 'p95 ms']
  return `${formatTable(head, rows)}\n\n${formatVerdicts(verdicts)}\n`
}

/** The same as one JSON object, with the outcome of each question. */
export function reportData(judged: readonly Judged[], verdicts: readonly Verdict[]): object {
  return {
    kinds: summaries(judged),
    floors: verdicts,
    questions: judged.map(({ question, answer, milliseconds, score }) => ({
      id: question.id,
      kind: answer.kind,
      milliseconds,
      ...score,
    })),
  }
}

function summaries(judged: readonly Judged[]) {
  const kindsAsked = kinds.filter((kind) => judged.some(({ question }) => question.kind === kind))
  return [...kindsAsked, 'all' as const].map((kind) => {
    const rows = judged.filter(({ question }) => kind === 'all' || question.kind === kind)
    const times = rows.map(({ milliseconds }) => milliseconds)
    return {
      kind,
      questions: rows.length,
      scores: meanScores(scoredQuestions(rows)),
      p50: percentile(times, 0.5),
      p95: percentile(times, 0.95),
    }
  })
}

/** What the floors look at. */
export function scoredQuestions(judged: readonly Judged[]): readonly ScoredQuestion[] {
  return judged.map(({ question, score }) => ({ kind: question.kind, score }))
}

function meanScores(scored: readonly ScoredQuestion[]): { [measure in Measure]?: number } {
  return Object.fromEntries(
    columns.flatMap(({ measure }) => {
      const value = meanScore(scored, kinds, measure)
      return value === undefined ? [] : [[measure, value]]
    }),
  )
}
