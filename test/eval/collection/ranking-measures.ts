import type { PaperId } from '../../../src/papers/paper.ts'

type Grades = ReadonlyMap<PaperId, number>

/**
 * Normalised discounted cumulative gain of the first `depth` papers, 0 to 1: linear gain, discount log2(rank + 1), as
 * in trec_eval, which BEIR uses (Järvelin and Kekäläinen 2002).
 */
export function normalizedGain(ranking: readonly PaperId[], grades: Grades, depth: number): number {
  const gain = (values: readonly number[]) =>
    values.slice(0, depth).reduce((sum, value, index) => sum + value / Math.log2(index + 2), 0)
  const best = [...grades.values()].filter((grade) => grade > 0).sort((a, b) => b - a)
  return gain(ranking.map((id) => Math.max(0, grades.get(id) ?? 0))) / gain(best)
}

/** Share of the relevant papers (grade above 0) among the first `depth`. */
export function recall(ranking: readonly PaperId[], grades: Grades, depth: number): number {
  const relevant = [...grades].flatMap(([id, grade]) => (grade > 0 ? [id] : []))
  const found = new Set(ranking.slice(0, depth))
  return relevant.filter((id) => found.has(id)).length / relevant.length
}

/** One divided by the rank of the first relevant paper; 0 when it is not among the first `depth`. */
export function reciprocalRank(ranking: readonly PaperId[], grades: Grades, depth: number): number {
  const index = ranking.slice(0, depth).findIndex((id) => (grades.get(id) ?? 0) > 0)
  return index < 0 ? 0 : 1 / (index + 1)
}

/**
 * Average precision: of each relevant paper (grade above 0) the share of relevant ones up to its rank, 0 where it is not
 * ranked, and the mean of that; its mean over readers is MAP.
 */
export function averagePrecision(ranking: readonly PaperId[], grades: Grades): number {
  const relevant = new Set([...grades].flatMap(([id, grade]) => (grade > 0 ? [id] : [])))
  let found = 0
  const precisions = ranking.flatMap((id, index) => {
    if (!relevant.has(id)) return []
    found += 1
    return [found / (index + 1)]
  })
  return precisions.reduce((sum, precision) => sum + precision, 0) / relevant.size
}
