import { signsOf, trimEndOf } from '../lib/trim.ts'
import { type Dimension, numerals, scales, spelled, type Unit, units } from './number-words.ts'
import { plainNumerals } from './numerals.ts'

/** A number in a text with what it measures. */
export type Quantity = {
  /** In the base unit of its dimension: 50 % is a ratio of 0.5, 3 ms a time of 0.003. */
  value: number
  of: Dimension
  /** How much of the base unit the unit is in which it was written. */
  factor: number
  /** Half of it is what "about" may be off by: 10 for 370, 0.01 for 0.40; in the base unit. */
  step: number
  /** Whether it is said to be rounded, or a bound. */
  bound: 'exact' | 'about' | 'over' | 'under'
  /** Whether it was written as a word of at most ten ("three", "2种"), which may count nothing. */
  small: boolean
  /** The words behind it, in lower case: what may be counted. */
  behind: readonly string[]
  /** Where it stands in `plainNumerals(text)`. */
  start: number
  end: number
}

const token = /[^\s()[\]{}"“”'‘’`,;:!?=&#*|<>≈≥≤→$€£。、「」『』《》〈〉・]+/gu
const number = String.raw`\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?`
const single = new RegExp(`^(${number})([^\\d\\s.-]{1,12})?(?:-(\\p{L}[\\p{L}-]*))?$`, 'u')
/** 5.3x-15.2x, 1/1000, 15-20-fold: parts between dashes or slashes. */
const rangeSign = /[-/~]{1,3}\+?(?=\d)/
/** No range has more ends; "1-1-1-1-…" is something else. */
const mostParts = 8
const notLatin = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
const fullStop = signsOf('.')

type Token = { word: string; start: number; end: number }

/**
 * All quantities of a text in order, those that follow from two of them last: "22 of 25" and "22/25" are also a ratio of
 * 0.88. Digits inside names (VGG-16, 2T-HGNN, F1) are not quantities. Linear in the text.
 *
 * @param comma whether a comma is the decimal sign and a full stop the separator of thousands, as in most of Europe
 */
export function quantitiesIn(text: string, comma = false): readonly Quantity[] {
  const plain = plainNumerals(comma ? withDecimalPoints(text) : text)
  const tokens = [...plain.matchAll(token)].map(({ 0: raw, index }) => ({
    word: trimEndOf(raw, fullStop).replace(/^[~≈<>≥≤±+$€£#=-]+(?=\d)/u, ''),
    start: index,
    end: index + raw.length,
  }))
  const found = tokens.flatMap((_, place) => readToken(tokens, place, plain))
  const whole = joined(found, plain)
  const alike = whole.map((quantity, place) => withUnitOfRange(quantity, whole[place + 1], plain))
  return [...alike, ...ratiosIn(alike, plain)]
}

function withDecimalPoints(text: string): string {
  return text.replace(/(?<=\d)\.(?=\d{3}(?!\d))/g, '').replace(/(?<=\d),(?=\d)/g, '.')
}

function readToken(tokens: readonly Token[], place: number, text: string): readonly Quantity[] {
  const at = tokens[place]
  if (!at) return []
  const { word, start, end } = at
  const behind = tokens.slice(place + 1, place + 4).map((next) => next.word)
  const base = {
    start,
    end,
    bound: boundBefore(text, start),
    small: false,
    factor: 1,
    behind: behind.map(lower),
  }
  const low = lower(word)
  const known = spelled.get(low)
  if (known && known.value === 0.5 && /^an?$/.test(behind[0] ?? '') && scales.has(lower(behind[1] ?? ''))) {
    const value = known.value * (scales.get(lower(behind[1] ?? '')) ?? 1)
    return [{ ...base, value, of: 'plain', step: stepOf(value) }]
  }
  if (known) {
    const twice = lower(tokens[place - 1]?.word ?? '') === 'two' && known.of === 'ratio' ? 2 : 1
    return [{ ...base, value: known.value * twice, of: known.of, step: 0 }]
  }
  if (/^an?$/.test(low) && (scales.get(lower(behind[0] ?? '')) ?? 0) >= 100) {
    const value = scales.get(lower(behind[0] ?? '')) ?? 1
    return lower(tokens[place - 1]?.word ?? '') === 'half'
      ? []
      : [{ ...base, value, of: 'plain', step: value }]
  }
  const hyphened = low.split('-')
  const numeral = numerals.get(hyphened[0] ?? '')
  if (numeral !== undefined) {
    const tens = numeral >= 20 ? (numerals.get(hyphened[1] ?? '') ?? 0) : 0
    const rest = [...hyphened.slice(tens > 0 ? 2 : 1), ...behind]
    const value = numeral + tens
    return [{ ...measured({ ...base, value, of: 'plain', step: stepOf(value) }, rest), small: value <= 10 }]
  }
  if (!/\d/.test(word)) return []
  // "1)" is an entry of a list.
  if (
    /^\d{1,2}$/.test(word) &&
    text[end] === ')' &&
    /(?:^|[(;,:.])\s?$/.test(text.slice(Math.max(0, start - 2), start))
  )
    return []
  const parts = word.split(rangeSign)
  if (parts.length > mostParts) return []
  const read = parts.map((part) => single.exec(part))
  if (read.some((match) => match === null)) return []
  return read.flatMap((match, index): readonly Quantity[] => {
    const [, digits = '', suffix = '', hyphen = ''] = match ?? []
    if (suffix !== '' && !scales.has(suffix) && !units.has(suffix)) return []
    const value = Number(digits)
    const rest = index === parts.length - 1 ? behind : []
    const words = [suffix, ...hyphen.split('-'), ...rest].filter(Boolean)
    const whole = measured({ ...base, value, of: 'plain', step: stepOfDigits(digits) }, words)
    // Where words are not parted by spaces, small numbers are digits too.
    return [{ ...whole, small: whole.value <= 10 && notLatin.test(rest[0] ?? '') }]
  })
}

/** "4万3千" is one number. */
function joined(found: readonly Quantity[], text: string): readonly Quantity[] {
  return found.reduce<Quantity[]>((all, next) => {
    const last = all.at(-1)
    const isOne =
      last &&
      next.start > last.end &&
      last.value > next.value &&
      /^\s?[万萬亿億]\s?$/.test(text.slice(last.end, next.start))
    if (isOne)
      all[all.length - 1] = { ...next, start: last.start, value: last.value + next.value, bound: last.bound }
    else all.push(next)
    return all
  }, [])
}

/** Reads scale and unit off the words behind a number: "1.5 million", "1,200 GPU-hours", "3 ms". */
function measured(quantity: Quantity, words: readonly string[]): Quantity {
  let whole = quantity
  for (const [place, word] of words.slice(0, 3).entries()) {
    const scale =
      scales.get(word) ??
      scales.get(lower(word).replace(/^(hundred|thousand|million|billion|trillion)s$/, '$1'))
    const unit = unitOf(word)
    if (scale !== undefined && !(unit && word.length === 1 && place > 0)) {
      whole = { ...whole, value: whole.value * scale, step: whole.step * scale }
    } else if (unit) {
      return inUnit(whole, unit)
    } else {
      // "GPU hours" and "GPU-hours" are not hours.
      const parts = [...word.split('-'), words[place + 1] ?? '']
      const last = unitOf(parts[1] ?? '')
      if (last?.of === 'time' && /^\p{Lu}{3}$/u.test(parts[0] ?? ''))
        return inUnit(whole, { of: `${parts[0]} time`, factor: last.factor })
      return whole
    }
  }
  return whole
}

function inUnit(quantity: Quantity, { of, factor }: Unit): Quantity {
  return { ...quantity, of, factor, value: quantity.value * factor, step: quantity.step * factor }
}

function unitOf(word: string): Unit | undefined {
  const low = lower(word)
  return (
    units.get(word) ?? (word.length > 2 ? (units.get(low) ?? units.get(low.replace(/s$/, ''))) : undefined)
  )
}

/** In "5.3 to 15.2 times", "between 1 and 38%" and "1-38%" the first number has the unit of the second. */
function withUnitOfRange(quantity: Quantity, next: Quantity | undefined, text: string): Quantity {
  if (!next || quantity.of !== 'plain' || next.of === 'plain' || next.of === 'rank') return quantity
  const between = quantity.start === next.start ? '-' : text.slice(quantity.end, next.start).trim()
  if (!/^(?:to|and|or|-|bis|und|à|et|y|a)$/.test(between)) return quantity
  return inUnit(quantity, next)
}

const partOf = /^\s*(?:(?:out )?of(?: the)?|in|von|sur|de|\/)\s*$/

/** "22 of 25", "one in ten", "22/25". */
function ratiosIn(found: readonly Quantity[], text: string): readonly Quantity[] {
  return found.flatMap((one, place) => {
    const next = found[place + 1]
    if (!next || one.of !== 'plain' || next.of !== 'plain' || next.value <= 0 || one.value > next.value)
      return []
    const between =
      one.start === next.start
        ? text.slice(one.start, one.end).replace(/[\d.]/g, '')
        : text.slice(one.end, next.start)
    if (!partOf.test(between)) return []
    const value = one.value / next.value
    return [{ ...one, value, of: 'ratio', step: 0.01, small: false, start: one.start, end: next.end }]
  })
}

const about =
  /(?:\b(?:about|around|roughly|approximately|approx|nearly|almost|close to|some|circa|ca|etwa|rund|ungefähr|knapp|fast|environ|près de|presque|quelque|alrededor de|cerca de|aproximadamente|unos|unas|casi)\.?|[~≈]|约|大约|近|約|およそ|ほぼ)\s*(?:an?\s+)?$/i
const over =
  /(?:\b(?:over|more than|above|at least|upwards of|exceed(?:s|ing)?|beyond|über|mehr als|mindestens|plus de|au moins|más de|al menos)|[>≥]|超过|超過|至少)\s*(?:an?\s+)?$/i
const under =
  /(?:\b(?:under|less than|fewer than|below|at most|unter|weniger als|höchstens|moins de|au plus|menos de)|[<≤]|少于|不到|最多)\s*(?:an?\s+)?$/i
/** What says so stands right before the number. */
const longestBound = 24

function boundBefore(text: string, start: number): Quantity['bound'] {
  const before = text.slice(Math.max(0, start - longestBound), start)
  if (about.test(before)) return 'about'
  if (over.test(before)) return 'over'
  return under.test(before) ? 'under' : 'exact'
}

/** What the last digit that is not zero counts: 10 for 370. */
function stepOf(value: number): number {
  let step = 1
  while (value !== 0 && value % (step * 10) === 0) step *= 10
  return step
}

/** The same for digits as written: 0.01 for 0.40, which says so by its zero. */
function stepOfDigits(digits: string): number {
  const [mantissa = '', exponent = '0'] = digits.split('e')
  const decimals = mantissa.split('.')[1]?.length
  const step = decimals === undefined ? stepOf(Number(mantissa)) : 10 ** -decimals
  return step * 10 ** Number(exponent)
}

const lower = (word: string): string => word.toLowerCase()
