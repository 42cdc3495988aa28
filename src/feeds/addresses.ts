import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Subscription } from '../store/subscriptions.ts'
import { type FeedFormat, forms } from './feed.ts'
import type { About } from './public-feeds.ts'

/** What the path of a feed names: a public one, or that of a subscription, for who knows its token. */
export type Named = { about: About } | { subscription: string; token: string }

/** Longest name or topic, in UTF-16 units. */
const longest = 120

/** The address below which there are feeds; undefined where there are none. */
export const feedsAt = ({
  PUBLIC_URL,
  FEEDS,
}: {
  PUBLIC_URL?: string | undefined
  FEEDS: 'public' | 'all' | 'off'
}): string | undefined => (FEEDS === 'off' ? undefined : PUBLIC_URL)

/** Unguessable: 128 random bits. */
export const newToken = (): string => randomBytes(16).toString('base64url')

const below = (publicUrl: string, path: string) => `${publicUrl.replace(/\/+$/, '')}/feeds/${path}`

/** Where a subscription's feed is, without `.xml`; undefined where it has none. */
export function addressOf({ id, feed }: Subscription, publicUrl: string | undefined): string | undefined {
  return feed === undefined || publicUrl === undefined ? undefined : below(publicUrl, `${id}-${feed}`)
}

/** Where a public feed is, without `.xml`. */
export function publicAddress(about: About, publicUrl: string): string {
  if (about.kind === 'all') return below(publicUrl, 'all')
  const words = about.kind === 'author' ? about.name : about.words
  return below(publicUrl, `${about.kind}/${encodeURIComponent(words)}`)
}

/** What is asked for by a path below `/feeds/`; undefined where it can be nothing. */
export function readPath(path: string): { named: Named; form: FeedFormat } | undefined {
  const [form] = (['atom', 'json'] as const).filter((one) => path.endsWith(forms[one]))
  const bare = form ? path.slice(0, -forms[form].length) : path
  const named = readName(bare)
  return named && { named, form: form ?? 'page' }
}

function readName(path: string): Named | undefined {
  if (path === '' || path === 'all') return { about: { kind: 'all' } }
  const [, kind, said = ''] = /^(author|topic)\/([^/]+)$/.exec(path) ?? []
  if (kind !== undefined) {
    const words = decoded(said)?.trim()
    if (words === undefined || words === '' || words.length > longest) return undefined
    return { about: kind === 'author' ? { kind, name: words } : { kind: 'topic', words } }
  }
  const [, subscription, token] = /^([a-z0-9]{1,20})-([\w-]{22})$/.exec(path) ?? []
  return subscription === undefined || token === undefined ? undefined : { subscription, token }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** Whether somebody knows a token; how long that takes to tell says nothing of it. */
export function isToken(said: string, token: string | undefined): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(said), digest(token ?? '')) && token !== undefined
}
