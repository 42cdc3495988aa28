import { escaped } from '../replies/markup.ts'
import { addressIn, type Feed, type FeedFormat } from './feed.ts'

const types: Readonly<Record<Exclude<FeedFormat, 'page'>, string>> = {
  atom: 'application/atom+xml',
  json: 'application/feed+json',
}
/** Links open in the colours of the reader's system; nothing is loaded from elsewhere. */
const style = `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;overflow-wrap:break-word}li{margin:.5rem 0}`

/** A feed as a page for people, which readers find the feed by. */
export function drawPage(feed: Feed): string {
  const title = escaped(feed.title)
  const alternates = (['atom', 'json'] as const).map(
    (form) =>
      `<link rel="alternate" type="${types[form]}" title="${title}" href="${escaped(addressIn(feed, form))}">`,
  )
  const papers = feed.entries.map(
    ({ paper }) => `<li><a href="${escaped(paper.url)}" dir="auto">${escaped(paper.title)}</a></li>`,
  )
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${title}</title>`,
    ...alternates,
    `<style>${style}</style></head><body><main>`,
    `<h1>${title}</h1>`,
    `<p>Follow this in a feed reader: <a href="${escaped(addressIn(feed, 'atom'))}">Atom</a> or <a href="${escaped(addressIn(feed, 'json'))}">JSON Feed</a>.</p>`,
    papers.length === 0 ? '<p>No papers yet.</p>' : `<ul>${papers.join('\n')}</ul>`,
    '</main></body></html>\n',
  ].join('\n')
}
