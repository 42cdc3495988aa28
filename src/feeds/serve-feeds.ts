import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../lib/clock.ts'
import { createRateLimiter } from '../lib/rate-limiter.ts'
import type { Respond, Serve } from '../platform/endpoint.ts'
import type { Store } from '../store/store.ts'
import { addressOf, isToken, publicAddress, readPath } from './addresses.ts'
import { drawAtom } from './atom.ts'
import { type Authority, type Entry, type Feed, type FeedFormat, updatedOf } from './feed.ts'
import { drawJsonFeed } from './json-feed.ts'
import { drawPage } from './page.ts'
import { type About, titleOf } from './public-feeds.ts'
import { subscriptionEntries, subscriptionTitle } from './subscription-feed.ts'

export type FeedParts = {
  store: Store
  clock: Clock
  publicUrl: string
  authority: Authority
  publicEntries(about: About): Promise<readonly Entry[]>
}

const drawings: Readonly<Record<FeedFormat, { draw(feed: Feed): string; type: string }>> = {
  atom: { draw: drawAtom, type: 'application/atom+xml' },
  json: { draw: drawJsonFeed, type: 'application/feed+json' },
  page: { draw: drawPage, type: 'text/html; charset=utf-8' },
}
/** How long, in milliseconds, entries that were made are given again, and of how many feeds. */
const fresh = 60_000
const mostKept = 50
/** Feeds of authors and topics that are made anew in a minute: anybody may ask, and each is a search. */
const mostSearches = 30
/** How long readers are told to wait, in seconds. */
const maxAge = 1_800

/** Serves every feed below `/feeds/`; -> what ends it. */
export function serveFeeds(serve: Serve, parts: FeedParts): Promise<() => Promise<void>> {
  const { store, clock, publicUrl, authority, publicEntries } = parts
  const made = new LRUCache<string, { entries: Promise<readonly Entry[]>; until: number }>({ max: mostKept })
  const searches = createRateLimiter(mostSearches, clock)

  const respond: Respond = async (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0]?.slice('/feeds/'.length) ?? ''
    const read = readPath(path)
    const wanted = read && (await find(read.named))
    if (!wanted) return 'not-found'
    const wait = wanted.isSearch && !isFresh(wanted.address) ? searches.wait('') : 0
    if (wait > 0) {
      refuse(response, wait)
      return undefined
    }
    const { name, title, address, isPrivate } = wanted
    const entries = await keep(address, wanted)
    send(request, response, { name, title, address, isPrivate, authority, entries }, read.form)
    return undefined
  }

  async function find(named: NonNullable<ReturnType<typeof readPath>>['named']) {
    if ('about' in named) {
      const { about } = named
      const address = publicAddress(about, publicUrl)
      return {
        name: address.slice(publicAddress({ kind: 'all' }, publicUrl).length - 'all'.length),
        title: titleOf(about),
        address,
        isPrivate: false,
        isSearch: about.kind !== 'all',
        make: () => publicEntries(about),
      }
    }
    const subscription = await store.subscriptions.get(named.subscription)
    const address = subscription && addressOf(subscription, publicUrl)
    if (!isToken(named.token, subscription?.feed) || !subscription || address === undefined) return undefined
    return {
      name: `subscription/${subscription.id}`,
      title: subscriptionTitle(subscription),
      address,
      isPrivate: true,
      isSearch: false,
      make: () => subscriptionEntries(subscription, { store, clock }),
    }
  }

  const isFresh = (address: string) => (made.get(address)?.until ?? 0) > performance.now()

  function keep(address: string, { isSearch, make }: NonNullable<Awaited<ReturnType<typeof find>>>) {
    const known = made.get(address)
    if (known && known.until > performance.now()) return known.entries
    if (isSearch) searches.count('')
    const entries = make()
    made.set(address, { entries, until: performance.now() + fresh })
    // What failed is tried again by who asks next.
    entries.catch(() => made.delete(address))
    return entries
  }

  return serve({ path: '/feeds/', below: true, methods: ['GET', 'HEAD'], respond })
}

function refuse(response: ServerResponse, wait: number): void {
  response.writeHead(429, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'retry-after': `${Math.ceil(wait / 1_000)}`,
  })
  response.end('Too many feeds are asked for. Try again in a minute.\n')
}

function send(request: IncomingMessage, response: ServerResponse, feed: Feed, form: FeedFormat): void {
  const { draw, type } = drawings[form]
  const body = Buffer.from(draw(feed))
  const tag = createHash('sha256').update(body).digest('base64url')
  const updated = updatedOf(feed)
  const headers = {
    etag: `"${tag}"`,
    'cache-control': `${feed.isPrivate ? 'private' : 'public'}, max-age=${maxAge}`,
    'last-modified': updated.toUTCString(),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...(feed.isPrivate && { 'x-robots-tag': 'noindex' }),
    ...(form === 'page' && {
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    }),
  }
  if (isKnown(request, tag, updated)) {
    response.writeHead(304, headers)
    response.end()
    return
  }
  response.writeHead(200, { ...headers, 'content-type': type, 'content-length': body.length })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** Whether a reader has this already: by its tag, which proxies that compress make weak or longer, else by its time. */
function isKnown({ headers }: IncomingMessage, tag: string, updated: Date): boolean {
  const tags = headers['if-none-match']
  if (tags === undefined) return Date.parse(headers['if-modified-since'] ?? '') >= sinceSecond(updated)
  return tags
    .split(',')
    .map((one) => one.trim().replace(/^W\//, '').replaceAll('"', ''))
    .some((one) => one === '*' || one === tag || (one.startsWith(`${tag}-`) && one.length < tag.length + 12))
}

const sinceSecond = (moment: Date) => Math.floor(moment.getTime() / 1_000) * 1_000
