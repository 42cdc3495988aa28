import { type ClaimSource, sourceTexts } from './claim-source.ts'
import { type Measurement, measurementsIn } from './measurements.ts'
import type { Quantity } from './quantities.ts'

/** How much of a number has to agree: another language writes scales ("Billionen") and counts in its own words. */
export type NumberReading = 'full' | 'digits'

/**
 * Why a number of the claim is not what its source says, or undefined when all of them are: each has to occur with
 * its unit, and must not be given to something that the source measured with another number.
 */
export function quantityFault(
  claim: string,
  source: ClaimSource,
  reading: NumberReading,
): string | undefined {
  const known = sourceTexts(source).flatMap(measurementsIn)
  for (const measured of measurementsIn(claim)) {
    const { quantity } = measured
    const same = known.filter((other) => agrees(quantity, other.quantity, reading))
    if (same.length === 0) return `the number ${describe(quantity)} is not in the cited sentences`
    if (reading === 'full' && moved(measured, same, known))
      return `the number ${describe(quantity)} measures something else`
  }
  return undefined
}

function agrees(claimed: Quantity, known: Quantity, reading: NumberReading): boolean {
  if (reading === 'digits')
    return (
      (claimed.mantissa === known.mantissa || claimed.value === known.value) &&
      (claimed.unit === known.unit || claimed.unit === 'none')
    )
  if (Math.abs(claimed.value - known.value) > 1e-9 * Math.abs(known.value)) return false
  if (claimed.measure && claimed.measure !== known.measure) return false
  // "by 3.6" for "by 3.6 points" loses nothing, as the score is the unit.
  return claimed.unit === known.unit || (claimed.unit === 'none' && known.unit === 'points')
}

/**
 * Whether a number was given to what the source measured with another number of the same unit: words, or a name,
 * beside it that belong to the other one while none beside it belong to this one alone.
 */
function moved(claimed: Measurement, same: readonly Measurement[], known: readonly Measurement[]): boolean {
  const values = new Set(same.map(({ quantity }) => quantity.value))
  const about = new Set(same.flatMap((measured) => [...measured.about]))
  const near = new Set(same.flatMap((measured) => [...measured.near]))
  const names = new Set(same.flatMap((measured) => [...measured.names]))
  return known
    .filter(
      ({ quantity }) =>
        quantity.unit !== 'magnitude' &&
        !values.has(quantity.value) &&
        quantity.unit === claimed.quantity.unit,
    )
    .some(
      (other) =>
        swaps(claimed.about, about, other.about) ||
        swaps(claimed.near, near, other.near) ||
        (names.size > 0 && swaps(claimed.names, names, other.names)),
    )
}

function swaps(claimed: ReadonlySet<string>, own: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const words = [...claimed]
  return (
    words.some((word) => other.has(word) && !own.has(word)) &&
    !words.some((word) => own.has(word) && !other.has(word))
  )
}

function describe({ value, unit, measure }: Quantity): string {
  return [value, unit === 'none' ? measure : unit].filter((part) => part !== undefined).join(' ')
}
