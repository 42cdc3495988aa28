import { signsOf, trimEndOf } from '../../lib/trim.ts'
import { measures, numerals, scales, spelled, type Unit, units } from './number-words.ts'

/** A number in a text with what it counts. */
export type Quantity = {
  /** Scale included: `1.5 trillion` is 1.5e12. */
  value: number
  /** Before the scale: 1.5. */
  mantissa: number
  unit: Unit
  /** A unit of time or size behind the number, such as `day`. */
  measure?: string
  /** Where it stands in `plainNumerals(text)`. */
  start: number
  end: number
}

const token = /[^\s()[\]{}"“”'‘’`,;:!?=&#*|<>≈≥≤→$€£]+/gu
const number = String.raw`\d+(?:\.\d+)?`
const suffix = '%|x|×|st|nd|rd|th|k|K|M|B|T|bn'
const single = new RegExp(`^(${number})(${suffix})?(?:-(\\p{Ll}[\\p{L}-]*))?$`, 'u')
/** 5.3x-15.2x, 1/1000, 15-20-fold. */
const range = new RegExp(`^${number}(?:${suffix})?(?:[-/~][+]?${number}(?:${suffix})?)+(?:-\\p{Ll}.*)?$`, 'u')

/** Decimal digits of any script as 0-9, compatibility forms and dashes as plain ones, no separators of thousands. */
export function plainNumerals(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/(?![0-9])\p{Nd}/gu, (digit) => String(digitValue(digit)))
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')
    .replace(/\bper cent\b/gi, 'percent')
    .replace(/\bpercentage points?\b/gi, 'points')
    .replace(/\b(one|two)[- ](thirds?)\b/gi, '$1 -$2')
}

/** Unicode keeps the ten digits of a script in one run, zero first. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1
  return value
}

/** All quantities of a text in order. Digits inside names (VGG-16, 2T-HGNN, F1) are not quantities. */
export function quantitiesIn(text: string): readonly Quantity[] {
  const plain = plainNumerals(text)
  const tokens = [...plain.matchAll(token)].map((match) => readToken(match[0], match.index, plain))
  const found: Quantity[] = []
  for (const [place, { quantities, word }] of tokens.entries()) {
    const isOne = word.toLowerCase() === 'one'
    for (const [part, quantity] of quantities.entries()) {
      const behind =
        part === quantities.length - 1 ? tokens.slice(place + 1, place + 3).map((next) => next.word) : []
      const whole = withUnit(quantity, behind)
      // "one of the", "this one": only "one million" and the like are numbers.
      if (!(isOne && whole.value === 1 && whole.unit === 'none')) found.push(whole)
    }
  }
  return found.map((quantity, place) => inheritUnit(quantity, found[place + 1], plain))
}

const fullStop = signsOf('.')
/** No range has more ends; "1-1-1-1-…" is something else. */
const mostParts = 8

function readToken(
  raw: string,
  start: number,
  text: string,
): { word: string; quantities: readonly Quantity[] } {
  const word = trimEndOf(raw, fullStop).replace(/^[~≈<>≥≤±+$€£#=-]+(?=\d)/u, '')
  const at = { start, end: start + raw.length }
  const known = spelled.get(word.toLowerCase())
  if (known)
    return { word, quantities: [{ value: known.value, mantissa: known.value, unit: known.unit, ...at }] }
  const hyphened = word.toLowerCase().split('-')
  // "five-day" begins with its number, "near-zero" ends with it.
  const [first = '', ...rest] = numerals.has(hyphened[0] ?? '') ? hyphened : hyphened.slice(-1)
  const numeral = numerals.get(first)
  if (numeral !== undefined && !(first === 'zero' && rest.length > 0)) {
    const second = numerals.get(rest[0] ?? '')
    const value = numeral >= 20 && second !== undefined ? numeral + second : numeral
    return { word, quantities: [withUnit({ value, mantissa: value, unit: 'none', ...at }, rest)] }
  }
  if (!/\d/.test(word)) return { word, quantities: [] }
  if (/^\d{1,2}$/.test(word) && text[at.end] === ')' && /[\s(]/.test(text[start - 1] ?? ' '))
    return { word, quantities: [{ value: Number(word), mantissa: Number(word), unit: 'item', ...at }] }
  const parts = range.test(word) ? word.split(/[-/~]\+?(?=\d)/) : word.split('/')
  if (parts.length > mostParts) return { word, quantities: [] }
  const read = parts.map((part) => single.exec(part))
  return {
    word,
    quantities: read.flatMap((match) => {
      if (!match) return []
      const value = Number(match[1])
      const bare: Quantity = { value, mantissa: value, unit: 'none', ...at }
      return [withUnit(bare, [match[2] ?? '', ...(match[3]?.split('-') ?? [])].filter(Boolean))]
    }),
  }
}

/** Reads scale, unit or measure off the words behind a number. */
function withUnit(quantity: Quantity, behind: readonly string[]): Quantity {
  let whole = quantity
  for (const word of behind) {
    const bare =
      word.length > 2
        ? word.toLowerCase().replace(/^(hundred|thousand|million|billion|trillion)s$/, '$1')
        : word
    const scale = scales.get(bare)
    const unit = units.get(bare)
    if (whole.unit === 'none' && scale && (whole.value === whole.mantissa || scale >= 1e3)) {
      whole = { ...whole, value: whole.value * scale }
    } else if (whole.unit === 'none' && unit) {
      return { ...whole, unit }
    } else {
      const measure = measures.exec(word)?.[1]
      return measure && whole.unit === 'none' ? { ...whole, measure: measure.toLowerCase() } : whole
    }
  }
  return whole
}

/** In "5.3 to 15.2 times", "between 1 and 38%" and "1-38%" the first number has the unit of the second. */
function inheritUnit(quantity: Quantity, next: Quantity | undefined, text: string): Quantity {
  if (!next || quantity.unit !== 'none' || quantity.value !== quantity.mantissa || quantity.measure)
    return quantity
  const between = quantity.start === next.start ? '-' : text.slice(quantity.end, next.start).trim()
  const joined = /^(?:to|and|or|-)$/.test(between)
  return joined && ['percent', 'points', 'times'].includes(next.unit)
    ? { ...quantity, unit: next.unit }
    : quantity
}
