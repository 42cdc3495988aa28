import { z } from 'zod'

const id = z.string().exactOptional()

/** What a paper is called in the places that number papers, each in that place's own spelling. */
export const PaperIds = z.strictObject({
  /** Without version, such as `2402.17152` or `hep-th/9901001`. */
  arxiv: id,
  /** Without `https://doi.org/`; arXiv's own DOIs are ids of arXiv. */
  doi: id,
  /** Of the ACL Anthology: `N19-1423`, `2023.acl-long.1`. */
  acl: id,
  /** Of an OpenReview forum. */
  openreview: id,
  /** 40 hexadecimal digits, or `CorpusId:` and a number. */
  semanticScholar: id,
  /** A PMID. */
  pubmed: id,
})
export type PaperIds = z.infer<typeof PaperIds>

export type IdScheme = keyof PaperIds
export const idSchemes = ['arxiv', 'doi', 'acl', 'openreview', 'semanticScholar', 'pubmed'] as const

/** What people call each of the places. */
export const idNames: Readonly<Record<IdScheme, string>> = {
  arxiv: 'arXiv',
  doi: 'DOI',
  acl: 'ACL Anthology',
  openreview: 'OpenReview',
  semanticScholar: 'Semantic Scholar',
  pubmed: 'PubMed',
}

/** Where a person reads about the paper. */
export function idLink(scheme: IdScheme, value: string): string {
  switch (scheme) {
    case 'arxiv':
      return `https://arxiv.org/abs/${value}`
    case 'doi':
      return `https://doi.org/${encodeURI(value)}`
    case 'acl':
      return `https://aclanthology.org/${value}/`
    case 'openreview':
      return `https://openreview.net/forum?id=${value}`
    case 'semanticScholar':
      return value.startsWith('CorpusId:')
        ? `https://api.semanticscholar.org/${value}`
        : `https://www.semanticscholar.org/paper/${value}`
    case 'pubmed':
      return `https://pubmed.ncbi.nlm.nih.gov/${value}/`
  }
}

/** What an id is looked up by, whatever the spelling: an arXiv id as it is, others behind the name of their place. */
export function idKey(scheme: IdScheme, value: string): string {
  if (scheme === 'arxiv') return value
  return `${scheme}:${scheme === 'doi' ? value.toLowerCase() : value}`
}

/** What each of a paper's ids is looked up by. */
export function idKeys(ids: PaperIds = {}): readonly string[] {
  return idSchemes.flatMap((scheme) => {
    const value = ids[scheme]
    return value === undefined ? [] : [idKey(scheme, value)]
  })
}

/** An id that stands in a text: from where to where, in UTF-16 units, and all that it says of the paper. */
export type IdMention = { start: number; end: number; ids: PaperIds }

/**
 * The ids in a text, in order: bare ones, and those in links, citations and file names of arXiv, Hugging Face, doi.org
 * and publishers, the ACL Anthology, OpenReview, Semantic Scholar and PubMed.
 */
export function idMentions(text: string): readonly IdMention[] {
  // Every id holds a number.
  if (!/\d|openreview/i.test(text)) return []
  const found: IdMention[] = []
  // "%2F" is how a slash is written in an address. Of the same length, so that places stay what they are.
  let rest = text.replace(/%2f/gi, `${filler}${filler}/`)
  for (const { pattern, read } of readers) {
    rest = rest.replace(pattern, (...match) => {
      const place = match.findIndex((part) => typeof part === 'number')
      const [whole, id] = [String(match[0]), String(match.slice(1, place).find(Boolean) ?? match[0])]
      const seen = read(id.replaceAll(filler, ''))
      if (!seen) return whole
      const start = Number(match[place])
      const length = whole.length - (seen.left ?? 0)
      found.push({ start, end: start + length, ids: seen.ids })
      return ' '.repeat(length) + whole.slice(length)
    })
  }
  found.sort((one, other) => one.start - other.start)
  return found.map((one, place) => withAddress(one, text, [found[place - 1]?.end, found[place + 1]?.start]))
}

/** A character that no text means anything by. */
const filler = '\ue000'

/** A mention with the address that it stands in, between the mentions beside it. */
function withAddress(
  { start, end, ids }: IdMention,
  text: string,
  [from = 0, to = text.length]: Between,
): IdMention {
  const before = /https?:\/\/[^\s<>|"]*$/i.exec(text.slice(Math.max(from, start - longestAddress), start))
  if (!before) return { start, end, ids }
  const behind =
    /^(?:(?!https?:)[^\s<>|",;])*/i.exec(text.slice(end, Math.min(to, end + longestAddress)))?.[0] ?? ''
  return { start: start - before[0].length, end: end + behind.replace(/[^\w/]+$/, '').length, ids }
}
const longestAddress = 500
type Between = readonly [from: number | undefined, to: number | undefined]

/** The first id of each place in a text; none where it holds none. */
export function idsIn(text: string): PaperIds {
  return firstIds(idMentions(text).map(({ ids }) => ids))
}

/** Of each place the first id that is given. */
export function firstIds(given: readonly PaperIds[]): PaperIds {
  return Object.assign({}, ...given.toReversed())
}

/** The first arXiv id in a text, without version. */
export const arxivIdIn = (text: string): string | undefined => idsIn(text).arxiv

/** What a field that holds a DOI says, with or without an address around it. */
export function idsOfDoi(field: string): PaperIds {
  const doi = field.trim().replace(/^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)/i, '')
  return /^10\.\d{4,9}\/\S{1,500}$/.test(doi) ? doiMeans(doi) : {}
}

type Reader = {
  pattern: RegExp
  /** What an id means, and how many characters at its end are none of it; undefined when it is no id. */
  read(id: string): { ids: PaperIds; left?: number } | undefined
}

/** https://info.arxiv.org/help/arxiv_identifier.html */
const newStyle = /(?<![\d=.])(?:arxiv:)?((?:0[7-9]|[1-9]\d)(?:0[1-9]|1[0-2])\.\d{4,5})(?:v[1-9]\d*)?(?!\d)/gi
const archives =
  'acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con'
const oldStyle = new RegExp(
  `(?<![\\p{L}\\d.=-])((?:${archives})(?:\\.[A-Z]{2})?/(?:9[1-9]|0[0-7])(?:0[1-9]|1[0-2])\\d{3})(?:v[1-9]\\d*)?(?!\\d)`,
  'gu',
)
/** https://aclanthology.org/info/ids/ */
const aclNew = '(?:19|20)\\d{2}\\.[a-z0-9_]{2,30}-[a-z0-9_]{1,30}\\.\\d{1,4}'
const aclOld = '[A-Z]\\d{2}-\\d{4}'

/** Links first, since their parts look like other ids; DOIs before arXiv ids, which may stand in them. */
const readers: readonly Reader[] = [
  {
    pattern:
      /\bopenreview(?:\.net\/(?:forum|pdf|attachment|revisions|references\/pdf)\?(?:[^\s#]{0,100}&)?id=|:)([\w-]{6,20})/gi,
    read: (openreview) => ({ ids: { openreview } }),
  },
  {
    pattern: new RegExp(
      `\\b(?:aclanthology\\.org/|aclweb\\.org/anthology/|acl:)(?:papers/\\w/\\w{3}/)?(${aclOld}|${aclNew})(?:v\\d)?(?:\\.pdf|\\.bib)?/?`,
      'g',
    ),
    read: (acl) => ({ ids: { acl } }),
  },
  {
    pattern:
      /\b(?:semanticscholar\.org\/(?:graph\/v1\/)?paper\/(?:[^\s/?#]{1,300}\/)?|semanticscholar:|s2:)([0-9a-f]{40})(?![0-9a-z])|(?<![0-9a-z])([0-9a-f]{40})(?![0-9a-z])/gi,
    read: (id) => ({ ids: { semanticScholar: id.toLowerCase() } }),
  },
  {
    pattern: /(?:\bapi\.semanticscholar\.org\/|\bsemanticscholar:)?\bcorpusid:\s?(\d{1,12})\b/gi,
    read: (number) => ({ ids: { semanticScholar: `CorpusId:${number}` } }),
  },
  {
    pattern:
      /\b(?:pubmed\.ncbi\.nlm\.nih\.gov\/|ncbi\.nlm\.nih\.gov\/pubmed\/|europepmc\.org\/(?:article|abstract)\/med\/|pmid:?\s{0,2}|pubmed:)(\d{1,8})(?!\d)\/?/gi,
    read: (pubmed) => ({ ids: { pubmed } }),
  },
  {
    // Nature's addresses end in what stands behind its prefix.
    pattern: /\bnature\.com\/articles\/([sd]\d{5}-\d{3}-\d{4,5}-[\dx])(?:\.pdf)?/gi,
    read: (article) => ({ ids: { doi: `10.1038/${article}` } }),
  },
  {
    pattern:
      /(?:https?:\/\/(?:dx\.)?doi\.org\/|\bdoi:\s?)?\b(10\.\d{4,9}\ue000{0,2}\/(?:(?![,;](?:10\.|https?:|doi:|arxiv:))[^\s"<>|])+)/gi,
    read(found) {
      const doi = withoutTail(found)
      if (!/\/[^/]/.test(doi)) return undefined
      return { ids: doiMeans(doi), left: tailLeft(found, doi) }
    },
  },
  {
    // Four digits after the point until 2014, five from 2015.
    pattern: newStyle,
    read: (id) =>
      id.length === (Number(id.slice(0, 2)) >= 15 ? 10 : 9) ? { ids: { arxiv: id } } : undefined,
  },
  {
    pattern: oldStyle,
    read: (id) => ({ ids: { arxiv: id.replace(/\.[A-Z]{2}(?=\/)/, '') } }),
  },
  {
    pattern: new RegExp(`(?<![\\w.-])(${aclNew}|${aclOld})(?![\\w-])`, 'g'),
    read: (acl) => ({ ids: { acl } }),
  },
]

/** Publishers' addresses go on behind the DOI, and so do sentences. */
function withoutTail(found: string): string {
  let doi = found.replace(/[?#].*$/s, '')
  for (let before = ''; before !== doi; ) {
    before = doi
    doi = doi
      .replace(/[.,;:!'’”“*_`~\\]$/, '')
      .replace(/\/(?:full|abstract|abs|pdf|epdf|html|meta|reader)$|\.(?:pdf|full|abstract|short)$/i, '')
    const closing = /[)\]}]$/.exec(doi)?.[0]
    const opening = closing === undefined ? undefined : { ')': '(', ']': '[', '}': '{' }[closing]
    if (closing && opening && doi.split(closing).length > doi.split(opening).length) doi = doi.slice(0, -1)
  }
  // bioRxiv's addresses hold the version.
  return doi.replace(/^(10\.1101\/[\d.]+)v\d+$/i, '$1')
}

/** Punctuation is left to the sentence; what belongs to an address is not. */
function tailLeft(found: string, doi: string): number {
  const tail = found.slice(doi.length)
  return /^[\p{P}\p{S}]*$/u.test(tail) ? tail.length : 0
}

/** What a DOI says: arXiv's and the ACL Anthology's hold their ids. */
function doiMeans(doi: string): PaperIds {
  const arxiv = /^10\.48550\/arxiv\.(.+?)(?:v[1-9]\d*)?$/i.exec(doi)?.[1]
  if (arxiv !== undefined) return arxivIdIn(arxiv) === undefined ? { doi } : { arxiv }
  const acl = new RegExp(`^10\\.(?:18653/v1|3115/v1)/(${aclOld}|${aclNew})$`, 'i').exec(doi)?.[1]
  return { doi, ...(acl !== undefined && { acl: acl.includes('.') ? acl.toLowerCase() : acl.toUpperCase() }) }
}
