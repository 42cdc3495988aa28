import type { Filter, Order } from '../../language/clauses.ts'
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
  /** How many were asked for, where they were. */
  most: number | undefined
  /** How many stand before this page, and on it. */
  from: number
  shown: number
}): string {
  const { count, of, order, most, from, shown } = list
  const all = `${of.toLocaleString('en')} ${of === 1 ? 'paper' : 'papers'}`
  const told = predicates(list, count === 1 || count === 0)
  const which = told.length === 0 ? '' : ` that ${predicates(list, false).join(' and ')}`
  const place =
    shown < count ? ` ${from === 0 ? `The first ${shown}` : `${from + 1} to ${from + shown}`}:` : ''
  if (count > 0 && shown === 0) return `That was all: ${whatInWords({ ...list, from: 0, shown: count })}`
  if (count === 0)
    return told.length === 0 ? 'There are no papers yet.' : `None of ${all} ${told.join(' and ')}.`
  if (most !== undefined && order !== 'best') {
    if (most === 1 && count > 1)
      return `${count} of ${all}${which} ${shared[order]}: none is the ${superlatives[order]}.${place}`
    return `The ${count === 1 ? '' : `${count} `}${superlatives[order]} of ${all}${which}:`
  }
  const sorted = count > 1 ? `, ${orders[order]}` : ''
  if (told.length === 0) return `${all}${sorted}.${place}`
  return `${count.toLocaleString('en')} of ${all} ${told.join(' and ')}${sorted}.${place}`
}

/** What is said of the wanted papers, each with its verb. */
function predicates(
  { filter, maker }: { filter: Filter; maker: Maker | undefined },
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

/** Why there may be none, where that can be told. */
export function noneInWords({ period, by, votes }: Filter, newest: string | undefined): { note?: string } {
  if (period)
    return {
      note:
        newest === undefined
          ? 'No paper here has a date.'
          : `The newest papers here are of ${inWords(newest)}.`,
    }
  if (by !== undefined)
    return {
      note: 'Authors are known only where a source names them, companies only where an abstract does.',
    }
  return votes ? { note: 'No source of these papers gave votes.' } : {}
}
