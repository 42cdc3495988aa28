import { paperUrl } from '../identity.ts'
import type { Paper } from '../paper.ts'
import { isStopWord } from '../words.ts'
import { nameParts } from './names.ts'

/** A paper with the key it has in a bibliography. */
export type Keyed = { paper: Paper; key: string }

/** Year, month and day of a paper, as far as they are known: of its first version, else of the list it was on. */
export function dateOf({ published, date }: Paper): { year?: string; month?: string; day?: string } {
  const [year, month, day] = (published ?? date ?? '').split('-')
  return { ...(year && { year }), ...(month && { month }), ...(day && { day }) }
}

/** Letters of Latin without their marks, in lower case, and digits. */
const plain = (text: string) =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/ø/g, 'o')
    .replace(/ł/g, 'l')
    .replace(/ß/g, 'ss')
    .replace(/æ/g, 'ae')
    .replace(/[^a-z0-9]/g, '')

/** Family name of the first author, year and first word of the title that says something. */
function citationKey(paper: Paper): string {
  const [first = ''] = paper.authors ?? []
  const parts = nameParts(first)
  const name = plain(parts.literal ?? parts.family)
  const word = paper.title
    .split(/[\s:–—-]+/)
    .map(plain)
    .find((one) => one.length > 1 && !isStopWord(one))
  return `${name || 'anon'}${dateOf(paper).year ?? ''}${word ?? ''}`
}

/**
 * Gives papers keys one after the other. A paper has the same key wherever it is cited; of several that would have one
 * key, those behind the first get a letter more, so papers are to be given in the order of their ids.
 */
export function createKeys(): (paper: Paper) => Keyed {
  const taken = new Map<string, number>()
  return (paper) => {
    const key = citationKey(paper)
    const before = taken.get(key) ?? 0
    taken.set(key, before + 1)
    const letter = before === 0 ? '' : before <= 26 ? String.fromCharCode(96 + before) : `x${before}`
    return { paper, key: `${key}${letter}` }
  }
}

/** The ids for which a form has no field of its own, each so that it is read as what it is. */
export function otherIds({ ids = {} }: Paper): string {
  const { acl, openreview, semanticScholar, pubmed } = ids
  return [
    ...(acl === undefined ? [] : [`acl:${acl}`]),
    ...(openreview === undefined ? [] : [`openreview:${openreview}`]),
    ...(semanticScholar === undefined
      ? []
      : [/^C/.test(semanticScholar) ? semanticScholar : `s2:${semanticScholar}`]),
    ...(pubmed === undefined ? [] : [`PMID:${pubmed}`]),
  ].join(' ')
}

/** The DOI by which a paper is cited: a publisher's, else arXiv's own. */
export function citedDoi({ ids }: Paper): string | undefined {
  return ids?.doi ?? (ids?.arxiv === undefined ? undefined : `10.48550/arXiv.${ids.arxiv}`)
}

/** The address at which a cited paper stands; a search for its title is no place that one refers to. */
export function citedUrl({ title, url }: Paper): string | undefined {
  return url === paperUrl({ title }) ? undefined : url
}
