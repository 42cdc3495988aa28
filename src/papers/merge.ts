import { isDeepStrictEqual } from 'node:util'
import { foldTitle, paperUrl } from './identity.ts'
import type { Paper } from './paper.ts'

/** How good a source's text is: arXiv's is the authors' own, Hugging Face loses some LaTeX, a paste loses more. */
const quality: Readonly<Record<string, number>> = { arxiv: 2, huggingface: 1 }
const qualityOf = ({ source }: Paper): number => quality[source] ?? 0

/**
 * What is known of a paper after hearing of it again. Its id stays; a fact that the newer version lacks is kept; the text
 * and the authors are those of the best source, of equal ones the newest; an abstract never gives way to none, and the
 * day stays the first one it was featured on.
 */
export function mergePapers(known: Paper, newer: Paper): Paper {
  const better = qualityOf(newer) >= qualityOf(known)
  const [best, other] = better ? [newer, known] : [known, newer]
  const text = best.abstract === '' ? other : best
  const date = earliest(known.date, newer.date)
  const published = earliest(known.published, newer.published)
  // The same text may arrive with other line breaks: that is no news.
  const original =
    text.abstract === known.abstract ? (known.original ?? text.original) : (text.original ?? known.original)
  const authors = best.authors ?? other.authors
  const ids = (known.ids ?? newer.ids) && { ...newer.ids, ...known.ids }
  return {
    ...known,
    ...newer,
    id: known.id,
    title: spelledBetter(known, newer) ? newer.title : known.title,
    abstract: text.abstract,
    source: text.source,
    url: urlOf(known, newer),
    ...(date !== undefined && { date }),
    ...(published !== undefined && { published }),
    ...(authors && { authors }),
    ...(ids && { ids }),
    ...(original && { original }),
  }
}

/** arXiv's page, else the address that is known, unless that was a search for the title. */
function urlOf(known: Paper, newer: Paper): string {
  if (newer.ids?.arxiv !== undefined) return newer.url
  return isSearch(known) && !isSearch(newer) ? newer.url : known.url
}

const isSearch = ({ title, ids, url }: Paper) => ids === undefined && url === paperUrl({ title })

/** People know a paper by its title, which stays, unless a better source only spells it better. */
function spelledBetter(known: Paper, newer: Paper): boolean {
  return qualityOf(newer) > qualityOf(known) && foldTitle(newer.title) === foldTitle(known.title)
}

/** The first of two ISO days, as far as they are known. */
function earliest(...days: readonly (string | undefined)[]): string | undefined {
  return days.filter((day) => day !== undefined).sort()[0]
}

export function samePaper(one: Paper, other: Paper): boolean {
  return isDeepStrictEqual(one, other)
}
