import type { Quantity } from './quantities.ts'

/** Whether a source says this number, in whatever spelling: half is 50 %, 0.4 s is 400 ms, 1.84 times is 84 % more. */
export function saysQuantity(claimed: Quantity, known: Quantity): boolean {
  return readingsOf(known, claimed).some((value) => fits(claimed, value))
}

/** What a known quantity comes to in the dimension of another one; nothing where they measure different things. */
function readingsOf(known: Quantity, { of, value }: Quantity): readonly number[] {
  if (known.of === of) return [known.value]
  switch (of) {
    case 'plain':
      // Said without its unit, and scores: 0.82 is 82 %.
      return known.of === 'ratio' && value > 1 ? [known.value * 100] : [known.value]
    case 'ratio':
      if (known.of === 'plain') return known.value <= 1 ? [known.value] : []
      return known.of === 'times' ? [known.value - 1] : []
    case 'times':
      return known.of === 'ratio' ? [1 + known.value] : []
    case 'points':
    case 'rank':
      return known.of === 'plain' ? [known.value] : []
    default:
      return []
  }
}

function fits({ value, step, bound }: Quantity, known: number): boolean {
  const tiny = 1e-9 * Math.max(Math.abs(value), Math.abs(known))
  const off = known - value
  if (Math.abs(off) <= tiny) return true
  // Rounded is only what has digits behind those that are told.
  const digits = Math.abs(known / step - Math.round(known / step)) > 1e-6
  if (bound === 'exact' || !digits) return false
  if (bound === 'about') return Math.abs(off) <= step / 2 + tiny
  return Math.abs(off) < step && off > 0 === (bound === 'over')
}

/** What two counts that stand next to each other come to together, and how far they are apart. */
export function sumsOf(known: readonly Quantity[]): readonly Quantity[] {
  const counts = known.filter(({ of, value }) => of === 'plain' && Number.isInteger(value) && value >= fewest)
  return counts.flatMap((one, place) => {
    const next = counts[place + 1]
    if (!next || next.start <= one.start) return []
    const results = [one.value + next.value, Math.abs(one.value - next.value)]
    return results.filter((value) => value >= fewest).map((value) => ({ ...one, value }))
  })
}

/** Sums of smaller counts come out like any small number. */
const fewest = 11
