import type { Paper } from '../paper.ts'
import { bibtexEntry } from './bibtex.ts'
import { citedDoi, citedUrl, dateOf, type Keyed, otherIds } from './facts.ts'
import { invertedName, nameParts } from './names.ts'

/** How papers are written one after the other: what stands before all, between them and behind all. */
export type CitationFormat = {
  head: string
  between: string
  foot: string
  entry(keyed: Keyed, about: { abstracts: boolean }): string
}

/** In one line, whatever the text holds. */
const flat = (text: string) => text.replace(/\s+/g, ' ')

const ris = ({ paper, key }: Keyed, { abstracts }: { abstracts: boolean }): string => {
  const { authors = [], ids = {}, keywords = [], title, abstract } = paper
  const { year, month = '', day = '' } = dateOf(paper)
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['TY', 'UNPB'],
    ['ID', key],
    ['TI', title],
    ...authors.map((name) => ['AU', invertedName(name)] as const),
    ['PY', year],
    ['DA', year && `${year}/${month}/${day}/`],
    ['AB', abstracts ? abstract : undefined],
    ['DO', citedDoi(paper)],
    ['AN', ids.arxiv && `arXiv:${ids.arxiv}`],
    ['PB', ids.arxiv && 'arXiv'],
    ['UR', citedUrl(paper)],
    ['M1', otherIds(paper)],
    ...keywords.map((word) => ['KW', word] as const),
  ]
  const written = lines.flatMap(([tag, value]) => (value ? [`${tag}  - ${flat(value)}`] : []))
  return [...written, 'ER  - ', ''].join('\r\n')
}

/** In CSL, titles may hold HTML: what only looks like it is escaped. */
const cslText = (text: string) => text.replace(/&(?=#?\w+;)/g, '&amp;').replace(/<(?=[\w/])/g, '&lt;')

const csl = ({ paper, key }: Keyed, { abstracts }: { abstracts: boolean }): string => {
  const { authors = [], ids = {}, keywords = [], title, abstract } = paper
  const { year, month, day } = dateOf(paper)
  const doi = citedDoi(paper)
  const note = otherIds(paper)
  const url = citedUrl(paper)
  const author = authors.map((name) => {
    const parts = nameParts(name)
    if (parts.literal !== undefined) return { literal: parts.literal }
    const { family, given, particle, suffix } = parts
    return {
      family,
      given,
      ...(particle && { 'non-dropping-particle': particle }),
      ...(suffix && { suffix }),
    }
  })
  return JSON.stringify({
    id: key,
    type: 'article',
    title: cslText(title),
    ...(author.length > 0 && { author }),
    ...(year && { issued: { 'date-parts': [[year, month, day].filter(Boolean).map(Number)] } }),
    ...(ids.arxiv !== undefined && { number: `arXiv:${ids.arxiv}`, publisher: 'arXiv' }),
    ...(doi !== undefined && { DOI: doi }),
    ...(ids.pubmed !== undefined && { PMID: ids.pubmed }),
    ...(url !== undefined && { URL: url }),
    ...(note !== '' && { note }),
    ...(keywords.length > 0 && { keyword: keywords.join('; ') }),
    ...(abstracts && abstract !== '' && { abstract: cslText(abstract) }),
  })
}

const jsonLine = ({ paper: { source: _, original: __, ids, ...paper } }: Keyed): string =>
  `${JSON.stringify({ ...paper, ...(ids && { ids }), ...(ids?.doi !== undefined && { doi: ids.doi }) })}\n`

const columns: readonly (readonly [string, (paper: Paper) => string | number | undefined])[] = [
  ['title', ({ title }) => title],
  ['authors', ({ authors = [] }) => authors.map((name) => `${name};`).join(' ')],
  ['published', ({ published }) => published],
  ['date', ({ date }) => date],
  ['abstract', ({ abstract }) => abstract],
  ...(['arxiv', 'doi', 'acl', 'openreview', 'semanticScholar', 'pubmed'] as const).map(
    (scheme) => [scheme, ({ ids = {} }: Paper) => ids[scheme]] as const,
  ),
  ['url', ({ url }) => url],
  ['categories', ({ categories = [] }) => categories.join('; ')],
  ['keywords', ({ keywords = [] }) => keywords.join('; ')],
  ['upvotes', ({ upvotes }) => upvotes],
  ['code', ({ code }) => code],
]

/** A cell; an apostrophe in front keeps spreadsheets from computing what a text says. */
function cell(value: string | number | undefined): string {
  const text = String(value ?? '')
  return `"${(/^[=+@\t-]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
}

/** One plain line: "Sample A., van den Berg B. Tin Kites. 2026. arXiv:2602.19001. https://…". */
const line = ({ paper }: Keyed): string => {
  const { authors = [], ids = {}, title, url } = paper
  const short = authors.slice(0, 10).map((name) => {
    const parts = nameParts(name)
    if (parts.literal !== undefined) return parts.literal
    const initials = parts.given.split(/[\s-]+/).map((word) => `${Array.from(word)[0] ?? ''}.`)
    return [parts.particle, parts.family, initials.join(' '), parts.suffix].filter(Boolean).join(' ')
  })
  const names = authors.length > short.length ? [...short, 'et al.'] : short
  const parts = [
    names.join(', '),
    title,
    dateOf(paper).year,
    ids.arxiv && `arXiv:${ids.arxiv}`,
    ids.doi && `doi:${ids.doi}`,
  ]
  return `${parts.flatMap((part) => (part ? [part.replace(/\.$/, '')] : [])).join('. ')}. ${url}\n`
}

/** Every form in which papers are cited and exported. */
export const citationFormats = {
  text: { head: '', between: '', foot: '', entry: line },
  bibtex: { head: '', between: '\n', foot: '', entry: bibtexEntry },
  ris: { head: '', between: '\r\n', foot: '', entry: ris },
  'csl-json': { head: '[\n', between: ',\n', foot: '\n]\n', entry: csl },
  csv: {
    head: `${columns.map(([name]) => name).join(',')}\n`,
    between: '',
    foot: '',
    entry: ({ paper }) => `${columns.map(([, of]) => cell(of(paper))).join(',')}\n`,
  },
  jsonl: { head: '', between: '', foot: '', entry: jsonLine },
} as const satisfies Record<string, CitationFormat>

export type CitationFormatName = keyof typeof citationFormats
