export type Point = { x: number; y: number }

const rounds = 150
/** Of each round's step, which keeps points that stand for the same from falling on one spot. */
const smallestDistance = 1e-9

/**
 * Places things on a plane so that their distances there come as close as possible to the given ones (stress
 * majorization, de Leeuw 1977): no randomness, so the same distances give the same places. The cost grows with the
 * square of their number.
 *
 * @param distances a symmetric matrix, zeros in its diagonal
 * @param start where each begins; no two on one spot
 */
export function spread(distances: readonly (readonly number[])[], start: readonly Point[]): readonly Point[] {
  let points = start
  for (let round = 0; round < rounds; round++)
    points = points.map((_, index) => moved(index, points, distances))
  return points
}

/** The Guttman transform of one point: the mean of where each other point would like to have it. */
function moved(index: number, points: readonly Point[], distances: readonly (readonly number[])[]): Point {
  const own = points[index] ?? { x: 0, y: 0 }
  const wanted = distances[index] ?? []
  let [x, y] = [0, 0]
  for (const [other, point] of points.entries()) {
    if (other === index) continue
    const [dx, dy] = [own.x - point.x, own.y - point.y]
    const ratio = (wanted[other] ?? 0) / Math.max(smallestDistance, Math.hypot(dx, dy))
    x += point.x + dx * ratio
    y += point.y + dy * ratio
  }
  const others = Math.max(1, points.length - 1)
  return points.length < 2 ? own : { x: x / others, y: y / others }
}
