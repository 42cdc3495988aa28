import { createRandom } from '../bench/random.ts'

/** The mean; undefined without values. */
export function mean(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The value below which `share` (0 to 1) of the values lie, by nearest rank; undefined without values. */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}

/** How often the questions are drawn anew: more move the interval by less than a hundredth. */
const drawings = 2_000

/**
 * Where the mean of values lies with 95 % confidence, had other questions of the same kind been asked: the percentile
 * bootstrap (Efron 1979), the same in every run. Undefined without values.
 */
export function interval(values: readonly number[]): readonly [number, number] | undefined {
  if (values.length === 0) return undefined
  const random = createRandom(values.length)
  const means = Array.from({ length: drawings }, () => mean(values.map(() => random.pick(values))) ?? 0)
  return [percentile(means, 0.025) ?? 0, percentile(means, 0.975) ?? 0]
}
