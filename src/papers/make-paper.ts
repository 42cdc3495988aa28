import { paperId, paperUrl } from './identity.ts'
import { evenSpaces, normalizeText } from './normalize.ts'
import type { Paper } from './paper.ts'

/** A paper as a source gives it: text not normalised yet, anything but the title may be missing. */
export type RawPaper = {
  title: string
  abstract?: string | undefined
  source: string
  arxivId?: string | undefined
  /** Only `http` and `https` addresses are kept. */
  url?: string | undefined
  date?: string | undefined
  published?: string | undefined
  authors?: readonly string[] | undefined
  upvotes?: number | undefined
  keywords?: readonly string[] | undefined
  categories?: readonly string[] | undefined
  /** Only `http` and `https` addresses are kept. */
  code?: string | undefined
  withdrawn?: boolean | undefined
}

/** The address when it is a web address, else undefined. */
function webAddress(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined
  const { protocol, href } = new URL(url)
  return protocol === 'https:' || protocol === 'http:' ? href : undefined
}

function presentNames(names: readonly string[] | undefined): readonly string[] | undefined {
  const present = names?.map(normalizeText).filter((name) => name !== '')
  return present && present.length > 0 ? present : undefined
}

/** The one place where papers are made: normalises text, gives id and address, keeps what normalizing changed. */
export function makePaper(raw: RawPaper): Paper {
  const title = normalizeText(raw.title)
  const abstract = normalizeText(raw.abstract ?? '')
  const { source, arxivId, date, published, upvotes, withdrawn } = raw
  const authors = presentNames(raw.authors)
  const keywords = presentNames(raw.keywords)
  const categories = presentNames(raw.categories)
  const code = webAddress(raw.code)
  const original = { title: raw.title, abstract: raw.abstract ?? '' }
  const isChanged = evenSpaces(original.title) !== title || evenSpaces(original.abstract) !== abstract
  return {
    id: paperId({ title, arxivId }),
    title,
    abstract,
    url: webAddress(raw.url) ?? paperUrl({ title, arxivId }),
    ...(date !== undefined && { date }),
    ...(published !== undefined && { published }),
    ...(authors && { authors }),
    ...(arxivId !== undefined && { arxivId }),
    ...(upvotes !== undefined && { upvotes }),
    ...(keywords && { keywords }),
    ...(categories && { categories }),
    ...(code !== undefined && { code }),
    ...(withdrawn && { withdrawn }),
    source,
    ...(isChanged && { original }),
  }
}
