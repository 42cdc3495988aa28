import { mean } from '../statistics.ts'
import { type Cell, formatTable } from '../table.ts'

/** Text of one field, and how well it goes with some weights, from 0 to 1. */
export type Field<Weighed> = { name: string; score(weights: Weighed): number }

/** What the others would have chosen for a field, and what comes of it there. */
export type LeftOut<Weighed> = {
  field: string
  chosen: Weighed
  /** With what was chosen on the others, with the weights that ship, and the most that any of them gives there. */
  gives: number
  shipped: number
  best: number
}

/**
 * Cross-validation over fields: for each, the weights are chosen that do best on the mean of all others, so that nothing
 * is fitted to what it is judged by. The last row leaves none out: its `chosen` is what the weights would be.
 *
 * @param candidates equal scores fall to the first
 */
export function leaveOneOut<Weighed>(
  fields: readonly Field<Weighed>[],
  candidates: readonly Weighed[],
  shipped: Weighed,
): readonly LeftOut<Weighed>[] {
  const scores = candidates.map((weights) => ({
    weights,
    of: new Map(fields.map(({ name, score }) => [name, score(weights)])),
  }))
  const now = new Map(fields.map(({ name, score }) => [name, score(shipped)]))
  const meanOf = (of: ReadonlyMap<string, number>, names: readonly string[]) =>
    mean(names.map((name) => of.get(name) ?? 0)) ?? 0
  const rowOf = (field: string, on: readonly string[], judged: readonly string[]): LeftOut<Weighed> => {
    const chosen = scores.reduce((best, next) =>
      meanOf(next.of, on) > meanOf(best.of, on) + 1e-9 ? next : best,
    )
    return {
      field,
      chosen: chosen.weights,
      gives: meanOf(chosen.of, judged),
      shipped: meanOf(now, judged),
      best: Math.max(...scores.map(({ of }) => meanOf(of, judged))),
    }
  }
  const names = fields.map(({ name }) => name)
  return [
    ...names.map((name) =>
      rowOf(
        name,
        names.filter((other) => other !== name),
        [name],
      ),
    ),
    rowOf('none left out', names, names),
  ]
}

export function formatLeftOut<Weighed>(
  rows: readonly LeftOut<Weighed>[],
  inWords: (weights: Weighed) => string,
): string {
  return formatTable(
    ['left out', 'chosen on the others', 'gives', 'as shipped', 'best there is'],
    rows.map(({ field, chosen, gives, shipped, best }): Cell[] => [
      ...[field, inWords(chosen)],
      ...[gives, shipped, best].map((value) => value.toFixed(3)),
    ]),
  )
}
