import type { Paper } from '../paper.ts'

/** What one answer of a source holds: its papers in its order, and what was odd about it, in sentences. */
export type Fetched = { papers: readonly Paper[]; warnings: readonly string[] }

/** Reads every record on its own, so that one that cannot be read costs only itself. */
export function readEach<T>(
  records: readonly T[],
  read: (record: T, place: number, onCut: (what: string) => void) => Paper | string,
): Fetched {
  const papers: Paper[] = []
  const warnings: string[] = []
  for (const [index, record] of records.entries()) {
    const found = read(record, index + 1, (what) => warnings.push(`Paper ${index + 1}: ${what}`))
    if (typeof found === 'string') warnings.push(found)
    else papers.push(found)
  }
  return { papers, warnings }
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
  const note = (comment ?? '').slice(0, 2_000)
  if (/^\W{0,20}withdrawn\b(?!\s+from\b)/i.test(note) || withdrawnAtOnce.test(opening)) return true
  return ownWithdrawal.test(opening) || withdrawing.test(note)
}

/** "Withdrawn due to an error.": not the first word of a sentence about papers that were. */
const withdrawnAtOnce =
  /^\W{0,20}withdrawn(?=\s*(?:$|[.:;,(*–—-])|\s+(?:by|due|because|as|for|since|pending|until)\b)/i
/** "This paper has been withdrawn": an abstract may mention withdrawn papers in every other way. */
const ownWithdrawal =
  /(?:^|[.!?;:*([]\s*)(?:this|the|our)\s+(?:(?:present|current|arxiv|above)\s+)?(?:paper|submission|article|manuscript|work|preprint|version|note|report)\s+(?:has\s+(?:now\s+)?been|have\s+been|is|was)\s+(?:(?:temporarily|hereby|now)\s+)?(?:withdrawn|retracted)\b/i
/** The same in arXiv's comment, which is about this paper alone. */
const withdrawing =
  /\b(?:paper|submission|article|manuscript|work|preprint|version|note|report)\s+(?:has\s+been|have\s+been|is|was|has\s+now\s+been)\s+(?:temporarily\s+)?(?:withdrawn|retracted)\b|\bwithdrawn\s+by\s+(?:the\s+)?(?:authors?|arxiv)\b/i
