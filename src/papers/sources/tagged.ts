import { firstIds, idsIn, idsOfDoi, type PaperIds } from '../ids.ts'
import { makePaper } from '../make-paper.ts'
import type { Paper } from '../paper.ts'
import { displayName } from './authors.ts'
import { partialDay } from './dates.ts'
import type { Chunk, ReadChunk } from './format.ts'

/** What the two forms that give each line a tag call things. */
type Tags = {
  source: string
  line: RegExp
  /** With which an entry begins. */
  begin: RegExp
  title: readonly string[]
  abstract: readonly string[]
  authors: readonly string[]
  keywords: readonly string[]
  published: readonly string[]
  /** Those in which ids may stand. */
  ids(values: (tag: string) => readonly string[]): readonly PaperIds[]
  url: string
}

export const risEntry = /^\s{0,4}TY {1,3}- ?[A-Z0-9]{2,12}\s*$/
/** https://en.wikipedia.org/wiki/RIS_(file_format), with the tags that Zotero, EndNote, Mendeley and Scopus write. */
export const readRis = reader({
  source: 'ris',
  line: /^\s{0,4}([A-Z][A-Z0-9]) {1,3}- ?(.*)$/,
  begin: risEntry,
  title: ['TI', 'T1', 'CT'],
  abstract: ['AB', 'N2'],
  authors: ['AU', 'A1'],
  keywords: ['KW'],
  published: ['DA', 'PY', 'Y1'],
  ids: (values) => [
    ...values('DO').map(idsOfDoi),
    ...['AN', 'C1', 'M1', 'UR', 'L1', 'L2', 'N1', 'DO', 'M3', 'ID'].flatMap(values).map(idsIn),
  ],
  url: 'UR',
})

export const nbibEntry = /^PMID {0,2}- {0,2}\d{1,8}\s*$/
/** https://www.nlm.nih.gov/bsd/mms/medlineelements.html */
export const readNbib = reader({
  source: 'pubmed',
  line: /^([A-Z]{2,4}) {0,2}- (.*)$/,
  begin: nbibEntry,
  title: ['TI', 'BTI'],
  abstract: ['AB'],
  authors: ['FAU', 'AU'],
  keywords: ['OT'],
  published: ['DP', 'DEP'],
  ids: (values) => [
    ...values('PMID').map((id) => idsIn(`pmid:${id}`)),
    ...['AID', 'LID']
      .flatMap(values)
      .flatMap((id) => (/\[doi\]/.test(id) ? [idsOfDoi(id.replace(/\s*\[doi\].*$/, ''))] : [])),
  ],
  url: 'UR',
})

function reader(tags: Tags): ReadChunk {
  return ({ text, first }: Chunk) => {
    const papers: Paper[] = []
    const warnings: { line: number; what: string }[] = []
    for (const entry of entriesOf(text, first, tags)) {
      const read = paperOf(entry.fields, tags, (what) => warnings.push({ line: entry.line, what }))
      if (typeof read === 'string') warnings.push({ line: entry.line, what: read })
      else papers.push(read)
    }
    return { papers, warnings }
  }
}

type Field = { tag: string; value: string }

/** Lines without a tag go on with the value above, unless they look like a tag that was damaged. */
function entriesOf(text: string, first: number, { begin, line: tagged }: Tags) {
  const entries: { line: number; fields: Field[] }[] = []
  for (const [index, content] of text.split('\n').entries()) {
    const [, tag, value = ''] = tagged.exec(content) ?? []
    if (begin.test(content)) entries.push({ line: first + index, fields: [] })
    const fields = entries.at(-1)?.fields
    if (!fields) continue
    const last = fields.at(-1)
    if (tag !== undefined) fields.push({ tag, value: value.trim() })
    else if (last && content.trim() !== '' && !/^\s{0,4}\S{0,5}\s{0,3}-(?:\s|$)/.test(content))
      last.value = `${last.value} ${content.trim()}`
  }
  return entries
}

function paperOf(fields: readonly Field[], tags: Tags, onCut: (what: string) => void): Paper | string {
  const values = (tag: string) => fields.flatMap((field) => (field.tag === tag ? [field.value] : []))
  const firstOf = (names: readonly string[]) => names.flatMap(values).find((value) => value !== '')
  // Of two kinds of names for the same people, the first is the fuller one.
  const authors = tags.authors.map(values).find((names) => names.length > 0)
  const title = firstOf(tags.title)
  if (title === undefined) return 'Left out: no title.'
  const paper = makePaper(
    {
      // PubMed puts titles that were translated in brackets, and ends every one with a full stop.
      title:
        tags.source === 'pubmed' ? title.replace(/^\[(.*)\]\.?$/, '$1').replace(/(?<=[^.])\.$/, '') : title,
      abstract: firstOf(tags.abstract),
      source: tags.source,
      ids: firstIds(tags.ids(values)),
      url: values(tags.url).find((url) => /^https?:/.test(url)),
      published: tags.published
        .flatMap(values)
        .map((value) => partialDay(value.replace(/\/+$/, '')))
        .find(Boolean),
      authors: authors?.map(displayName),
      keywords: tags.keywords.flatMap(values),
    },
    onCut,
  )
  return paper.title === '' ? 'Left out: the title has no visible text.' : paper
}
