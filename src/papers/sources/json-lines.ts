import { z } from 'zod'
import { bounds } from '../bounds.ts'
import { firstIds, idsIn, type PaperIds } from '../ids.ts'
import { makePaper } from '../make-paper.ts'
import type { Paper } from '../paper.ts'
import { isSnapshotRow, readSnapshotRow } from './arxiv-snapshot.ts'
import { authorsInLine } from './authors.ts'
import type { Oddity } from './oddity.ts'

const text = z.string().nullish()
/** A field that is not what it should be is left out; it does not cost the paper. */
const id = z.union([z.string(), z.number()]).nullish().catch(undefined)

const Line = z.object({
  title: z.string().refine((title) => title.trim() !== '', 'the title is empty'),
  abstract: text,
  summary: text,
  /** BEIR's name for a document's body. */
  text,
  id,
  _id: id,
  arxiv_id: id,
  arxivId: id,
  url: text.catch(undefined),
  date: z.string().nullish().catch(undefined),
  authors: z
    .union([z.string(), z.array(z.string())])
    .nullish()
    .catch(undefined),
  upvotes: z.number().int().nonnegative().nullish().catch(undefined),
  keywords: z.array(z.string()).nullish().catch(undefined),
})

/** Lines of a file that follow each other. */
export type Lines = {
  lines: readonly string[]
  /** The number of the first one; counted from 1. */
  first: number
  /** ISO day for papers that give none. */
  date?: string
}

/**
 * Papers from JSON Lines, one object a line: `title`, and any of `abstract` (or `summary`, or BEIR's `text`), `id` (or
 * `arxiv_id`, `arxivId`), `url`, `date` (ISO), `authors` (a list or one string), `upvotes`, `keywords`; or rows of arXiv's
 * metadata snapshot, known by their keys. Blank lines are passed over, a bad line is reported and costs only itself.
 */
export function readJsonLines({ lines, first, date }: Lines): {
  papers: readonly Paper[]
  oddities: readonly Oddity[]
} {
  const papers: Paper[] = []
  const oddities: Oddity[] = []
  for (const [index, content] of lines.entries()) {
    if (content.trim() === '') continue
    const line = first + index
    const read = paperOf(content, date, (what) => oddities.push({ line, what }))
    if (typeof read === 'string') oddities.push({ line, what: read })
    else papers.push(read)
  }
  return { papers, oddities }
}

/** Whether a line is one of arXiv's metadata snapshot. */
export function isSnapshotLine(content: string): boolean {
  try {
    return isSnapshotRow(JSON.parse(content))
  } catch {
    return false
  }
}

/** The paper of one line, or in words why there is none. */
function paperOf(content: string, date: string | undefined, onCut: (what: string) => void): Paper | string {
  if (content.length > bounds.line)
    return `Left out: longer than ${bounds.line.toLocaleString('en')} characters.`
  let value: unknown
  try {
    value = JSON.parse(content)
  } catch {
    return 'Left out: not valid JSON.'
  }
  if (isSnapshotRow(value)) return readSnapshotRow(value, onCut)
  const checked = Line.safeParse(value)
  if (!checked.success) return `Left out: ${problemOf(checked.error)}.`
  const { data } = checked
  const paper = makePaper(
    {
      title: data.title,
      abstract: [data.abstract, data.summary, data.text].find((given) => given) ?? '',
      source: 'json-lines',
      ids: idsOf([data.arxiv_id, data.arxivId, data.id, data._id, data.url]),
      url: data.url ?? undefined,
      date: dayOf(data.date) ?? date,
      authors: typeof data.authors === 'string' ? authorsInLine(data.authors) : (data.authors ?? undefined),
      upvotes: data.upvotes ?? undefined,
      keywords: data.keywords ?? undefined,
    },
    onCut,
  )
  return paper.title === '' ? 'Left out: the title has no visible text.' : paper
}

function problemOf(error: z.ZodError): string {
  const [issue] = error.issues
  if (!issue || issue.path.length === 0) return 'not an object'
  const field = issue.path.join('.')
  return issue.code === 'custom' ? issue.message : `${field} is missing or not text`
}

/** Numbers are no ids: 2611.10000 has lost its zeros by the time it is read. */
function idsOf(fields: readonly (string | number | null | undefined)[]): PaperIds {
  return firstIds(fields.map((field) => (typeof field === 'string' ? idsIn(field) : {})))
}

/** The day of an ISO date or time. */
function dayOf(date: string | null | undefined): string | undefined {
  const day = z.iso.date().safeParse(date?.slice(0, 10))
  return day.success ? day.data : undefined
}
