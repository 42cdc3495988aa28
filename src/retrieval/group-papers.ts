import type { Paper } from '../papers/paper.ts'

/** How many groups are readable at the most. */
const mostGroups = 6
/** About so many papers make a theme. */
const papersInGroup = 4

/**
 * Sorts papers into groups that are about the same thing, two to six of them: each paper begins alone, and the two groups that
 * lose least by it become one until few enough are left (Ward 1963, by the recurrence of Lance and Williams 1967).
 * The same papers in the same order give the same groups. At most some hundred papers: the cost grows with the cube.
 *
 * @param likenesses cosines of the papers with each other, in their order (`likenessesOf`)
 * @returns the largest group first; in each, the most central paper first. Fewer than three papers are one group.
 */
export function groupPapers(
  papers: readonly Paper[],
  likenesses: readonly (readonly number[])[],
): readonly (readonly Paper[])[] {
  if (papers.length < 3) return papers.length === 0 ? [] : [papers]
  const wanted = Math.min(mostGroups, Math.max(2, Math.round(papers.length / papersInGroup)))
  const costs = papers.map((_, one) => papers.map((__, other) => 2 - 2 * (likenesses[one]?.[other] ?? 0)))
  const groups = new Map(papers.map((_, index) => [index, [index]]))
  while (groups.size > wanted) merge(groups, costs)
  const centrality = (index: number, group: readonly number[]) =>
    group.reduce((sum, other) => sum + (likenesses[index]?.[other] ?? 0), 0)
  return [...groups.values()]
    .sort((one, other) => other.length - one.length)
    .map((group) =>
      group
        .toSorted((one, other) => centrality(other, group) - centrality(one, group))
        .flatMap((index) => papers[index] ?? []),
    )
}

/** Makes one of the two groups that cost least, and tells the others how far it is. */
function merge(groups: Map<number, number[]>, costs: number[][]): void {
  const cost = (one: number, other: number) => costs[one]?.[other] ?? 0
  let best = { one: 0, other: 0, cost: Number.POSITIVE_INFINITY }
  for (const one of groups.keys())
    for (const other of groups.keys())
      if (one < other && cost(one, other) < best.cost) best = { one, other, cost: cost(one, other) }
  const [a, b] = [groups.get(best.one)?.length ?? 0, groups.get(best.other)?.length ?? 0]
  for (const [third, { length }] of groups) {
    if (third === best.one || third === best.other) continue
    const merged =
      ((a + length) * cost(best.one, third) + (b + length) * cost(best.other, third) - length * best.cost) /
      (a + b + length)
    for (const [from, to] of [
      [best.one, third],
      [third, best.one],
    ] as const) {
      const row = costs[from]
      if (row) row[to] = merged
    }
  }
  groups.set(best.one, [...(groups.get(best.one) ?? []), ...(groups.get(best.other) ?? [])])
  groups.delete(best.other)
}
