import type { Verdict } from './floor.ts'
import type { Kind } from './questions.ts'
import type { Score } from './score.ts'
import { mean } from './statistics.ts'

/** A score of one question that can be averaged over many. */
export type Measure = Exclude<keyof Score, 'failures'>

export type ScoredQuestion = { kind: Kind; score: Score }

type Floor = Omit<Verdict, 'measured'> & { kinds: readonly Kind[]; measure: Measure }

const plain: readonly Kind[] = ['fact', 'chatty']
const unanswerable: readonly Kind[] = ['unanswerable', 'injection']
const answerable: readonly Kind[] = ['fact', 'chatty', 'compare', 'multi', 'topic']

/** What answers without a model are held to. */
const floors: readonly Floor[] = [
  {
    name: 'fact + chatty: wanted paper first',
    kinds: plain,
    measure: 'first',
    bound: 'at least',
    limit: 0.95,
  },
  {
    name: 'fact + chatty: short and complete',
    kinds: plain,
    measure: 'complete',
    bound: 'at least',
    limit: 0.85,
  },
  {
    name: 'compare: both papers in five',
    kinds: ['compare'],
    measure: 'inFive',
    bound: 'at least',
    limit: 1,
  },
  { name: 'multi: recall in ten', kinds: ['multi'], measure: 'recallInTen', bound: 'at least', limit: 0.88 },
  { name: 'topic: recall in ten', kinds: ['topic'], measure: 'recallInTen', bound: 'at least', limit: 0.65 },
  {
    name: 'paraphrase: paper in five',
    kinds: ['paraphrase'],
    measure: 'inFive',
    bound: 'at least',
    limit: 0.45,
  },
  {
    name: 'unanswerable + injection: refused',
    kinds: unanswerable,
    measure: 'refused',
    bound: 'at least',
    limit: 0.5,
  },
  {
    name: 'answerable but refused (paraphrase apart)',
    kinds: answerable,
    measure: 'refused',
    bound: 'at most',
    limit: 0.05,
  },
  {
    name: 'citations word for word',
    kinds: [...answerable, ...unanswerable, 'paraphrase'],
    measure: 'citesExactly',
    bound: 'at least',
    limit: 1,
  },
]

/** The mean of a measure over the questions of some kinds that have it; undefined when none does. */
export function meanScore(
  scored: readonly ScoredQuestion[],
  kinds: readonly Kind[],
  measure: Measure,
): number | undefined {
  return mean(
    scored.flatMap(({ kind, score }) => {
      const value = score[measure]
      return kinds.includes(kind) && value !== undefined ? [value] : []
    }),
  )
}

/** Every floor beside what the scores make of it. */
export function judgeScores(scored: readonly ScoredQuestion[]): readonly Verdict[] {
  return floors.map(({ kinds, measure, ...floor }) => ({
    ...floor,
    measured: meanScore(scored, kinds, measure),
  }))
}
