import { z } from 'zod'
import { makePaper } from '../make-paper.ts'
import { evenSpaces } from '../normalize.ts'
import type { Paper } from '../paper.ts'
import { authorsInLine, displayName } from './authors.ts'
import { dayOf, partialDay } from './dates.ts'
import { type Fields, fieldsOf, first, isObject, strings, text } from './fields.ts'
import { withoutMarkup } from './markup.ts'
import { idsOf } from './record-ids.ts'

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
  const hasMarkup =
    typeof fields.get('type') === 'string' ||
    ['issued', 'containertitle', 'itemtype', 'abstractinvertedindex', 'externalids'].some((name) =>
      fields.has(name),
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
