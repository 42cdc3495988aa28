import { isDeepStrictEqual } from 'node:util'
import type { Paper } from './paper.ts'

/**
 * What is known of a paper after hearing of it again. Its id and title stay; a fact that the newer version lacks is
 * kept; an abstract never gives way to none, and the day stays the first one it was featured on.
 */
export function mergePapers(known: Paper, newer: Paper): Paper {
  const text = newer.abstract === '' ? known : newer
  const date = earliest(known.date, newer.date)
  const published = earliest(known.published, newer.published)
  const original = text.original ?? known.original
  return {
    ...known,
    ...newer,
    id: known.id,
    title: known.title,
    abstract: text.abstract,
    url: newer.arxivId === undefined ? known.url : newer.url,
    ...(date !== undefined && { date }),
    ...(published !== undefined && { published }),
    ...(original && { original }),
  }
}

/** The first of two ISO days, as far as they are known. */
function earliest(...days: readonly (string | undefined)[]): string | undefined {
  return days.filter((day) => day !== undefined).sort()[0]
}

export function samePaper(one: Paper, other: Paper): boolean {
  return isDeepStrictEqual(one, other)
}
