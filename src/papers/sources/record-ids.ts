import { firstIds, type IdScheme, idsIn, idsOfDoi, PaperIds } from '../ids.ts'
import { type Fields, isObject } from './fields.ts'

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
export function idsOf(fields: Fields): PaperIds {
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
    'note',
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
    idIn('pubmed', fields.get('pmid') ?? fields.get('pubmedid') ?? fields.get('pubmed')),
    idIn('acl', fields.get('acl')),
    idIn('openreview', fields.get('openreview')),
    idIn('semanticScholar', fields.get('semanticscholar')),
    ...named,
    ...inText,
  ])
}

const prefixes = {
  arxiv: '',
  acl: 'acl:',
  pubmed: 'pmid:',
  semanticScholar: 'CorpusId:',
  openreview: 'openreview:',
}

/** The id that stands in a field which says of which place it is. */
function idIn(scheme: IdScheme | undefined, value: unknown): PaperIds {
  const said = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
  if (scheme === undefined || typeof said !== 'string') return {}
  if (scheme === 'doi') return idsOfDoi(said)
  const whole = idsIn(said)
  const ids = scheme in whole && !/^\d+$/.test(said) ? whole : idsIn(`${prefixes[scheme]}${said}`)
  return scheme in ids ? ids : {}
}
