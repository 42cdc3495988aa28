import { z } from 'zod'
import { PaperboyError } from '../../lib/errors.ts'
import { arxivIdIn, idsOfDoi } from '../ids.ts'
import { makePaper } from '../make-paper.ts'
import type { Paper } from '../paper.ts'
import { elementText, notAFeed, parseFeed } from './arxiv-feed.ts'
import { dayOfMoment, type Fetched, readEach, saysWithdrawn } from './fetched.ts'
import { quoted } from './warning.ts'

const text = elementText.optional().catch(undefined)
const Category = z.object({ '@term': z.string() })

const Entry = z.object({
  id: elementText,
  title: elementText,
  summary: text,
  published: text,
  comment: text,
  doi: z.array(elementText).optional().catch(undefined),
  author: z.array(z.unknown()).optional().catch(undefined),
  category: z.array(z.unknown()).optional().catch(undefined),
  primary_category: z.unknown().optional(),
})
const Author = z.object({ name: elementText })

/** A feed without entries may be an empty element. */
const Feed = z.object({
  feed: z.preprocess(
    (feed) => (feed === '' ? {} : feed),
    z.object({
      entry: z.array(z.unknown()).default([]),
      totalResults: elementText.pipe(z.coerce.number()).optional().catch(undefined),
    }),
  ),
})

/**
 * The papers in an answer of arXiv's query API, an Atom feed, and how many there are on all its pages. Versions are cut
 * off ids; white space is folded.
 *
 * @throws PaperboyError when it is no feed, or the feed by which arXiv reports an error
 */
export function readArxivQuery(xml: string): Fetched & { total: number } {
  const { data, error } = Feed.safeParse(parseFeed(xml))
  if (!data) throw notAFeed(xml, error)
  const { entry: entries, totalResults } = data.feed
  for (const entry of entries) refuseError(entry)
  const fetched = readEach(entries, paperOf)
  return { ...fetched, total: totalResults ?? entries.length }
}

/** arXiv reports an error as a feed with one entry that is named after it. */
function refuseError(entry: unknown): void {
  const { data } = Entry.safeParse(entry)
  if (!data || !/\/api\/errors/.test(data.id)) return
  throw new PaperboyError(
    `arXiv did not understand the request: ${quoted((data.summary ?? data.title).trim())}.`,
    'Check that the category exists: https://arxiv.org/category_taxonomy',
  )
}

function paperOf(entry: unknown, place: number, onCut: (what: string) => void): Paper | string {
  const { data } = Entry.safeParse(entry)
  const arxivId = data && arxivIdIn(data.id)
  if (!data || arxivId === undefined || data.title.trim() === '')
    return `arXiv's entry ${place} was left out: its ${data && arxivId !== undefined ? 'title' : 'id or title'} is missing.`
  const abstract = data.summary ?? ''
  return makePaper(
    {
      title: data.title,
      abstract,
      source: 'arxiv',
      ids: { ...doiOf(data.doi), arxiv: arxivId },
      published: dayOfMoment(data.published),
      authors: data.author?.flatMap((author) => Author.safeParse(author).data?.name ?? []),
      categories: categoriesOf(data),
      withdrawn: saysWithdrawn({ abstract, ...(data.comment !== undefined && { comment: data.comment }) }),
    },
    onCut,
  )
}

/** The publisher's DOI; of several, the first. */
const doiOf = ([doi]: readonly string[] = []) => idsOfDoi(doi ?? '')

/** arXiv's categories, the primary one first; classes of the ACM and the AMS may stand among them. */
function categoriesOf({ category = [], primary_category }: z.infer<typeof Entry>): readonly string[] {
  const terms = [primary_category, ...category].flatMap(
    (one) => Category.safeParse(one).data?.['@term'] ?? [],
  )
  return [...new Set(terms)].filter((term) => /^[a-z-]+(?:\.[A-Za-z-]+)?$/.test(term))
}
