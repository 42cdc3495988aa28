/** The cosine of two unit vectors; 0 when one of them has no direction. */
export function cosine(one: Float32Array, other: Float32Array): number {
  let sum = 0
  for (let index = 0; index < one.length; index += 1) sum += (one[index] ?? 0) * (other[index] ?? 0)
  return sum
}

/** A vector without a share of another one's direction, as a unit vector; `share` from 0 to 1. */
export function without(vector: Float32Array, direction: Float32Array, share: number): Float32Array {
  const along = share * cosine(vector, direction)
  const rest = vector.map((value, index) => value - along * (direction[index] ?? 0))
  const length = Math.sqrt(cosine(rest, rest))
  // What says nothing but the title keeps no direction.
  return length < 1e-6 ? rest : rest.map((value) => value / length)
}
