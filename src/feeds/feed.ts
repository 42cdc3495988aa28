import type { Paper } from '../papers/paper.ts'

/** One paper in one feed. */
export type Entry = {
  paper: Paper
  /** What is told of it, as plain paragraphs. */
  text: readonly string[]
  /** When this feed showed it first: readers sort by it, and take what is older than their last visit for read. */
  published: Date
  /** When it was shown again because it had become outstanding; else as above. */
  updated: Date
}

/** What people follow in a reader, whichever form the reader wants. */
export type Feed = {
  /** Part of its id for good, such as `all`. */
  name: string
  title: string
  /** Its address without `.xml` or `.json`. */
  address: string
  /** Newest first. */
  entries: readonly Entry[]
  /** In whose name ids are made: see `Authority`. */
  authority: Authority
  /** Nobody but those who were given its address may read it. */
  isPrivate: boolean
}

/** The host and the day in whose name ids are made (RFC 4151). They never change, whatever address Paperboy has later. */
export type Authority = { host: string; day: string }

/** Forms of a feed, by how their addresses end. */
export const forms = { atom: '.xml', json: '.json', page: '' } as const
export type FeedFormat = keyof typeof forms

export const addressIn = ({ address }: Pick<Feed, 'address'>, form: FeedFormat): string =>
  address + forms[form]

const tagOf = ({ host, day }: Authority, rest: string) => `tag:${host},${day}:${rest}`

export const feedId = ({ authority, name }: Feed): string =>
  tagOf(authority, `feed/${encodeURIComponent(name)}`)

/** A paper has the same id in every feed, and in every version of itself. */
export const entryId = ({ authority }: Feed, { paper }: Entry): string =>
  tagOf(authority, `paper/${encodeURIComponent(paper.id)}`)

/** When a feed changed last: never now, so that what did not change is the same, byte for byte. */
export function updatedOf({ entries, authority }: Feed): Date {
  const times = entries.map(({ updated }) => updated.getTime())
  return new Date(times.length === 0 ? Date.parse(authority.day) : times.reduce((a, b) => Math.max(a, b)))
}
