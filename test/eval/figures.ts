import { mean } from './statistics.ts'

/** A value that was measured, under the name that its floor stands under. */
export type Figure = {
  /** Of what: a set and a kind of question, such as `arxiv-2026 / layman`. */
  of: string
  measure: string
  value: number
  /** How many questions it is the mean of. */
  asked: number
  /** Whether less is better. */
  less?: true
  /** Whether chance may take nothing away: a promise, not a quality. */
  exact?: true
}

/** The figure of what was scored; none where no question has the measure. */
export function figureOf(
  of: string,
  measure: string,
  values: readonly (number | undefined)[],
  nature: Pick<Figure, 'less' | 'exact'> = {},
): readonly Figure[] {
  const there = values.filter((value) => value !== undefined)
  const value = mean(there)
  return value === undefined ? [] : [{ of, measure, value, asked: there.length, ...nature }]
}
