import { z } from 'zod'
import { PaperboyError } from '../../lib/errors.ts'
import { arxivIdIn } from '../ids.ts'
import { makePaper } from '../make-paper.ts'
import type { Paper } from '../paper.ts'
import { elementText, notAFeed, parseFeed } from './arxiv-feed.ts'
import { authorsInLine } from './authors.ts'
import { dayOfMoment, type Fetched, readEach, saysWithdrawn } from './fetched.ts'
import { quoted } from './warning.ts'

const text = elementText.optional().catch(undefined)

const Item = z.object({
  title: elementText,
  guid: text,
  link: z.array(elementText).optional().catch(undefined),
  description: text,
  pubDate: text,
  creator: text,
  announce_type: text,
  category: z.array(elementText).optional().catch(undefined),
})

const Dated = z.object({ pubDate: text })

const Feed = z.object({
  rss: z.object({
    channel: z.object({
      title: text,
      description: text,
      item: z.array(z.unknown()).default([]),
    }),
  }),
})

/**
 * The papers that arXiv announced today in a category, from its RSS feed: new ones and those that were listed elsewhere
 * before, without revisions. A valid feed is empty on days without announcements; `day` is the ISO day of the
 * announcement, which may be an older one: the feed is late at times.
 *
 * @throws PaperboyError when it is no feed, or the feed by which arXiv reports an error
 */
export function readArxivRss(xml: string): Fetched & { day?: string } {
  const { data, error } = Feed.safeParse(parseFeed(xml))
  if (!data) throw notAFeed(xml, error)
  const { title = '', description = '', item: items } = data.rss.channel
  if (/^feed error/i.test(title.trim()))
    throw new PaperboyError(
      `arXiv did not understand the request: ${quoted((description || title).trim())}.`,
      'Check that the category exists: https://arxiv.org/category_taxonomy',
    )
  const days = items.flatMap((item) => dayOfMoment(Dated.safeParse(item).data?.pubDate) ?? [])
  const day = days.reduce((latest, one) => (one > latest ? one : latest), '')
  const read = readEach(
    items.filter((item) => !/^replace/.test(Item.safeParse(item).data?.announce_type ?? '')),
    paperOf,
  )
  return { ...read, ...(day !== '' && { day }) }
}

function paperOf(item: unknown, place: number, onCut: (what: string) => void): Paper | string {
  const { data } = Item.safeParse(item)
  const arxivId = data && [data.guid, ...(data.link ?? [])].map((name) => arxivIdIn(name ?? '')).find(Boolean)
  if (!data || arxivId === undefined || data.title.trim() === '')
    return `The feed's item ${place} was left out: its id or title is missing.`
  // "arXiv:2611.04217v1 Announce Type: new \nAbstract: We study …"
  const abstract = (data.description ?? '').replace(/^[\s\S]{0,200}?\bAbstract:\s*/, '')
  return makePaper(
    {
      title: data.title,
      abstract,
      source: 'arxiv',
      ids: { arxiv: arxivId },
      // Only of new papers is the day of the announcement near the one they appeared on.
      published: data.announce_type === 'new' ? dayOfMoment(data.pubDate) : undefined,
      authors: authorsInLine(data.creator ?? ''),
      categories: data.category,
      withdrawn: saysWithdrawn({ abstract }),
    },
    onCut,
  )
}
