import { spansIn } from './period.ts'

/** In which order papers are listed. */
export type Order = 'best' | 'newest' | 'oldest' | 'votes'

/** What papers are wanted; each part left out wants nothing. */
export type Filter = {
  /** Words to be searched for. */
  topic?: string
  /** ISO days, both included, and how they were said. */
  period?: { from: string; to: string; words: string }
  /** An arXiv category, such as `cs.CL`. */
  category?: string
  /** Who or what papers are by or from: an author, a source, or somebody whom the text names. */
  by?: string
  /** Words that the title or abstract holds. */
  mention?: string
  /** Whether it says where its code is. */
  code?: boolean
  votes?: true
  /** The number of a theme of the collection. */
  theme?: number
}

/** In UTF-16 units: who writes more tells something else. */
export const longestLine = 300
const numbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
/** How many papers at most. */
export const count = `(?<most>\\d{1,3}|${numbers.slice(1).join('|')})`
/** Where a clause ends: with the line, or in front of another clause. */
const end =
  '(?=\\s*(?:$|[,.;?!)]|(?:and|or|but|that|which|since|from|by|before|after|until|newest|oldest|sorted|order|page|about|on|in|of|are|is|do|does|have|has|were|was|with|you|we|here)\\b))'
/** What people call papers. */
export const papers = 'papers?|articles?|abstracts?|publications?|preprints?'

const having =
  '(?:(?:that|which) )?(?:with|have|has|having|had|comes? with|releas(?:e|es|ed)|provid(?:e|es|ed)|publish(?:es|ed)?|shar(?:e|es|ed)|links? to|offers?|open-?sourc(?:e|es|ed)|got|get|gets)'
const some = '(?:(?:their|its|the|an?|any|some|public|publicly|available|source|open|at least one) )*'
const name =
  "\\p{Lu}[\\p{L}\\p{N}.'’&-]*(?: (?:(?:de|del|der|van|von|la|le|of|al)(?= )|et al\\.?|\\p{Lu}[\\p{L}\\p{N}.'’&-]*))*"

type Said = Readonly<Record<string, string | undefined>>
/** Words that say something exact, and what. */
type Clause<Read> = { form: RegExp; read(said: Said): Read }

/** Words in any case; a space stands for any white space. */
export const form = (source: string, flags = 'iu') => new RegExp(source.replaceAll(' ', '\\s+'), flags)

const code =
  '(?:code|code ?base|source code|github(?: links?)?|repositor(?:y|ies)|repos?|implementations?)(?: (?:available|online|released|links?|public|on github))*'
const filters: readonly Clause<Filter>[] = [
  {
    form: form(
      `\\b(?:without |${having} no |(?:(?:that|which) )?(?:(?:do|does|did) not|don['’]t|doesn['’]t|didn['’]t) ${having} )${some}${code}${end}`,
    ),
    read: () => ({ code: false }),
  },
  {
    form: form(`\\b${having} ${some}${code}${end}`),
    read: () => ({ code: true }),
  },
  {
    form: form('\\bwhose code is (?:public|available|released|online|open)(?: (?:on|at) github)?'),
    read: () => ({ code: true }),
  },
  { form: form(`\\b${having} ${some}(?:up)?votes?${end}`), read: () => ({ votes: true }) },
  {
    form: form(
      '\\b(?:(?:in|of|from|under) )?(?:the )?(?:arxiv )?(?:categor(?:y|ies) )?(?<category>(?:cs|math|stat|eess|econ|physics|q-bio|q-fin|astro-ph|cond-mat|nlin)\\.[a-z-]{2,12}|quant-ph|hep-(?:ex|lat|ph|th)|gr-qc|math-ph|nucl-(?:ex|th))\\b(?: category)?',
    ),
    read: ({ category }) => ({ ...(category !== undefined && { category }) }),
  },
  { form: form('\\btheme (?<theme>\\d{1,2})\\b'), read: ({ theme }) => ({ theme: Number(theme) }) },
  {
    form: form(
      '\\b(?:that )?(?:mentions?|mentioning|names?|naming|contains?|containing) (?:(?:the )?words? )?["“](?<mention>[^"”]{2,80})["”]',
    ),
    read: ({ mention }) => ({ ...(mention !== undefined && { mention }) }),
  },
]

/** Of whom papers are, with a capital where a name has one. */
const makers: readonly RegExp[] = [
  form(
    `\\b(?:(?:[Ww]ritten|[Aa]uthored|[Pp]ublished|[Mm]ade|[Cc]oming|[Cc]omes?) )?(?:[Bb]y|[Ff]rom|[Aa]t) (?<by>${name})`,
    'u',
  ),
  form(
    `\\b(?:did|has|have|does) (?<by>${name}) (?:write|written|wrote|publish|published|author|authored|have)\\b`,
    'u',
  ),
  form(`(?<by>${name})['’]s? (?=${papers})`, 'u'),
  form(
    `\\b(?:by|from) (?<by>(?!the |this |that |these |all |any |more |last )[\\p{L}\\p{N}.'’&-]+(?: [\\p{L}\\p{N}.'’&-]+){0,2})$`,
  ),
]

/** How papers are arranged. */
type Arrangement = {
  order?: Order
  /** How many papers at most. */
  most?: number
  /** Which page of the list, from 1. */
  page?: number
  voted?: true
}
const arrangements: readonly Clause<Arrangement>[] = [
  { form: form('\\bpage (?<page>\\d{1,4})\\b'), read: ({ page }) => ({ page: Math.max(1, Number(page)) }) },
  {
    form: form('\\b(?:order(?:ed)?|sort(?:ed)?)(?: by)? (?<order>best|newest|oldest|votes|date)\\b'),
    read: ({ order = '' }) => ({ order: orderOf(order) }),
  },
  {
    form: form(
      `\\b(?:${count} )?(?:most|highest|best|top)[ -](?:number of )?(?:up)?(?:voted|votes?|liked|likes)\\b(?: first)?`,
    ),
    read: ({ most }) => ({ order: 'votes', voted: true, ...atMost(most) }),
  },
  {
    form: form(`\\b(?:top ${count}|the most popular|most popular)\\b`),
    read: ({ most }) => ({ order: 'votes', voted: true, ...atMost(most) }),
  },
  {
    form: form(
      `\\b(?:${count} )?(?:newest|latest|most recent|recentest)(?: first)?\\b|\\b(?:came|got|come|arrived|added)(?: \\w+)? last\\b`,
    ),
    read: ({ most }) => ({ order: 'newest', ...atMost(most) }),
  },
  {
    form: form(`\\b(?:${count} )?(?:oldest|earliest)(?: first)?\\b`),
    read: ({ most }) => ({ order: 'oldest', ...atMost(most) }),
  },
  // The papers are still to be read from the line.
  { form: form(`\\b${count} (?=(?:${papers})\\b)`), read: ({ most }) => atMost(most) },
]

/** What is wanted of papers and how they are arranged, as far as clauses say so, and the words that are left. */
export type Clauses = Omit<Arrangement, 'voted'> & { filter: Filter; rest: string }

/**
 * Takes the clauses that say something exact out of a line: dates, authors, categories, code, votes, the order, the page.
 *
 * @param today the asker's day, ISO
 * @param names whether "by" and "from" name somebody; else they are words like any other
 */
export function readClauses(line: string, today: string, names = true): Clauses {
  const said = line.trim()
  if (said.length > longestLine) return { filter: {}, rest: said }
  const [span] = spansIn(said, today)
  let rest = span ? without(said, span.start, span.end) : said
  let filter: Filter = span ? { period: { from: span.from, to: span.to, words: span.words } } : {}
  let arrangement: Arrangement = {}
  for (const clause of filters) {
    const taken = take(rest, clause.form)
    if (taken) [filter, rest] = [{ ...filter, ...clause.read(taken.said) }, taken.rest]
  }
  for (const clause of arrangements) {
    const taken = take(rest, clause.form)
    if (taken) [arrangement, rest] = [{ ...clause.read(taken.said), ...arrangement }, taken.rest]
  }
  for (const maker of names ? makers : []) {
    const taken = filter.by === undefined ? take(rest, maker) : undefined
    const by = taken?.said.by?.replace(/['’]s?$/, '')
    if (taken && by !== undefined) [filter, rest] = [{ ...filter, by }, taken.rest]
  }
  const { voted, ...arranged } = arrangement
  return { filter: { ...filter, ...(voted && { votes: true }) }, ...arranged, rest }
}

/** Takes the first place that a pattern fits out of a text. */
export function take(text: string, pattern: RegExp): { said: Said; rest: string } | undefined {
  const found = pattern.exec(text)
  return found
    ? { said: { ...found.groups }, rest: without(text, found.index, found.index + found[0].length) }
    : undefined
}

const without = (text: string, start: number, end: number): string =>
  `${text.slice(0, start)} ${text.slice(end)}`.replace(/\s+/g, ' ').trim()

function orderOf(said: string): Order {
  const order = said.toLowerCase()
  return order === 'best' || order === 'oldest' || order === 'votes' ? order : 'newest'
}

const atMost = (said: string | undefined): { most?: number } =>
  said === undefined ? {} : { most: numberOf(said) }

/** "five" or "12" as a number. */
export function numberOf(said: string): number {
  const spelled = numbers.indexOf(said.toLowerCase())
  return spelled >= 0 ? spelled + 1 : Number(said)
}

/** The clauses as they are typed: what `readClauses` reads the same from. */
export function clausesInWords({ filter, order, page }: Pick<Clauses, 'filter' | 'order' | 'page'>): string {
  const { topic, period, category, by, mention, code, votes, theme } = filter
  const words = [
    topic,
    mention !== undefined && `mentioning "${mention}"`,
    by !== undefined && `by ${by}`,
    category !== undefined && `in ${category}`,
    code !== undefined && (code ? 'with code' : 'without code'),
    votes && 'with votes',
    theme !== undefined && `theme ${theme}`,
    period && (period.from < '1000' ? `until ${period.to}` : `from ${period.from} to ${period.to}`),
    order && `order ${order}`,
    page !== undefined && page > 1 && `page ${page}`,
  ]
  return words.filter((part) => typeof part === 'string').join(' ')
}
