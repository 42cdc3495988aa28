import type { PaperVectors } from './vectors.ts'

/**
 * Bytes that a number of a vector takes in the database: 1 in what is written today, int8, and 4 in what older versions
 * wrote, float32 (little endian), which stays as it is: vectors of a server were paid for.
 */
export type Width = 1 | 4

export const int8: Width = 1

const largestInt8 = 127

// Loops over places: `from` and `of` take many times as long, and a question reads thousands of passages.

/**
 * A vector as whole numbers from -127 to 127, its largest number being one of these two: a scale of its own for every
 * vector, which need not be kept, since a unit vector is known by its direction.
 *
 * What that costs: between any two of 442 texts of the shipped papers (all-MiniLM-L6-v2, 384 numbers), the cosine of one
 * and the other read back is off by 0.0003 on average, by less than 0.0013 for 999 of 1,000 pairs, and by 0.0023 for the
 * worst of 194,922; a vector read back has a cosine of at least 0.9999 with itself. For any vectors of d numbers of which
 * the largest is m, that is at least 1 - d m² / 129,032, and other cosines are off by at most √d m / 254.
 */
export function toInt8(vector: Float32Array): Int8Array {
  let largest = 0
  for (let index = 0; index < vector.length; index++)
    largest = Math.max(largest, Math.abs(vector[index] ?? 0))
  const values = new Int8Array(vector.length)
  const factor = largest === 0 ? 0 : largestInt8 / largest
  for (let index = 0; index < values.length; index++)
    values[index] = Math.round((vector[index] ?? 0) * factor)
  return values
}

/** Vectors of one length, one behind the other. */
export function toBytes(vectors: readonly Float32Array[]): Uint8Array {
  const dimensions = vectors[0]?.length ?? 0
  const bytes = new Uint8Array(vectors.length * dimensions)
  for (const [place, vector] of vectors.entries())
    bytes.set(new Uint8Array(toInt8(vector).buffer), place * dimensions)
  return bytes
}

/** The unit vector again, but for the rounding; of zeros when it was of zeros. */
export function fromInt8(values: Int8Array): Float32Array {
  const length = lengthOf(values) || 1
  const vector = new Float32Array(values.length)
  for (let index = 0; index < vector.length; index++) vector[index] = (values[index] ?? 0) / length
  return vector
}

export function fromBytes(bytes: Uint8Array, width: Width): Float32Array {
  // Copied, because a row's bytes need not lie on a four-byte border.
  return width === int8 ? fromInt8(asInt8(bytes)) : new Float32Array(Uint8Array.from(bytes).buffer)
}

/** Vectors that stand one behind the other. */
function splitBytes(bytes: Uint8Array, dimensions: number): readonly Float32Array[] {
  return Array.from({ length: bytes.length / dimensions }, (_, place) =>
    fromBytes(bytes.subarray(place * dimensions, (place + 1) * dimensions), int8),
  )
}

/** The same bytes with a sign. */
export const asInt8 = ({ buffer, byteOffset, byteLength }: Uint8Array): Int8Array =>
  new Int8Array(buffer, byteOffset, byteLength)

export function lengthOf(values: Int8Array): number {
  let sum = 0
  for (let index = 0; index < values.length; index++) sum += (values[index] ?? 0) ** 2
  return Math.sqrt(sum)
}

/** What a row of the database says of its width. */
export const toWidth = (value: unknown): Width => (Number(value) === int8 ? 1 : 4)

/** A row with what is kept of a paper. */
export function toPaperVectors(row: Readonly<Record<string, unknown>> | undefined): PaperVectors | undefined {
  if (!(row?.vector instanceof Uint8Array)) return undefined
  const paper = fromBytes(row.vector, toWidth(row.width))
  return row.passages instanceof Uint8Array
    ? { paper, passages: splitBytes(row.passages, paper.length) }
    : { paper }
}
