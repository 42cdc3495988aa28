import { cleanLine } from '../replies/clean.ts'
import { paragraphs } from '../replies/markup.ts'
import { addressIn, entryId, type Feed } from './feed.ts'

/** A feed as JSON Feed 1.1. */
export function drawJsonFeed(feed: Feed): string {
  const items = feed.entries.map((entry) => {
    const { paper, text, published, updated } = entry
    return {
      id: entryId(feed, entry),
      url: paper.url,
      title: cleanLine(paper.title),
      content_html: paragraphs(text),
      date_published: published.toISOString(),
      ...(updated > published && { date_modified: updated.toISOString() }),
      ...(paper.authors && { authors: paper.authors.map((name) => ({ name: cleanLine(name) })) }),
      ...(paper.categories && { tags: paper.categories.map((tag) => cleanLine(tag)) }),
    }
  })
  const whole = {
    version: 'https://jsonfeed.org/version/1.1',
    title: cleanLine(feed.title),
    home_page_url: addressIn(feed, 'page'),
    feed_url: addressIn(feed, 'json'),
    language: 'en',
    items,
  }
  return `${JSON.stringify(whole)}\n`
}
