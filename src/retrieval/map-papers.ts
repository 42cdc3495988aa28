import type { Paper } from '../papers/paper.ts'
import { groupPapers } from './group-papers.ts'
import { keyPhrases } from './key-phrases.ts'
import { type Point, spread } from './spread.ts'
import { likenessesOf } from './theme-terms.ts'

/** Papers that are about the same thing, and where each stands on the map. */
export type MapTheme = {
  /** In the papers' own words; empty when there are too few papers for themes. */
  name: string
  papers: readonly { paper: Paper; at: Point }[]
}

/** A map with more papers than these is no longer readable; sorting them takes time with the cube of their number. */
export const mostMapped = 100
/** Phrases in the name of a theme. */
const phrases = 2
/** How much closer papers of one theme stand than their words say, so that one sees the themes. */
const together = 0.52
/** The angle by which neighbours on a sunflower differ, in radians: no two begin on one spot. */
const goldenAngle = Math.PI * (3 - Math.sqrt(5))

/**
 * Papers sorted into themes and placed on a plane: the closer two are, the more alike they speak. The same papers in
 * the same order give the same map.
 *
 * @param papers at most `mostMapped`
 * @param without folded words that name no theme here, such as those of the topic itself
 * @param vectors of the papers by meaning, in their order; left out, their words are compared
 * @returns themes with the largest first; in each the most central paper first. Positions from 0 to 1.
 */
export function mapPapers(
  papers: readonly Paper[],
  { without, vectors }: { without: readonly string[]; vectors?: readonly Float32Array[] },
): readonly MapTheme[] {
  const likenesses = likenessesOf(papers, vectors)
  const groups = groupPapers(papers, likenesses)
  const place = new Map(papers.map(({ id }, index) => [id, index]))
  const sorted = groups.flat().map(({ id }) => ({ id, place: place.get(id) ?? 0 }))
  const themeOf = new Map(groups.flatMap((group, index) => group.map(({ id }) => [id, index] as const)))
  const distances = sorted.map((one) =>
    sorted.map((other) => {
      const likeness = likenesses[one.place]?.[other.place] ?? 0
      const distance = one === other ? 0 : Math.sqrt(Math.max(0, 2 - 2 * likeness))
      return themeOf.get(one.id) === themeOf.get(other.id) ? distance * together : distance
    }),
  )
  const places = stretched(spread(distances, sunflower(sorted.length)))
  let next = 0
  return groups.map((group) => {
    const others = papers.filter((paper) => !group.includes(paper))
    const named = groups.length === 1 ? [] : keyPhrases(group, others, { without, limit: phrases })
    return {
      name: named.map(({ words }) => words).join(', '),
      papers: group.map((paper) => ({ paper, at: places[next++] ?? { x: 0.5, y: 0.5 } })),
    }
  })
}

const sunflower = (count: number): readonly Point[] =>
  Array.from({ length: count }, (_, index) => {
    const radius = Math.sqrt((index + 0.5) / count)
    return { x: radius * Math.cos(index * goldenAngle), y: radius * Math.sin(index * goldenAngle) }
  })

/** The same places from 0 to 1 in both directions; what has no extent stands in the middle. */
function stretched(points: readonly Point[]): readonly Point[] {
  const scale = (values: readonly number[]) => {
    const [low, high] = [Math.min(...values), Math.max(...values)]
    return (value: number) => (high - low < 1e-6 ? 0.5 : (value - low) / (high - low))
  }
  const [across, down] = [scale(points.map(({ x }) => x)), scale(points.map(({ y }) => y))]
  return points.map(({ x, y }) => ({ x: across(x), y: down(y) }))
}
