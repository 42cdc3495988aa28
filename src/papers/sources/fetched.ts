import type { Paper } from '../paper.ts'

/** What one answer of a source holds: its papers in its order, and what was odd about it, in sentences. */
export type Fetched = { papers: readonly Paper[]; oddities: readonly string[] }

/** Reads every record on its own, so that one that cannot be read costs only itself. */
export function readEach<T>(
  records: readonly T[],
  read: (record: T, place: number) => Paper | string,
): Fetched {
  const papers: Paper[] = []
  const oddities: string[] = []
  for (const [index, record] of records.entries()) {
    const found = read(record, index + 1)
    if (typeof found === 'string') oddities.push(found)
    else papers.push(found)
  }
  return { papers, oddities }
}

/** The ISO day of an ISO moment, in UTC; undefined for anything else. */
export function dayOfMoment(moment: string | null | undefined): string | undefined {
  const time = moment ? Date.parse(moment) : Number.NaN
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().slice(0, 10)
}

/**
 * Whether arXiv's comment on a paper, or the abstract of its newest version, says that it was taken back; there is no
 * field for it (https://info.arxiv.org/help/withdraw.html).
 */
export function saysWithdrawn({ comment, abstract }: { comment?: string; abstract: string }): boolean {
  const opening = abstract.trimStart().slice(0, 200)
  if (/^\W*withdrawn\b(?!\s+from\b)/i.test(comment ?? '') || /^\W*withdrawn\b/i.test(opening)) return true
  return [opening, comment ?? ''].some((text) => withdrawing.test(text))
}

const withdrawing =
  /\b(?:paper|submission|article|manuscript|work|preprint|version|note|report)\s+(?:has\s+been|have\s+been|is|was|has\s+now\s+been)\s+(?:temporarily\s+)?(?:withdrawn|retracted)\b|\bwithdrawn\s+by\s+(?:the\s+)?(?:authors?|arxiv)\b/i
