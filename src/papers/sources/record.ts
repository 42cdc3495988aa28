import { z } from 'zod'
import { firstIds, type IdScheme, idsIn, idsOfDoi, PaperIds } from '../ids.ts'
import { makePaper } from '../make-paper.ts'
import { evenSpaces } from '../normalize.ts'
import type { Paper } from '../paper.ts'
import { authorsInLine, displayName } from './authors.ts'
import { dayOf, partialDay } from './dates.ts'
import { withoutMarkup } from './markup.ts'

/** What a record says under a name, whatever the exporter calls it: names are compared without case and signs. */
type Fields = ReadonlyMap<string, unknown>

/** How records of a kind are to be read. */
export type RecordKind = {
  /** As in `Paper.source`. */
  source: string
  /** The day of a list, for records that give none. */
  date?: string | undefined
  onCut?: ((what: string) => void) | undefined
}

const titleNames = ['title', 'displayname', 'papertitle', 'articletitle', 'documenttitle']

/**
 * The paper of one record, or in words why there is none: an object of JSON or a row of a table, under the field names of
 * our own export, arXiv, BEIR, Semantic Scholar, OpenAlex, Crossref, CSL, Zotero or Hugging Face. A field that is not
 * what it should be is left out; it does not cost the paper.
 */
export function readRecord(value: unknown, { source, date, onCut }: RecordKind): Paper | string {
  const fields = fieldsOf(value)
  if (!fields) return 'Left out: not an object.'
  const written = titleNames.map((name) => fields.get(name)).find((title) => title !== undefined)
  const given = Array.isArray(written) ? written[0] : written
  if (typeof given !== 'string') return 'Left out: title is missing or not text.'
  if (given.trim() === '') return 'Left out: the title is empty.'
  const hasMarkup = ['issued', 'containertitle', 'itemtype', 'abstractinvertedindex', 'externalids'].some(
    (name) => fields.has(name),
  )
  const plain = (text: string) => (hasMarkup ? withoutMarkup(text) : text)
  const ids = idsOf(fields)
  const paper = makePaper(
    {
      title: plain(given),
      abstract: plain(abstractOf(fields)),
      source,
      ids,
      url: text(fields, 'url', 'link', 'pdfurl') ?? undefined,
      date: featuredDay(fields) ?? date,
      published: publishedOn(fields),
      authors: authorsOf(fields),
      upvotes: votesOf(fields),
      keywords: strings(first(fields, 'keywords', 'aikeywords', 'manualtags', 'keyword')),
      categories: strings(first(fields, 'categories', 'category')),
      code: text(fields, 'code', 'githubrepo') ?? undefined,
      withdrawn: fields.get('withdrawn') === true || typeof fields.get('withdrawnat') === 'string',
    },
    onCut,
  )
  return paper.title === '' ? 'Left out: the title has no visible text.' : paper
}

/** The fields of a record and of the one that it wraps: Hugging Face puts a `paper`, Zotero `data` inside. */
function fieldsOf(value: unknown): Fields | undefined {
  if (!isObject(value)) return undefined
  const inner = [value.paper, value.data].filter(isObject)
  const entries = [value, ...inner].flatMap((object) => Object.entries(object))
  return new Map(entries.map(([name, field]) => [plainName(name), field]))
}

/** Names come again in every record. */
const plainNames = new Map<string, string>()
function plainName(name: string): string {
  const known = plainNames.get(name)
  if (known !== undefined) return known
  const plain = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  if (plainNames.size < 1_000) plainNames.set(name, plain)
  return plain
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What stands under the first of several names that says anything. */
function first(fields: Fields, ...names: readonly string[]): unknown {
  return names
    .map((name) => fields.get(name))
    .find((value) => value !== undefined && value !== null && value !== '')
}

function text(fields: Fields, ...names: readonly string[]): string | undefined {
  const found = first(fields, ...names)
  return typeof found === 'string' ? found : undefined
}

function strings(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return value.split(value.includes(';') ? ';' : /[\s,]+/)
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined
}

function abstractOf(fields: Fields): string {
  const inverted = fields.get('abstractinvertedindex')
  if (isObject(inverted)) return fromInvertedIndex(inverted)
  const written = text(fields, 'abstract', 'summary', 'abstractnote', 'text', 'description')
  return written?.replace(/^\s*<(?:jats:)?title>\s*abstract\s*<\/(?:jats:)?title>/i, '') ?? ''
}

/** OpenAlex gives for each word the places where it stands. */
function fromInvertedIndex(index: Readonly<Record<string, unknown>>): string {
  const placed = Object.entries(index).flatMap(([word, places]) =>
    z
      .array(z.int().nonnegative())
      .catch([])
      .parse(places)
      .map((place) => [place, word] as const),
  )
  return placed
    .sort(([one], [other]) => one - other)
    .map(([, word]) => word)
    .join(' ')
}

/** What places an object calls by name: `externalIds` of Semantic Scholar, `ids` of OpenAlex. */
const schemes: Readonly<Record<string, IdScheme>> = {
  arxiv: 'arxiv',
  doi: 'doi',
  acl: 'acl',
  pubmed: 'pubmed',
  pmid: 'pubmed',
  corpusid: 'semanticScholar',
}

/** Numbers are no ids where a text is due: 2611.10000 has lost its zeros by the time it is read. */
function idsOf(fields: Fields): PaperIds {
  const given = fields.get('ids')
  const own = (isObject(given) && PaperIds.safeParse(given).data) || {}
  const named = [fields.get('externalids'), fields.get('ids')]
    .filter(isObject)
    .flatMap((ids) => Object.entries(ids).map(([place, id]) => idIn(schemes[place.toLowerCase()], id)))
  const doi = fields.get('doi')
  const loose = [
    'arxivid',
    'arxiv',
    'id',
    'pid',
    'paperid',
    'entryid',
    'eprint',
    'archiveid',
    'number',
    'extra',
  ]
  const links = ['url', 'link', 'links', 'pdfurl', 'urls']
  const inText = [...loose, ...links].flatMap((name) => {
    const value = fields.get(name)
    return (Array.isArray(value) ? value : [value]).map((one) => (typeof one === 'string' ? idsIn(one) : {}))
  })
  return firstIds([
    own,
    idIn('arxiv', fields.get('arxivid') ?? fields.get('arxiv')),
    typeof doi === 'string' ? idsOfDoi(doi) : {},
    idIn('pubmed', fields.get('pmid') ?? fields.get('pubmedid')),
    ...named,
    ...inText,
  ])
}

/** The id that stands in a field which says of which place it is. */
function idIn(scheme: IdScheme | undefined, value: unknown): PaperIds {
  const said = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
  if (scheme === undefined || typeof said !== 'string') return {}
  if (scheme === 'doi') return idsOfDoi(said)
  const prefix = {
    arxiv: '',
    acl: 'acl:',
    pubmed: 'pmid:',
    semanticScholar: 'CorpusId:',
    openreview: 'openreview:',
  }
  const bare = /^\d+$/.test(said) && scheme !== 'arxiv' ? `${prefix[scheme]}${said}` : said
  const ids = idsIn(bare)
  return scheme in ids ? ids : {}
}

/** A list of the site's own, or of ours: bibliographies mean the day of publication by "date". */
function featuredDay(fields: Fields): string | undefined {
  if (isBibliographic(fields)) return undefined
  return dayOf(text(fields, 'submittedondailyat') ?? text(fields, 'date'))
}

const isBibliographic = (fields: Fields) =>
  ['itemtype', 'issued', 'publicationyear', 'containertitle', 'publicationtitle', 'journal'].some((name) =>
    fields.has(name),
  )

function publishedOn(fields: Fields): string | undefined {
  const names = [
    'published',
    'publishedonline',
    'publicationdate',
    'publishedat',
    'issued',
    'publicationyear',
    'year',
  ]
  for (const name of [
    ...names.slice(0, 5),
    ...(isBibliographic(fields) ? ['date'] : []),
    ...names.slice(5),
  ]) {
    const day = partialDay(fields.get(name))
    if (day !== undefined) return day
  }
  return undefined
}

function votesOf(fields: Fields): number | undefined {
  const votes = first(fields, 'upvotes', 'votes')
  if (typeof votes !== 'number' && (typeof votes !== 'string' || !/^\d{1,9}(?:\.\d{1,9})?$/.test(votes)))
    return undefined
  return Number(votes) >= 0 && Number.isFinite(Number(votes)) ? Math.round(Number(votes)) : undefined
}

function authorsOf(fields: Fields): readonly string[] | undefined {
  const given = first(fields, 'authors', 'author', 'authorships', 'creators', 'authornames')
  if (typeof given === 'string') return authorsInLine(given)
  if (!Array.isArray(given)) return undefined
  return given.flatMap((one) => {
    if (typeof one === 'string') return [displayName(one)]
    const author = fieldsOf(isObject(one) && isObject(one.author) ? one.author : one)
    const role = author?.get('creatortype')
    if (!author || author.get('hidden') === true || (role !== undefined && role !== 'author')) return []
    const parts = [
      text(author, 'given', 'firstname', 'forename'),
      text(author, 'nondroppingparticle', 'droppingparticle'),
      text(author, 'family', 'lastname', 'surname'),
      text(author, 'suffix'),
    ]
    const name =
      text(author, 'name', 'literal', 'fullname', 'displayname') ??
      evenSpaces(parts.filter(Boolean).join(' '))
    return name === '' ? [] : [name]
  })
}
