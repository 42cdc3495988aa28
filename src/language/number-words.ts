/**
 * What a number measures: `plain` is a bare count or score, `ratio` a part of a whole (50 %, half, 2 of 4), `times` a
 * factor; any other name is a dimension, such as `time`, in whose base unit the value is given.
 */
export type Dimension = 'plain' | 'ratio' | 'points' | 'times' | 'rank' | (string & {})

/** A unit: what it measures, and how much of the base unit it is. */
export type Unit = { of: Dimension; factor: number }

const table = <Value>(rows: readonly (readonly [string, Value])[]): ReadonlyMap<string, Value> =>
  new Map(rows.flatMap(([words, value]) => words.split(' ').map((word) => [word, value] as const)))

/** What the words and signs behind a number multiply it by, in the languages most answers are written in. */
export const scales = table<number>([
  ['k K thousand tausend mil mille 千', 1e3],
  ['万 萬', 1e4],
  ['百万 M mn million millions millionen mio millón millones milliones', 1e6],
  ['亿 億', 1e8],
  ['B bn billion milliarde milliarden mrd milliard milliards', 1e9],
  ['T trillion billionen', 1e12],
  ['hundred hundert cent cien', 1e2],
])

/** Units as they stand behind a number: signs as they are written, words in the singular and in lower case. */
export const units = table<Unit>([
  ['% percent pct prozent porcentaje パーセント', { of: 'ratio', factor: 0.01 }],
  ['‰', { of: 'ratio', factor: 0.001 }],
  ['points point pp prozentpunkt prozentpunkte punto puntos', { of: 'points', factor: 1 }],
  ['x X × times fold fach mal fois veces 倍', { of: 'times', factor: 1 }],
  ['st nd rd th', { of: 'rank', factor: 1 }],
  ['ns nanosecond', { of: 'time', factor: 1e-9 }],
  ['µs us μs microsecond', { of: 'time', factor: 1e-6 }],
  ['ms millisecond millisekunde milliseconde milisegundo 毫秒 ミリ秒', { of: 'time', factor: 1e-3 }],
  ['s sec second sekunde sekunden seconde segundo 秒', { of: 'time', factor: 1 }],
  ['min minute minuten minuto 分钟', { of: 'time', factor: 60 }],
  ['h hr hour stunde stunden heure hora 小时 時間', { of: 'time', factor: 3_600 }],
  ['day tag tage tagen jour día 天', { of: 'time', factor: 86_400 }],
  ['week woche wochen semaine semana 周 週間', { of: 'time', factor: 604_800 }],
  ['month monat monate monaten mois mes meses', { of: 'months', factor: 1 }],
  ['year jahr jahre jahren an année año', { of: 'months', factor: 12 }],
  ['decade jahrzehnt décennie década', { of: 'months', factor: 120 }],
  ['byte', { of: 'bytes', factor: 1 }],
  ['kB KB KiB Ko kilobyte', { of: 'bytes', factor: 1e3 }],
  ['MB MiB Mo megabyte', { of: 'bytes', factor: 1e6 }],
  ['GB GiB Go gigabyte', { of: 'bytes', factor: 1e9 }],
  ['TB TiB To terabyte', { of: 'bytes', factor: 1e12 }],
  ['PB petabyte', { of: 'bytes', factor: 1e15 }],
  ['nW', { of: 'power', factor: 1e-9 }],
  ['µW μW', { of: 'power', factor: 1e-6 }],
  ['mW milliwatt', { of: 'power', factor: 1e-3 }],
  ['W watt', { of: 'power', factor: 1 }],
  ['kW kilowatt', { of: 'power', factor: 1e3 }],
  ['MW megawatt', { of: 'power', factor: 1e6 }],
  ['mJ', { of: 'energy', factor: 1e-3 }],
  ['J joule', { of: 'energy', factor: 1 }],
  ['kJ', { of: 'energy', factor: 1e3 }],
  ['kWh', { of: 'energy', factor: 3.6e6 }],
  ['nm nanometer nanometre', { of: 'length', factor: 1e-9 }],
  ['µm μm micrometer', { of: 'length', factor: 1e-6 }],
  ['mm millimeter millimetre', { of: 'length', factor: 1e-3 }],
  ['cm centimeter centimetre', { of: 'length', factor: 1e-2 }],
  ['m meter metre', { of: 'length', factor: 1 }],
  ['km kilometer kilometre', { of: 'length', factor: 1e3 }],
  ['Hz hertz', { of: 'frequency', factor: 1 }],
  ['kHz', { of: 'frequency', factor: 1e3 }],
  ['MHz', { of: 'frequency', factor: 1e6 }],
  ['GHz', { of: 'frequency', factor: 1e9 }],
  ['dB decibel', { of: 'decibels', factor: 1 }],
  ['mV', { of: 'voltage', factor: 1e-3 }],
  ['V volt', { of: 'voltage', factor: 1 }],
  ['mg milligram', { of: 'mass', factor: 1e-6 }],
  ['g gram', { of: 'mass', factor: 1e-3 }],
  ['kg kilogram', { of: 'mass', factor: 1 }],
  ['°C', { of: 'celsius', factor: 1 }],
  ['fps', { of: 'frames a second', factor: 1 }],
])

/** Numbers in English words. */
export const numerals: ReadonlyMap<string, number> = new Map([
  ...`zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
  eighteen nineteen`
    .split(/\s+/)
    .map((word, value) => [word, value] as const),
  ...'twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .map((word, place) => [word, 20 + 10 * place] as const),
])

/** Words that are a number and its unit at once. */
export const spelled = table<{ value: number; of: Dimension }>([
  ['half halve halves halved halving hälfte moitié mitad 一半 半数', { value: 0.5, of: 'ratio' }],
  ['quarter quarters viertel quart cuarto', { value: 0.25, of: 'ratio' }],
  ['third-part third-parts', { value: 1 / 3, of: 'ratio' }],
  [
    'twice double doubles doubled doubling doppelt verdoppelt deux-fois doble duplica 两倍 二倍 2倍',
    { value: 2, of: 'times' },
  ],
  ['thrice triple triples tripled tripling dreifach 三倍', { value: 3, of: 'times' }],
])
