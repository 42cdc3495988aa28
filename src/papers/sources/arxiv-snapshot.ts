import { z } from 'zod'
import { arxivIdIn, idsOfDoi } from '../ids.ts'
import { makePaper } from '../make-paper.ts'
import type { Paper } from '../paper.ts'
import { dayOfMoment, saysWithdrawn } from './fetched.ts'
import { quoted } from './warning.ts'

const text = z.string().nullish().catch(undefined)

const Row = z.object({
  id: z.string(),
  title: z.string(),
  abstract: text,
  comments: text,
  doi: text,
  categories: text,
  authors_parsed: z.array(z.array(z.string())).nullish().catch(undefined),
  versions: z
    .array(z.object({ created: text }))
    .nullish()
    .catch(undefined),
})

/** Whether an object is a row of arXiv's metadata snapshot, which no other format shares these keys with. */
export function isSnapshotRow(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'authors_parsed' in value && 'versions' in value
}

/**
 * The paper of one row of arXiv's metadata snapshot (`arxiv-metadata-oai-snapshot.json`, JSON Lines), or in words why
 * there is none.
 */
export function readSnapshotRow(row: unknown, onCut?: (what: string) => void): Paper | string {
  const { data, error } = Row.safeParse(row)
  if (!data) return `Left out: ${error.issues[0]?.path.join('.') || 'id'} is missing or not text.`
  const arxivId = arxivIdIn(data.id)
  if (arxivId === undefined) return `Left out: ${quoted(data.id)} is not an arXiv id.`
  const abstract = data.abstract ?? ''
  const paper = makePaper(
    {
      title: data.title,
      abstract,
      source: 'arxiv',
      ids: { ...idsOfDoi(data.doi?.split(/\s+/)[0] ?? ''), arxiv: arxivId },
      published: dayOfMoment(data.versions?.[0]?.created),
      // Last name, first name, suffix, then affiliations.
      authors: data.authors_parsed?.map(
        ([last = '', first = '', suffix = '']) => `${first} ${last} ${suffix}`,
      ),
      categories: data.categories?.split(/\s+/),
      withdrawn: saysWithdrawn({ abstract, ...(data.comments && { comment: data.comments }) }),
    },
    onCut,
  )
  return paper.title === '' ? 'Left out: the title has no visible text.' : paper
}
