/** The constant that keeps the first places from deciding alone (Cormack, Clarke and Büttcher 2009). */
const k = 60

/**
 * Reciprocal rank fusion: several rankings of the same things -> one, best first. Each thing earns 1 / (60 + place)
 * in every ranking that has it; ties keep the order of the first ranking.
 */
export function fuseRankings<T>(rankings: readonly (readonly T[])[]): readonly T[] {
  const scores = new Map<T, number>()
  for (const ranking of rankings) {
    for (const [index, item] of ranking.entries())
      scores.set(item, (scores.get(item) ?? 0) + 1 / (k + index + 1))
  }
  return [...scores].sort(([, one], [, other]) => other - one).map(([item]) => item)
}
