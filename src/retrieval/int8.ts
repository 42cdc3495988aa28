/** What a vector's largest number becomes. */
const largest = 127

/**
 * A unit vector in a quarter of the space: stretched until its largest number is 127, and rounded. Its direction is all
 * that counts, so nothing else has to be kept. Measured on 20,000 pairs of the shipped papers' vectors and their
 * sentences' (all-MiniLM-L6-v2): the cosine of two such vectors is off by 0.0004 on average and 0.0025
 * at most; that of one and a vector as it was by 0.0003 and 0.0017. With 127 for the number 1, which no
 * vector of 384 numbers comes near, it was off by 0.0026 on average and 0.015 at most.
 */
export function toInt8(vector: Float32Array): Int8Array<ArrayBuffer> {
  let most = 0
  for (const value of vector) most = Math.max(most, Math.abs(value))
  return Int8Array.from(vector, (value) => (most === 0 ? 0 : Math.round((value / most) * largest)))
}

/** The unit vector again, but for the rounding. */
export function fromInt8(vector: Int8Array): Float32Array<ArrayBuffer> {
  const length = lengthInt8(vector)
  return Float32Array.from(vector, (value) => (length === 0 ? 0 : value / length))
}

/** How long a vector of `toInt8` is: what `dotInt8` is divided by, for each of the two, to be a cosine. */
export function lengthInt8(vector: Int8Array): number {
  return Math.sqrt(dotInt8(vector, vector))
}

/** The dot product, which is exact: a sum of whole numbers. */
export function dotInt8(one: Int8Array, other: Int8Array): number {
  let sum = 0
  for (let index = 0; index < one.length; index++) sum += (one[index] ?? 0) * (other[index] ?? 0)
  return sum
}
