import { ask, card, code, facts, hint, link, paragraph, prose, quote, run, text } from '../replies/build.ts'
import { cleanLine } from '../replies/clean.ts'
import type { Action, Block, Inline, Prose } from '../replies/reply.ts'
import { type IdScheme, idLink, idNames, idSchemes } from './ids.ts'
import { keySentence } from './key-sentence.ts'
import { nameOf } from './names.ts'
import type { Paper } from './paper.ts'

/** Longest line that says what a paper does on its card, in UTF-16 units. */
const longestGist = 200

const longDay = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
const longMonth = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })

/**
 * An ISO day as people write it: `2025-03-13` -> `13 March 2025`; where only the month is known, `2025-03` -> `March
 * 2025`; anything else as it is, a year alone too.
 */
export function dayInWords(date: string): string {
  if (/^\d{4}-\d\d$/.test(date)) {
    const month = new Date(`${date}-01T00:00:00Z`)
    return Number.isNaN(month.getTime()) ? date : longMonth.format(month)
  }
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return date
  const day = new Date(`${date}T00:00:00Z`)
  if (Number.isNaN(day.getTime())) return date
  return longDay.format(day)
}

/** A score from 0 to 1 as people read it: `0.874` -> `87% match`. */
export function scoreInWords(score: number): string {
  return `${Math.round(Math.min(1, Math.max(0, score)) * 100)}% match`
}

/** What is said where there are no papers at all, and how some come in. */
export const noPapersYet = 'There are no papers here yet.'
export const howPapersComeIn: Prose = prose(
  'Add some by id or link: ',
  hint('add 2402.17152'),
  '. On the command line, files come in with ',
  code('paperboy ingest library.bib'),
  ', and the newest papers of a source with ',
  code('paperboy sync arxiv:cs.CL'),
  '.',
)

/** One line on what a paper does, in its own words; empty when it has no abstract. */
export function gist(paper: Pick<Paper, 'id' | 'abstract'>): string {
  return cleanLine(keySentence(paper)?.text ?? '', longestGist)
}

/**
 * A paper in a list: number, linked title, day and votes, and what it does.
 *
 * @param about.number how a person may name it next
 * @param about.facts short reasons to list it, shown first
 * @param about.body what is said of it; left out, what it does in its own words
 */
export function paperCard(
  paper: Paper,
  about: { number?: number; facts?: readonly string[]; body?: Prose } = {},
): Block {
  const line = gist(paper)
  const body = about.body ?? (line === '' ? undefined : [text(line)])
  return card({
    title: paper.title,
    url: paper.url,
    facts: [...(about.facts ?? []), ...when(paper.date), ...votes(paper.upvotes)],
    ...(about.number !== undefined && { number: about.number }),
    ...(body && { body }),
  })
}

/** Papers as cards numbered from 1, each with its own reasons. */
export function paperCards(
  papers: readonly Paper[],
  reasons: (paper: Paper, index: number) => readonly string[] = () => [],
): readonly Block[] {
  return papers.map((paper, index) => paperCard(paper, { number: index + 1, facts: reasons(paper, index) }))
}

/**
 * Buttons that run one command for each paper of a list. A number on the page goes stale with the next list, so the
 * button names the paper by its id; the number is what a person types.
 */
export function paperActions(
  command: 'show' | 'similar' | 'summarize' | 'prefer' | 'less' | 'cite',
  papers: readonly Paper[],
): readonly Action[] {
  const label = {
    show: 'Show',
    similar: 'Similar to',
    summarize: 'Summarize',
    prefer: 'More like',
    less: 'Less like',
    cite: 'Cite',
  }[command]
  return papers.map((paper, index) =>
    spokenOf(paper, run(`${label} ${index + 1}`, `${command} ${paper.id}`, `${command} ${index + 1}`)),
  )
}

/** A button that says to those who hear it which paper it means. */
export function spokenOf({ title }: Pick<Paper, 'title'>, action: Action): Action {
  return action.kind === 'run'
    ? { ...action, spoken: cleanLine(`${action.label}: ${title}`, longestSpoken) }
    : action
}

/** What is said of a button, in UTF-16 units. */
const longestSpoken = 150
/** A command line that a button carries, in UTF-16 units. */
const longestCommand = 100

/** A button for a question of one's own about a paper; where there are no forms, for what it found. */
export function askAbout(label: string, paper: Paper): Action {
  const question = `ask what are the results of ${nameOf(paper)}?`
  const command = question.length <= longestCommand ? question : `show ${paper.id}`
  return spokenOf(paper, ask(label, command, { about: paper.id, name: nameOf(paper) }))
}

/** The button that cites all papers of a page, by the id of its turn; while that is the latest page, a word does it. */
export const citeAction = (turn: string): Action => run('Cite', `cite ${turn}`, 'cite')

/** Where a paper's code is, as a link; undefined when its source gave no address. */
export function codeLink({ code }: Pick<Paper, 'code'>): Inline | undefined {
  return code === undefined ? undefined : link(code.replace(/^https?:\/\//, ''), code)
}

/** One paper in full: title, what it does, the whole abstract and what is known about it. */
export function paperPage(paper: Paper): readonly Block[] {
  const key = keySentence(paper)
  return [
    card({ title: paper.title, url: paper.url }),
    ...(key ? [quote(key.text)] : []),
    paragraph(paper.abstract === '' ? 'No abstract is known for this paper.' : paper.abstract),
    ...paperFacts(paper),
  ]
}

function paperFacts({
  code,
  date,
  published,
  authors = [],
  ids = {},
  upvotes,
  keywords = [],
}: Paper): readonly Block[] {
  const known: readonly (readonly [string, string | Inline | undefined])[] = [
    ['Featured', date && dayInWords(date)],
    ['Authors', authors.join(', ')],
    ['Published', published && dayInWords(published)],
    ...idSchemes.map((scheme) => [idNames[scheme], idAsLink(scheme, ids[scheme])] as const),
    ['Code', code === undefined ? undefined : codeLink({ code })],
    ['Votes', upvotes === undefined ? undefined : String(upvotes)],
    ['Keywords', keywords.join(', ')],
  ]
  const rows = known.flatMap(([label, value]) => (value ? [[label, value] as const] : []))
  return rows.length === 0 ? [] : [facts(rows)]
}

const idAsLink = (scheme: IdScheme, value: string | undefined) =>
  value === undefined ? undefined : link(value, idLink(scheme, value))

const when = (date: string | undefined): readonly string[] => (date === undefined ? [] : [dayInWords(date)])

const votes = (count: number | undefined): readonly string[] =>
  count === undefined ? [] : [count === 1 ? '1 vote' : `${count} votes`]
