import { bibtexEntry, readBibtex } from './bibtex.ts'
import type { Format } from './format.ts'
import { readJsonDocument } from './json-document.ts'
import { readJsonLines } from './json-lines.ts'
import { piecesOf } from './page/pieces.ts'
import { readPageDump } from './page-dump.ts'
import { delimiterOf, readTable } from './table.ts'
import { nbibEntry, readNbib, readRis, risEntry } from './tagged.ts'
import { readAtom, readEndnote, readRss } from './xml.ts'

/** So many lines that belong to Hugging Face's page, and to no paper, tell one from any other text. */
const pageSigns = 2

const hasLine = (head: string, pattern: RegExp) => head.split('\n').some((line) => pattern.test(line))
const isXml = (head: string, root: RegExp) => /^\s*</.test(head) && root.test(head)

/** Every form in which papers are read, in the order in which a file is held against them. */
export const formats: readonly Format[] = [
  { name: 'JSON Lines', fits: isJsonLines, entries: 'lines', read: readJsonLines },
  { name: 'JSON', fits: (head) => /^\s*(?:\{|\[\s*(?:[{\]]|$))/.test(head), read: readJsonDocument },
  { name: 'EndNote XML', fits: (head) => isXml(head, /<records?[\s>]/i), read: readEndnote },
  { name: 'Atom', fits: (head) => isXml(head, /<(?:\w{1,20}:)?feed[\s>]/), read: readAtom },
  { name: 'RSS', fits: (head) => isXml(head, /<(?:rss|rdf:RDF)[\s>]/), read: readRss },
  {
    name: 'a table',
    fits: (head) => delimiterOf(head.trimStart().split('\n')[0] ?? '') !== undefined,
    read: readTable,
  },
  { name: 'RIS', fits: (head) => hasLine(head, risEntry), entries: risEntry, read: readRis },
  { name: 'PubMed', fits: (head) => hasLine(head, nbibEntry), entries: nbibEntry, read: readNbib },
  { name: 'BibTeX', fits: (head) => hasLine(head, bibtexEntry), entries: bibtexEntry, read: readBibtex },
  {
    name: 'a copied page',
    fits: (head) => looksLike(head) === 'text in no form that I know' && isPage(head),
    read: ({ text, date, today = new Date() }) =>
      readPageDump(text, { today, ...(date !== undefined && { date }) }),
  },
]

/** The form of a text that begins like this; undefined when it is none of them. */
export const formatOf = (head: string): Format | undefined => formats.find(({ fits }) => fits(head))

/** An object a line, or at least one such line, unless the first one holds a list of papers. */
function isJsonLines(head: string): boolean {
  if (!/^\s*\{/.test(head)) return false
  const lines = head.trim().split('\n')
  const isWhole = (line: string | undefined) => line !== undefined && /^\{.*\}\s*$/.test(line)
  if (lines.length > 1 || isWhole(lines[0]))
    return isWhole(lines[0]) ? !holdsList(lines) : lines.some(isWhole)
  return !holdsList(lines)
}

const holdsList = ([first = '', ...others]: readonly string[]) =>
  others.length === 0 &&
  /"(?:papers|items|data|results|works|message)"\s{0,9}:\s{0,9}[[{]/.test(first) &&
  !/^\{\s*"title"/.test(first)

function isPage(head: string): boolean {
  const lines = head.split('\n').filter((line) => line.trim() !== '')
  // Parts of a file for programs, whose numbers would pass for votes.
  if (lines.filter((line) => /^\s*["{}[\]<]/.test(line)).length > lines.length / 5) return false
  const { pieces, after } = piecesOf(head)
  const signs = [...pieces.map(({ before }) => before), after].flat().filter(({ kind }) => kind !== 'dot')
  return pieces.length > 1 && signs.length >= pageSigns
}

/** What something that cannot be read looks like, in words, from how it begins: as text, or byte by byte. */
export function looksLike(head: string): string {
  return kinds.find(([begin]) => begin.test(head))?.[1] ?? 'text in no form that I know'
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/^\s{0,1000}%PDF-/, 'a PDF'],
  [/^PK(?=[^\w\s])/, 'a ZIP archive or an Office document'],
  [/^\xd0\xcf[^\w\s]\xe0/, 'an old Office document'],
  [/^(?:\x89PNG|\xff\xd8\xff|GIF8\d|RIFF)/, 'a picture'],
  [/^SQLite format 3/, 'a database'],
  [/^[^\w\s]ELF/, 'a program'],
  [/^\{\\rtf/, 'a document in RTF'],
  [/^%!PS/, 'a PostScript document'],
  [
    /^\s{0,1000}(?:<!--[\s\S]{0,2000}?-->\s{0,100})?<(?:!doctype html|html|head|body)\b/i,
    'a web page in HTML',
  ],
  [/^\s{0,1000}<(?:\?xml|[\w:]{1,50}[\s>])/, 'XML, but no EndNote library and no feed'],
  [/\\documentclass|\\begin\{document\}/, 'a document in LaTeX'],
]
