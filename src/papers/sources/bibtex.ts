import { type Entry, parse } from '@retorquere/bibtex-parser'
import { firstIds, idsIn, idsOfDoi, type PaperIds } from '../ids.ts'
import { makePaper } from '../make-paper.ts'
import type { Paper } from '../paper.ts'
import { displayName } from './authors.ts'
import { partialDay } from './dates.ts'
import type { Chunk, ReadChunk } from './format.ts'

/** An entry, but for comments, strings and preambles. */
export const bibtexEntry = /^[ \t]{0,8}@(?!comment|string|preamble)[a-z]{3,30}\s{0,8}[{(]/i
/** What ends up in a title when a brace is missing. */
const fieldsInside = /[,}]\s{0,20}[a-z]{2,30}\s{0,5}=\s{0,5}[{"\d]/i

/** Papers from BibTeX or BibLaTeX. Accents, braces and other TeX are read as in every text; capitals stay as they are. */
export const readBibtex: ReadChunk = ({ text, first }: Chunk) => {
  const papers: Paper[] = []
  const warnings: { line: number; what: string }[] = []
  for (const { lines, line } of entriesOf(text.split('\n'), first)) {
    const read = paperOf(lines.join('\n'), (what) => warnings.push({ line, what }))
    if (typeof read === 'string') warnings.push({ line, what: read })
    else papers.push(read)
  }
  return { papers, warnings }
}

/** Each entry by itself, so that what is wrong with one costs no other. */
function entriesOf(lines: readonly string[], first: number) {
  const entries: { lines: string[]; line: number }[] = []
  for (const [index, content] of lines.entries()) {
    if (bibtexEntry.test(content)) entries.push({ lines: [content], line: first + index })
    else entries.at(-1)?.lines.push(content)
  }
  return entries
}

function paperOf(written: string, onCut: (what: string) => void): Paper | string {
  const { entries } = parse(written, { sentenceCase: false, raw: true, unsupported: 'ignore' })
  const [entry] = entries
  // What the parser could not read to the end has no input.
  if (!entry || entry.input === '') return 'Left out: a brace or a quotation mark is missing.'
  const { fields } = entry
  const title = unescaped(unprotected([fields.title, fields.subtitle].filter(Boolean).join(': ')))
  if (title.trim() === '') return 'Left out: no title.'
  if (fieldsInside.test(title)) return 'Left out: a brace or a quotation mark is missing.'
  const paper = makePaper(
    {
      title,
      abstract: unescaped(fields.abstract ?? ''),
      source: 'bibtex',
      ids: idsOf(fields),
      url: fields.url,
      published:
        partialDay(fields.date) ??
        partialDay([fields.year, monthOf(fields.month), fields.day].filter(Boolean).join('-')),
      authors: fields.author?.map(nameOf),
      keywords: fields.keywords,
      categories: fields.primaryclass ? [fields.primaryclass] : undefined,
    },
    onCut,
  )
  return paper.title === '' ? 'Left out: the title has no visible text.' : paper
}

/** A title without the braces that keep its capitals: those that belong to a command or an index, or part maths, stay. */
function unprotected(title: string): string {
  let current = title
  for (let pass = 0, before = ''; pass < 5 && before !== current; pass += 1) {
    before = current
    current = current.replace(
      /(?<!\\[a-z]{1,20}|\\.|[\^_])\{((?:[^{}\\$^_]|\\[&%#_]|\$[^{}$]*\$)*)\}/gi,
      '$1',
    )
  }
  return current
}

/** Signs of TeX that are meant as they are. */
function unescaped(text: string): string {
  return text
    .replace(/\\textasciicircum(?:\{\}|\s)/g, '^')
    .replace(/\\textasciitilde(?:\{\}|\s)/g, '~')
    .replace(/\\([{}])/g, '$1')
    .replace(/\\textbackslash(?:\{\}|\s)/g, '\\')
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** "feb", "February", "2", "02"; undefined for anything else. */
function monthOf(month: string | undefined): string | undefined {
  const place = months.indexOf((month ?? '').slice(0, 3).toLowerCase()) + 1
  const number = place > 0 ? place : Number(month)
  return number >= 1 && number <= 12 ? String(number) : undefined
}

type Name = NonNullable<Entry['fields']['author']>[number]

function nameOf({ name, firstName, prefix, lastName, suffix }: Name): string {
  if (name === undefined) return [firstName, prefix, lastName, suffix].filter(Boolean).join(' ')
  // BibLaTeX's long form: "family=Berg, given=Ben, prefix=van den".
  const parts = new Map(
    [...name.matchAll(/\b(given|prefix|family|suffix)=([^,]*)/g)].map(([, part, text]) => [part, text]),
  )
  if (parts.has('family'))
    return ['given', 'prefix', 'family', 'suffix'].flatMap((part) => parts.get(part) ?? []).join(' ')
  const isWhole = /^\{.*\}$/s.test(name.trim())
  return isWhole ? name : displayName(name)
}

function idsOf(fields: Entry['fields']): PaperIds {
  const { doi, pmid, eprint, url, note, howpublished, journal } = fields
  const place = (fields.eprinttype ?? fields.archiveprefix ?? '').toLowerCase()
  return firstIds([
    place === 'pubmed' ? idsIn(`pmid:${eprint}`) : idsIn(eprint ?? ''),
    idsOfDoi(doi ?? ''),
    idsIn(pmid === undefined ? '' : `pmid:${pmid}`),
    ...[fields.arxivid, doi, url, fields.ee, howpublished, note, journal, fields.number].map((field) =>
      idsIn(field ?? ''),
    ),
  ])
}
