import { doubtIn } from '../../src/answering/calibrate.ts'
import { createExtract } from '../../src/answering/extractive/extractive.ts'
import { createExamples, nearestOtherKind } from '../../src/answering/kind.ts'
import { PaperboyError } from '../../src/lib/errors.ts'
import type { Calibration } from '../../src/retrieval/calibration.ts'
import type { Meaning } from '../../src/retrieval/meaning.ts'
import { createSearch } from '../../src/retrieval/search.ts'
import { type Bot, withBot } from './bot.ts'
import type { Question } from './questions.ts'
import type { QuestionSet } from './sets.ts'
import { type Cell, formatTable } from './table.ts'

/** What a question scores, as far as a threshold decides on it. Higher is always further from an answer. */
type Scored = Pick<Question, 'answerable' | 'kind'> & {
  /** Minus infinity where the abstract answers it at any rate, infinity where no paper is quoted. */
  doubt: number
  lead: number
  /** Minus the cosine of the nearest paper: the score alone. */
  far: number
}
export type ScoredSet = { name: string; questions: readonly Scored[] }

const limits = { doubt: [-0.25, 0.1], lead: [-0.1, 0.2], far: [-0.4, -0.1] } as const
const step = 0.05

/**
 * The thresholds of the model of this machine as curves: what of each set is on which side of a limit, the calibrated
 * one among them, and how well each score parts what can be answered from the rest.
 */
export async function evaluateThresholds(sets: readonly QuestionSet[]): Promise<string> {
  const scored: ScoredSet[] = []
  let calibration: Calibration | undefined
  for (const set of sets)
    await withBot(await set.papers(), {}, async (bot) => {
      calibration = bot.services.meaning.calibration
      scored.push({ name: set.name, questions: await scoreQuestions(bot, await set.questions()) })
    })
  if (!calibration) throw new PaperboyError('The model was never calibrated.', 'Run npm run calibrate first.')
  return formatCurves(scored, calibration)
}

async function scoreQuestions({ services }: Bot, questions: readonly Question[]): Promise<readonly Scored[]> {
  const { store } = services
  const topic = services.meaning.calibration?.near ?? Number.NaN
  // What was calibrated is not to decide on what it is judged by.
  const never = Number.POSITIVE_INFINITY
  const meaning: Meaning = {
    ...services.meaning,
    calibration: { near: -never, sure: -never, lead: -never, margin: never, doubt: never, unsaid: never },
  }
  const search = createSearch({ store, meaning })
  const examples = createExamples(meaning)
  const extract = createExtract({ meaning, examples })
  const scored: Scored[] = []
  for (const { question, answerable, kind } of questions) {
    const found = await search(question)
    const other = await nearestOtherKind(found, examples, topic)
    scored.push({
      ...{ answerable, kind },
      doubt: doubtIn(await extract(question, found)),
      lead: other?.lead ?? Number.NaN,
      far: -Math.max(0, ...found.papers.map(({ fit }) => fit.meaning ?? 0)),
    })
  }
  return scored
}

/** A table for each threshold. */
export function formatCurves(sets: readonly ScoredSet[], calibration: Calibration): string {
  const { near, margin, doubt } = calibration
  const isOffTopic = ({ kind }: Scored) => kind === 'offtopic'
  const isUnanswerable = ({ kind }: Scored) => kind === 'unanswerable'
  return [
    curve('hedged, or not answered, above a doubt of', 'doubt', doubt, sets, isUnanswerable),
    curve(
      'taken for something else than a question to papers from a lead of',
      'lead',
      margin,
      sets,
      isOffTopic,
    ),
    curve('nothing found below a cosine of', 'far', -near, sets, isOffTopic),
  ].join('\n\n')
}

function curve(
  title: string,
  measure: 'doubt' | 'lead' | 'far',
  calibrated: number,
  all: readonly ScoredSet[],
  isWanted: (one: Scored) => boolean,
): string {
  const sets = all.filter(({ questions }) => questions.some(isWanted))
  const parts = sets.map(({ questions }) => ({
    wanted: questions.filter(isWanted),
    rest: questions.filter(({ answerable }) => answerable),
  }))
  const [from, to] = limits[measure]
  const steps = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) =>
    rounded(from + index * step),
  )
  const every = [...new Set([...steps, rounded(calibrated)])].toSorted((one, other) => one - other)
  const above = (some: readonly Scored[], limit: number) =>
    (some.filter((one) => one[measure] > limit).length / some.length).toFixed(2)
  const rows = every.map((limit): Cell[] => [
    `${(measure === 'far' ? -limit : limit).toFixed(2)}${limit === rounded(calibrated) ? ' *' : ''}`,
    ...parts.flatMap(({ wanted, rest }) => [above(wanted, limit), above(rest, limit)]),
  ])
  const auc = (of: 'doubt' | 'lead' | 'far'): Cell[] =>
    parts.flatMap(({ wanted, rest }) => [areaUnder(wanted, rest, of).toFixed(2), ''])
  return `${title} (* as calibrated)\n\n${formatTable(
    [measure, ...sets.flatMap(({ name }) => [`${name}: right`, 'wrong'])],
    [...rows, ['area under its curve', ...auc(measure)], ['the cosine alone', ...auc('far')]],
  )}`
}

const rounded = (limit: number): number => Math.round(limit * 100) / 100

/** The share of pairs that a score puts in the right order (Mann and Whitney 1947); equals count half. */
export function areaUnder(
  wanted: readonly Scored[],
  rest: readonly Scored[],
  measure: 'doubt' | 'lead' | 'far',
): number {
  let sum = 0
  for (const one of wanted)
    for (const other of rest)
      sum += one[measure] > other[measure] ? 1 : one[measure] === other[measure] ? 0.5 : 0
  return sum / (wanted.length * rest.length)
}
