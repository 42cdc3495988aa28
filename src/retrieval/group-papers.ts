import type { Paper } from '../papers/paper.ts'
import { centroid, likeness, type TermVector, termVectors } from './theme-terms.ts'

/** How many groups are readable at the most. */
export const mostGroups = 6
/** About so many papers make a theme. */
const papersInGroup = 4

type Group = { papers: readonly Paper[]; vectors: readonly TermVector[]; center: TermVector }

/**
 * Sorts papers into groups that speak of the same, two to six of them, by the words they share: each paper begins
 * alone, and the two groups that lose least by it become one until few enough are left (Ward 1963, on the sphere).
 * The same papers in the same order give the same groups. At most some hundred papers: the cost grows with the cube.
 *
 * @returns the largest group first; in each, the most central paper first. Fewer than three papers are one group.
 */
export function groupPapers(papers: readonly Paper[]): readonly (readonly Paper[])[] {
  if (papers.length < 3) return papers.length === 0 ? [] : [papers]
  const wanted = Math.min(mostGroups, Math.max(2, Math.round(papers.length / papersInGroup)))
  const vectors = termVectors(papers)
  let groups: readonly Group[] = papers.map((paper, index) => {
    const vector = vectors[index] ?? new Map()
    return { papers: [paper], vectors: [vector], center: vector }
  })
  while (groups.length > wanted) groups = withClosestMerged(groups)
  return groups
    .toSorted((one, other) => other.papers.length - one.papers.length)
    .map(({ papers, vectors, center }) =>
      papers
        .map((paper, index) => ({ paper, central: likeness(vectors[index] ?? new Map(), center) }))
        .sort((one, other) => other.central - one.central)
        .map(({ paper }) => paper),
    )
}

function withClosestMerged(groups: readonly Group[]): readonly Group[] {
  let best = { cost: Number.POSITIVE_INFINITY, one: 0, other: 1 }
  for (const [one, first] of groups.entries())
    for (const [other, second] of groups.entries()) {
      if (other <= one) continue
      const cost = mergeCost(first, second)
      if (cost < best.cost) best = { cost, one, other }
    }
  const [one, other] = [groups[best.one], groups[best.other]]
  if (!one || !other) return groups
  const vectors = [...one.vectors, ...other.vectors]
  const merged = { papers: [...one.papers, ...other.papers], vectors, center: centroid(vectors) }
  return groups.flatMap((group) => (group === one ? [merged] : group === other ? [] : [group]))
}

/** Ward's cost: how much the groups spread when they become one; the distance of unit vectors is 2 - 2 cos. */
function mergeCost(one: Group, other: Group): number {
  const [a, b] = [one.papers.length, other.papers.length]
  return ((a * b) / (a + b)) * (2 - 2 * likeness(one.center, other.center))
}
