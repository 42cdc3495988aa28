import { escaped, paragraphs } from '../replies/markup.ts'
import { addressIn, type Entry, entryId, type Feed, feedId, updatedOf } from './feed.ts'

/** A feed as Atom 1.0 (RFC 4287). */
export function drawAtom(feed: Feed): string {
  const link = (rel: string, type: string, href: string) =>
    `<link rel="${rel}" type="${type}" href="${escaped(href)}"/>`
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
    `<id>${escaped(feedId(feed))}</id>`,
    `<title>${escaped(feed.title)}</title>`,
    `<updated>${updatedOf(feed).toISOString()}</updated>`,
    link('self', 'application/atom+xml', addressIn(feed, 'atom')),
    link('alternate', 'text/html', addressIn(feed, 'page')),
    '<author><name>Paperboy</name></author>',
    ...feed.entries.map((entry) => drawEntry(feed, entry)),
    '</feed>\n',
  ].join('\n')
}

function drawEntry(feed: Feed, entry: Entry): string {
  const { paper, text, published, updated } = entry
  return [
    '<entry>',
    `<id>${escaped(entryId(feed, entry))}</id>`,
    `<title>${escaped(paper.title)}</title>`,
    `<published>${published.toISOString()}</published>`,
    `<updated>${updated.toISOString()}</updated>`,
    `<link rel="alternate" type="text/html" href="${escaped(paper.url)}"/>`,
    ...(paper.authors ?? []).map((name) => `<author><name>${escaped(name)}</name></author>`),
    ...(paper.categories ?? []).map((term) => `<category term="${escaped(term)}"/>`),
    // Escaped once as text in HTML, and once as HTML in XML.
    `<content type="html">${escaped(paragraphs(text))}</content>`,
    '</entry>',
  ].join('\n')
}
