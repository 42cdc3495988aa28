export type Spot = { x: number; y: number }
export type Box = { left: number; top: number; width: number; height: number }
export type Label = { text: string; x: number; y: number }

/** Between a dot and its label, and between labels, in pixels. */
const gap = 4

/**
 * Puts dots apart that lie on one another, each by as little as it takes, inside a box.
 *
 * @param apart the least distance of two centers, in pixels
 */
export function separate(spots: readonly Spot[], apart: number, box: Box): readonly Spot[] {
  const moved = spots.map((spot) => ({ ...spot }))
  for (let round = 0; round < 200; round++) {
    let crowded = false
    for (const [one, first] of moved.entries())
      for (const [other, second] of moved.entries()) {
        if (other <= one) continue
        const [dx, dy] = [second.x - first.x, second.y - first.y]
        const distance = Math.hypot(dx, dy)
        if (distance >= apart) continue
        crowded = true
        // Dots on the very same spot part along an angle of their own.
        const angle = distance < 0.01 ? one * 2.4 + other : Math.atan2(dy, dx)
        const push = (apart - distance) / 2 + 0.05
        first.x -= Math.cos(angle) * push
        first.y -= Math.sin(angle) * push
        second.x += Math.cos(angle) * push
        second.y += Math.sin(angle) * push
      }
    for (const spot of moved) {
      spot.x = Math.min(box.left + box.width, Math.max(box.left, spot.x))
      spot.y = Math.min(box.top + box.height, Math.max(box.top, spot.y))
    }
    if (!crowded) break
  }
  return moved
}

/**
 * Finds a place beside its dot for every label that has one: over no dot, no other label, and inside the box. Labels
 * that come first choose first.
 *
 * @param labels one for each dot, with its measured width in pixels; an empty one is not placed
 * @returns the left end and the middle line of each; undefined for one that found no place
 */
export function placeLabels(
  labels: readonly { text: string; width: number }[],
  dots: readonly Spot[],
  { radius, height, box }: { radius: number; height: number; box: Box },
): readonly (Label | undefined)[] {
  const taken: Box[] = dots.map(({ x, y }) => ({
    left: x - radius,
    top: y - radius,
    width: 2 * radius,
    height: 2 * radius,
  }))
  return labels.map(({ text, width }, index) => {
    const dot = dots[index]
    if (!dot || text === '') return undefined
    const place = around(dot, width, height, radius).find(
      (candidate) => isInside(candidate, box) && !taken.some((other) => overlap(candidate, other)),
    )
    if (!place) return undefined
    taken.push(place)
    return { text, x: place.left, y: place.top + height / 2 }
  })
}

/** Where a label can stand, the best first (Imhof 1975: right before left, above before below). */
function around({ x, y }: Spot, width: number, height: number, radius: number): readonly Box[] {
  const [right, left, middle] = [x + radius + gap, x - radius - gap - width, x - width / 2]
  const [above, level, below] = [y - radius - gap - height, y - height / 2, y + radius + gap]
  const corners = [y - radius - height / 3, y + radius - (2 * height) / 3]
  return [
    { left: right, top: level },
    { left, top: level },
    ...corners.flatMap((top) => [
      { left: x + radius, top },
      { left: x - radius - width, top },
    ]),
    { left: middle, top: above },
    { left: middle, top: below },
  ].map((corner) => ({ ...corner, width, height }))
}

function isInside(inner: Box, outer: Box): boolean {
  return (
    inner.left >= outer.left &&
    inner.top >= outer.top &&
    inner.left + inner.width <= outer.left + outer.width &&
    inner.top + inner.height <= outer.top + outer.height
  )
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.left < other.left + other.width &&
    other.left < one.left + one.width &&
    one.top < other.top + other.height &&
    other.top < one.top + one.height
  )
}
