import { LRUCache } from 'lru-cache'
import { foldName, namesIn } from '../../papers/names.ts'
import { topicStems } from './clauses.ts'
import { plainNumerals, type Quantity, quantitiesIn } from './quantities.ts'

/** A quantity with the words around it that say what was measured. */
export type Measurement = {
  quantity: Quantity
  /** Stems of the topic words. */
  about: ReadonlySet<string>
  /** The two topic words before the number and the two behind it. */
  near: ReadonlySet<string>
  /** Names among them, such as a metric, folded. */
  names: ReadonlySet<string>
}

/** The sentences of the evidence are read for claim after claim. */
const measured = new LRUCache<string, readonly Measurement[]>({
  max: 1_000,
  // In characters: of texts without end, few are kept.
  maxSize: 500_000,
  sizeCalculation: (_, text) => text.length + 1,
})

const border = /[,;:()]|\b(?:and|while|whereas|but|or)\b/g

/**
 * The quantities of a text, each with what it is about: the words between it and the next border (punctuation,
 * "and", a further number). Two numbers joined by "and" share a pair of words before them, in order: "Deletion and
 * Insertion by 4.9% and 2.5%".
 */
export function measurementsIn(text: string): readonly Measurement[] {
  const known = measured.get(text)
  if (known) return known
  const measurements = measure(text)
  measured.set(text, measurements)
  return measurements
}

function measure(text: string): readonly Measurement[] {
  const plain = plainNumerals(text)
  const quantities = quantitiesIn(text)
  const borders = [...plain.matchAll(border)].map(({ index }) => index)
  return quantities.map((quantity, place) => {
    const { first, last } = rangeAround(plain, quantity, quantities[place - 1], quantities[place + 1])
    const previous = nearestOf(quantities, place, -1, ({ end }) => end <= first.start)
    const next = nearestOf(quantities, place, 1, ({ start }) => start >= last.end)
    const borderBefore = borders[firstFrom(borders, first.start) - 1]
    const from = borderBefore !== undefined && borderBefore >= (previous?.end ?? 0) ? borderBefore : undefined
    const borderBehind = borders[firstFrom(borders, last.end)]
    const to =
      borderBehind !== undefined && borderBehind <= (next?.start ?? plain.length) ? borderBehind : undefined
    const start = from ?? (previous ? (isCount(quantity) ? first.start : previous.end) : 0)
    const end = to ?? (next ? (isCount(quantity) || isCount(next) ? next.start : last.end) : plain.length)
    const pair = pairedWord(plain, quantities, place)
    const before = pair ?? plain.slice(start, first.start)
    const behind = pair === undefined ? plain.slice(last.end, end) : ''
    return {
      quantity,
      about: new Set([...topics(before), ...topics(behind)]),
      near: new Set([...topics(before).slice(-2), ...topics(behind).slice(0, 2)]),
      names: new Set(namesIn(`${before} ${behind}`).map(({ name }) => foldName(name))),
    }
  })
}

/** The nearest quantity in a direction that fits; only those of one range ("5-10-20%") stand in the way. */
function nearestOf(
  quantities: readonly Quantity[],
  place: number,
  step: 1 | -1,
  fits: (quantity: Quantity) => boolean,
): Quantity | undefined {
  for (let at = place + step; ; at += step) {
    const quantity = quantities[at]
    if (!quantity || fits(quantity)) return quantity
  }
}

/** The place of the first of some ascending numbers that is not below a bound. */
function firstFrom(ascending: readonly number[], bound: number): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] ?? bound) < bound) low = middle + 1
    else high = middle
  }
  return low
}

/** The ends of "5.3x to 15.2x" or "1-38%" for either number; a number that is no range is both ends itself. */
function rangeAround(
  text: string,
  self: Quantity,
  previous: Quantity | undefined,
  next: Quantity | undefined,
): { first: Quantity; last: Quantity } {
  const isRange = (one: Quantity, other: Quantity) =>
    one.start === other.start || /^\s*(?:to|-|or|and)\s*$/.test(text.slice(one.end, other.start))
  return {
    first: previous && isRange(previous, self) ? previous : self,
    last: next && isRange(self, next) ? next : self,
  }
}

function topics(text: string): readonly string[] {
  return [...topicStems(text)].filter((word) => !/^\d/.test(word))
}

/** A count stands before what it counts; a score, without a border between it and the next, behind what it measures. */
function isCount({ unit }: Quantity): boolean {
  return unit === 'none'
}

const joiner = /^\s*\S{0,8}\s*and\s+$/
/** Longer than this nothing between two numbers joins them. */
const longestJoint = 30
/** How far before its numbers a pair of words stands at the most. */
const pairReach = 200
const pairOfWords = /(?<![\p{L}-])(\p{L}[\p{L}-]{0,40})\s+and\s+(\p{L}[\p{L}-]{0,40})/gu

/** The word that belongs to a number of a pair of numbers, when a pair of words stands before it. */
function pairedWord(text: string, quantities: readonly Quantity[], place: number): string | undefined {
  const isPair = (first?: Quantity, second?: Quantity) =>
    first &&
    second &&
    second.start - first.end <= longestJoint &&
    joiner.test(text.slice(first.end, second.start))
  const [self, next, previous] = [quantities[place], quantities[place + 1], quantities[place - 1]]
  const head = isPair(self, next) ? self : isPair(previous, self) ? previous : undefined
  if (!head) return undefined
  const words = [...text.slice(Math.max(0, head.start - pairReach), head.start).matchAll(pairOfWords)].at(-1)
  return words?.[head === self ? 1 : 2]
}
