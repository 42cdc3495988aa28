import { z } from 'zod'
import { PaperIds } from '../papers/ids.ts'
import type { Paper } from '../papers/paper.ts'
import type { StemmedText } from '../papers/stemmed-text.ts'

/** A row of the table `papers`, as either engine has it. */
export type PaperRow = Record<string, unknown>

const More = z.object({
  /** Those of arXiv stand in a column of their own. */
  ids: PaperIds.omit({ arxiv: true }).optional(),
  authors: z.array(z.string()).optional(),
  keywords: z.array(z.string()).optional(),
  categories: z.array(z.string()).optional(),
  code: z.string().optional(),
  published: z.string().optional(),
  withdrawn: z.literal(true).optional(),
  original: z.object({ title: z.string(), abstract: z.string() }).optional(),
})

/** A paper as the values of every column but the id, in the order of the table. `titleKey`: see `titleKeyOf`. */
export function columns(paper: Paper, titleKey: string, stems: StemmedText) {
  const { title, abstract, url, date, upvotes, source } = paper
  const { authors, keywords, categories, code, published, withdrawn, original } = paper
  const { arxiv, ...others } = paper.ids ?? {}
  const ids = Object.keys(others).length > 0 ? others : undefined
  const more = JSON.stringify({ ids, authors, keywords, categories, code, published, withdrawn, original })
  return [
    titleKey,
    arxiv ?? null,
    title,
    abstract,
    url,
    date ?? null,
    withdrawn ? null : (date ?? published ?? null),
    upvotes ?? null,
    source,
    more,
    stems,
  ] as const
}

/** A row as a paper. */
export function toPaper(row: PaperRow): Paper {
  const { authors, keywords, categories, code, published, withdrawn, original, ...more } = More.parse(
    JSON.parse(String(row.more)),
  )
  const arxiv = row.arxiv_id === null ? undefined : String(row.arxiv_id)
  const ids = arxiv === undefined ? more.ids : { ...more.ids, arxiv }
  return {
    id: String(row.id),
    title: String(row.title),
    abstract: String(row.abstract),
    url: String(row.url),
    source: String(row.source),
    ...(row.date !== null && { date: String(row.date) }),
    ...(ids && { ids }),
    ...(row.upvotes !== null && { upvotes: Number(row.upvotes) }),
    ...(authors && { authors }),
    ...(keywords && { keywords }),
    ...(categories && { categories }),
    ...(code !== undefined && { code }),
    ...(published !== undefined && { published }),
    ...(withdrawn && { withdrawn }),
    ...(original && { original }),
  }
}

/** Later than any day that a paper may have: years have four digits. */
export const lastDay = '9999-12-31'
