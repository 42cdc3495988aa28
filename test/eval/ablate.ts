import { type Weights, weights } from '../../src/retrieval/weights.ts'
import { type AskedSet, askSets } from './evaluate-questions.ts'
import type { Measure } from './score.ts'
import type { QuestionSet } from './sets.ts'
import { interval, mean } from './statistics.ts'
import { type Cell, formatTable, signed } from './table.ts'

/** Every signal of the ranking, by its name, and the table of weights without it. */
export const signals: readonly { name: string; without: Weights }[] = [
  ...(['whole', 'sentence', 'words'] as const).map((signal) => ({
    name: `paper: ${signal}`,
    without: { ...weights, paper: { ...weights.paper, [signal]: 0 } },
  })),
  ...(['meaning', 'words', 'place', 'quantity'] as const).map((signal) => ({
    name: `sentence: ${signal}`,
    without: { ...weights, sentence: { ...weights.sentence, [signal]: 0 } },
  })),
  {
    name: 'words of several papers',
    without: { ...weights, list: { words: weights.sentence.words } },
  },
  { name: 'title taken out', without: { ...weights, titleTakenOut: 0 } },
  { name: 'names taken out', without: { ...weights, namesTakenOut: 0 } },
  { name: 'gist', without: { ...weights, gist: 0 } },
]
/** The setup that nothing is taken from. */
const whole = 'with all'
const measures: readonly Measure[] = ['first', 'complete', 'right']

/** What taking one signal away does to one measure of one set, question by question. */
export type Move = {
  signal: string
  set: string
  tunedFor: boolean
  measure: Measure
  before: number
  change: number
  /** Where the change lies with 95 % confidence. */
  range: readonly [number, number]
  won: number
  lost: number
}

/**
 * Switches off one signal of the ranking at a time and tells what that moves, new text apart from text that rules were
 * chosen on. It asks every question once more for each signal, which takes some minutes.
 */
export async function ablate(sets: readonly QuestionSet[], switched = signals): Promise<string> {
  const asked = await askSets(sets, [
    { name: whole, weights },
    ...switched.map(({ name, without }) => ({ name, weights: without })),
  ])
  const names = switched.map(({ name }) => name)
  return formatMoves(movesOf(asked, names), names)
}

/** What moves at all. */
export function movesOf(asked: readonly AskedSet[], names: readonly string[]): readonly Move[] {
  return names.flatMap((signal) =>
    asked.flatMap(({ set, outcomes }) =>
      measures.flatMap((measure): readonly Move[] => {
        const pairs = outcomes.flatMap(({ scores }) => {
          const [before, after] = [scores[whole]?.[measure], scores[signal]?.[measure]]
          return before === undefined || after === undefined ? [] : [{ before, change: after - before }]
        })
        const changes = pairs.map(({ change }) => change)
        const won = changes.filter((change) => change > 0).length
        const lost = changes.filter((change) => change < 0).length
        if (won + lost === 0) return []
        return [
          {
            ...{ signal, set: set.name, tunedFor: set.tunedFor, measure, won, lost },
            before: mean(pairs.map((pair) => pair.before)) ?? 0,
            change: mean(changes) ?? 0,
            range: interval(changes) ?? [0, 0],
          },
        ]
      }),
    ),
  )
}

/** A table for new text and one for the bot's own, and the signals whose loss no new text shows for certain. */
export function formatMoves(moves: readonly Move[], names: readonly string[]): string {
  const tableOf = (tunedFor: boolean) =>
    formatTable(
      ['without', 'set', 'measure', 'with all', 'change', '95 % between', 'better', 'worse'],
      moves
        .filter((move) => move.tunedFor === tunedFor)
        .map(({ signal, set, measure, before, change, range, won, lost }): Cell[] => [
          ...[signal, set, measure, before.toFixed(3), signed(change, 3)],
          range.map((end) => signed(end, 3)).join(' '),
          ...[won, lost],
        ]),
    )
  const missed = new Set(
    moves.filter(({ tunedFor, range: [, high] }) => !tunedFor && high < 0).map(({ signal }) => signal),
  )
  const idle = names.filter((name) => !missed.has(name))
  return [
    `Text of other fields and writers\n\n${tableOf(false)}`,
    `Text that rules were chosen on\n\n${tableOf(true)}`,
    `No new text misses for certain: ${idle.join('; ') || 'none of them'}`,
  ].join('\n\n')
}
