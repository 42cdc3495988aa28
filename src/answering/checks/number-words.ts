/** `none` is a bare count or score; `part` a half or a quarter in words; `magnitude` "millions" without a number. */
export type Unit = 'none' | 'percent' | 'points' | 'times' | 'part' | 'magnitude' | 'rank' | 'item'

/** What the words and signs behind a number multiply it by. */
export const scales: ReadonlyMap<string, number> = new Map([
  ...['k', 'K', 'thousand'].map((word) => [word, 1e3] as const),
  ...['M', 'million'].map((word) => [word, 1e6] as const),
  ...['B', 'bn', 'billion'].map((word) => [word, 1e9] as const),
  ...['T', 'trillion'].map((word) => [word, 1e12] as const),
  ['hundred', 1e2] as const,
])

/** The words and signs behind a number that are its unit. */
export const units: ReadonlyMap<string, Unit> = new Map([
  ...['%', 'percent', 'pct'].map((word) => [word, 'percent'] as const),
  ...['points', 'point', 'pp'].map((word) => [word, 'points'] as const),
  ...['x', '×', 'times', 'fold'].map((word) => [word, 'times'] as const),
  ...['st', 'nd', 'rd', 'th'].map((word) => [word, 'rank'] as const),
])

/** Numbers in words. */
export const numerals: ReadonlyMap<string, number> = new Map([
  ...`zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
  eighteen nineteen`
    .split(/\s+/)
    .map((word, value) => [word, value] as const),
  ...'twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .map((word, place) => [word, 20 + 10 * place] as const),
])

type Spelled = { words: string; value: number; unit: Unit }

const spelledWords: readonly Spelled[] = [
  { words: 'half halve halves halved halving', value: 0.5, unit: 'part' },
  { words: 'quarter quarters', value: 0.25, unit: 'part' },
  { words: '-third -thirds', value: 1 / 3, unit: 'part' },
  { words: 'twice double doubles doubled doubling', value: 2, unit: 'times' },
  { words: 'thrice triple triples tripled tripling', value: 3, unit: 'times' },
  { words: 'tens', value: 10, unit: 'magnitude' },
  { words: 'dozen dozens', value: 12, unit: 'magnitude' },
  { words: 'hundreds', value: 1e2, unit: 'magnitude' },
  { words: 'thousands', value: 1e3, unit: 'magnitude' },
  { words: 'millions', value: 1e6, unit: 'magnitude' },
  { words: 'billions', value: 1e9, unit: 'magnitude' },
  { words: 'trillions', value: 1e12, unit: 'magnitude' },
]
/** Words that are a number and its unit at once; `-third` is made of "one third". */
export const spelled: ReadonlyMap<string, Spelled> = new Map(
  spelledWords.flatMap((entry) => entry.words.split(' ').map((word) => [word, entry] as const)),
)

/** Units of time and size, in the singular as the first group. */
export const measures =
  /^(second|minute|hour|day|week|month|year|decade|ms|millisecond|epoch|gb|mb|tb|kb|gigabyte|megabyte|gpu|tpu)s?$/i
