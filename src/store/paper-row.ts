import { z } from 'zod'
import type { Paper } from '../papers/paper.ts'
import type { StemmedText } from '../papers/stemmed-text.ts'

/** A row of the table `papers`, as either engine has it. */
export type PaperRow = Record<string, unknown>

const More = z.object({
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
  const { title, abstract, url, date, upvotes, source, arxivId } = paper
  const { authors, keywords, categories, code, published, withdrawn, original } = paper
  const more = JSON.stringify({ authors, keywords, categories, code, published, withdrawn, original })
  return [
    titleKey,
    arxivId ?? null,
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

/**
 * What a paper is found by when it comes with its title alone. Of several papers with one title, told apart by their
 * arXiv ids, that is the first; the others have keys that no folded title can be.
 */
export function titleKeyOf(
  { arxivId }: Paper,
  foldedTitle: string,
  isTaken: (key: string) => boolean,
): string {
  return arxivId !== undefined && isTaken(foldedTitle) ? `${foldedTitle} arXiv:${arxivId}` : foldedTitle
}

/** A row as a paper. */
export function toPaper(row: PaperRow): Paper {
  const { authors, keywords, categories, code, published, withdrawn, original } = More.parse(
    JSON.parse(String(row.more)),
  )
  return {
    id: String(row.id),
    title: String(row.title),
    abstract: String(row.abstract),
    url: String(row.url),
    source: String(row.source),
    ...(row.date !== null && { date: String(row.date) }),
    ...(row.arxiv_id !== null && { arxivId: String(row.arxiv_id) }),
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
