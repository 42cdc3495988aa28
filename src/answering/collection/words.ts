import type { Filter, Order } from '../../language/clauses.ts'
import type { Heads } from '../../language/collection.ts'
import type { Maker } from './select.ts'

const orders: Readonly<Record<Order, string>> = {
  best: 'best match first',
  newest: 'newest first',
  oldest: 'oldest first',
  votes: 'most votes first',
}
const superlatives: Readonly<Record<Exclude<Order, 'best'>, string>> = {
  newest: 'newest',
  oldest: 'oldest',
  votes: 'most voted',
}
const shared: Readonly<Record<Exclude<Order, 'best'>, string>> = {
  newest: 'are equally new',
  oldest: 'are equally old',
  votes: 'have equally many votes',
}
const longDay = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
/** An ISO day as people write it. */
export function inWords(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  return Number.isNaN(date.getTime()) ? day : longDay.format(date)
}

/** Days before this stand for no beginning. */
const beginning = '1000'

/** What a list is of: "14 of 76 papers say where their code is, newest first." */
export function whatInWords(list: {
  filter: Filter
  maker: Maker | undefined
  count: number
  of: number
  order: Order
  /** How many there are of them, whatever was asked for. */
  found: number
  /** How many were asked for, where they were. */
  most: number | undefined
  /** How many stand before this page, and on it. */
  from: number
  shown: number
}): string {
  const { count, found, of, order, most, from, shown } = list
  const all = papersInWords(of)
  const told = predicates(list, count === 1 || count === 0)
  const which = told.length === 0 ? '' : ` that ${predicates(list, false).join(' and ')}`
  const place =
    shown < count ? ` ${from === 0 ? `The first ${shown}` : `${from + 1} to ${from + shown}`}:` : ''
  if (count > 0 && shown === 0) return `That was all: ${whatInWords({ ...list, from: 0, shown: count })}`
  if (count === 0)
    return told.length === 0 ? 'There are no papers yet.' : `None of ${all} ${told.join(' and ')}.`
  if (most !== undefined && (order !== 'best' || count < found)) {
    const among = `${papersInWords(found)}${which}`
    if (order === 'best') return `${count} of ${among}, ${orders.best}:`
    if (most === 1 && count > 1)
      return `${count} of ${among} ${shared[order]}: none is the ${superlatives[order]}.${place}`
    return `The ${count === 1 ? '' : `${count} `}${superlatives[order]} of ${among}:`
  }
  const sorted = count > 1 ? `, ${orders[order]}` : ''
  if (told.length === 0) return `${all}${sorted}.${place}`
  return `${count.toLocaleString('en')} of ${all} ${told.join(' and ')}${sorted}.${place}`
}

const papersInWords = (count: number): string =>
  `${count.toLocaleString('en')} ${count === 1 ? 'paper' : 'papers'}`

const told: Readonly<Record<Heads, { all: string; none: string }>> = {
  themes: { all: 'Themes in', none: 'No theme is found in' },
  benchmarks: {
    all: 'The benchmarks and data sets that most name in their abstracts, of',
    none: 'No benchmark or data set is named in more than one of',
  },
  authors: {
    all: 'The authors of more than one of',
    none: 'Nobody is known to have written more than one of',
  },
  categories: { all: 'The categories of', none: 'No source gave categories for' },
}

/** What groups are of: "Themes in 76 papers, the largest first; each paper is in one." */
export function groupsInWords(list: {
  heads: Heads
  filter: Filter
  maker?: Maker
  /** How many groups there are, in how many papers, of which so many were looked at. */
  groups: number
  count: number
  looked: number
}): string {
  const { heads, filter, maker, groups, count, looked } = list
  const which = predicates({ filter, maker }, false).join(' and ')
  const all = `${papersInWords(count)}${which === '' ? '' : ` that ${which}`}`
  const among = looked < count ? `the newest ${looked} of ${all}` : all
  const { all: some, none } = told[heads]
  if (groups === 0) return `${none} ${among}.`
  const each = heads === 'themes' ? '; each paper is in one' : ''
  return `${some} ${among}, the largest first${each}.`
}

/** What is said of the wanted papers, each with its verb. */
function predicates(
  { filter, maker }: { filter: Filter; maker?: Maker | undefined },
  one: boolean,
): readonly string[] {
  const { topic, mention, by, category, code, votes, theme, period } = filter
  const be = one ? 'is' : 'are'
  const have = one ? 'has' : 'have'
  const end = one ? 's' : ''
  return [
    topic !== undefined && `${be} about ${topic}`,
    mention !== undefined && `mention${end} “${mention}”`,
    by !== undefined &&
      (maker === 'author'
        ? `${be} by ${by}`
        : maker === 'source'
          ? `come${end} from ${by}`
          : `name${end} ${by}`),
    category !== undefined && `${be} in ${category}`,
    code !== undefined &&
      (code ? `say${end} where the code is` : `${one ? 'does' : 'do'} not say where the code is`),
    votes && `${have} votes`,
    theme !== undefined && `belong${end} to theme ${theme}`,
    period && `${be} ${periodInWords(period)}`,
  ].filter((part) => typeof part === 'string')
}

function periodInWords({ from, to }: NonNullable<Filter['period']>): string {
  if (from === to) return `of ${inWords(from)}`
  return from < beginning ? `of ${inWords(to)} or earlier` : `of ${inWords(from)} to ${inWords(to)}`
}

/**
 * Why there may be none, where that can be told.
 *
 * @param ofTopic how many papers are about the topic, where something else was asked of them, too
 */
export function noneInWords(
  { topic, period, by, votes }: Filter,
  newest: string | undefined,
  ofTopic = 0,
): { note?: string } {
  const known = period
    ? newest === undefined
      ? 'No paper here has a date.'
      : `The newest papers here are of ${inWords(newest)}.`
    : by !== undefined
      ? 'Authors are known only where a source names them, companies only where an abstract does.'
      : votes && 'No source of these papers gave votes.'
  const more =
    ofTopic > 0 && `About ${topic} alone ${ofTopic === 1 ? 'there is one' : `there are ${ofTopic}`}.`
  const note = [more, known].filter((part) => typeof part === 'string').join(' ')
  return note === '' ? {} : { note }
}
