import { bounds, within } from './bounds.ts'
import { paperId, paperUrl } from './identity.ts'
import type { PaperIds } from './ids.ts'
import { plainLatexName } from './latex.ts'
import { evenSpaces, normalizeText } from './normalize.ts'
import type { Paper } from './paper.ts'

/** A paper as a source gives it: text not normalised yet, anything but the title may be missing. */
export type RawPaper = {
  title: string
  abstract?: string | undefined
  source: string
  ids?: PaperIds | undefined
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
  if (url === undefined || url.length > bounds.address || !URL.canParse(url)) return undefined
  const { protocol, href } = new URL(url)
  return protocol === 'https:' || protocol === 'http:' ? href : undefined
}

function presentNames(
  names: readonly string[] | undefined,
  { many, long, read }: { many: number; long: number; read: (name: string) => string },
): readonly string[] | undefined {
  const present = names
    ?.slice(0, many)
    .map((name) => normalizeText(read(within(name, long))))
    .filter((name) => name !== '')
  return present && present.length > 0 ? present : undefined
}

/** What of a paper is longer than is kept, in words; undefined when nothing is. */
function cutInWords({ title, abstract = '', authors = [] }: RawPaper): string | undefined {
  const cut = [
    ...(title.length > bounds.title ? ['its title'] : []),
    ...(abstract.length > bounds.abstract ? ['its abstract'] : []),
    ...(authors.length > bounds.authors ? ['the list of its authors'] : []),
    ...(authors.some((name) => name.length > bounds.author) ? ['the name of an author'] : []),
  ]
  return cut.length === 0 ? undefined : `Cut because it is too long: ${cut.join(', ')}.`
}

/**
 * The one place where papers are made: normalises text, gives id and address, keeps what normalizing changed.
 *
 * @param onCut told in a sentence what was too long and is not kept in full
 */
export function makePaper(raw: RawPaper, onCut?: (what: string) => void): Paper {
  const cut = cutInWords(raw)
  if (cut !== undefined) onCut?.(cut)
  const original = {
    title: within(raw.title, bounds.title),
    abstract: within(raw.abstract ?? '', bounds.abstract),
  }
  const title = normalizeText(original.title)
  const abstract = normalizeText(original.abstract)
  const { source, date, published, upvotes, withdrawn } = raw
  const ids = Object.values(raw.ids ?? {}).some(Boolean) ? raw.ids : undefined
  const asItIs = (name: string) => name
  const authors = presentNames(raw.authors, {
    many: bounds.authors,
    long: bounds.author,
    read: plainLatexName,
  })
  const keywords = presentNames(raw.keywords, { many: bounds.keywords, long: bounds.keyword, read: asItIs })
  const categories = presentNames(raw.categories, {
    many: bounds.categories,
    long: bounds.category,
    read: asItIs,
  })
  const code = webAddress(raw.code)
  const isChanged = evenSpaces(original.title) !== title || evenSpaces(original.abstract) !== abstract
  return {
    id: paperId({ title, ids }),
    title,
    abstract,
    url: webAddress(raw.url) ?? paperUrl({ title, ids }),
    ...(date !== undefined && { date }),
    ...(published !== undefined && { published }),
    ...(authors && { authors }),
    ...(ids && { ids }),
    ...(upvotes !== undefined && { upvotes }),
    ...(keywords && { keywords }),
    ...(categories && { categories }),
    ...(code !== undefined && { code }),
    ...(withdrawn && { withdrawn }),
    source,
    ...(isChanged && { original }),
  }
}
