import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { PaperboyError } from '../lib/errors.ts'
import type { Http } from '../lib/http.ts'
import { isAttachment } from '../papers/sources/json-document.ts'
import { readRecord } from '../papers/sources/record.ts'
import type { RequestSlot } from './request-slot.ts'
import type { Source, SourceBatch } from './source.ts'

/** The API gives at most 100 a page. */
const pageSize = 100
/** A library of more pages than this is not one. */
const mostPages = 1_000
/** The longest that it is waited when Zotero asks for it, in seconds. */
const longestBackoff = 300

/** Everything up to this version of the library is known. */
const Cursor = z.object({ version: z.int().nonnegative() })
const Items = z.array(z.unknown())

/**
 * The library of a Zotero user or group, by its web API, version 3: what was added to it or changed since the last time. What
 * is deleted there stays here. https://www.zotero.org/support/dev/web_api/v3/syncing
 *
 * @param library `groups/<id>` or `users/<id>`
 * @param parts.key for libraries that are not public
 */
export function createZotero(
  library: string,
  {
    http,
    turn,
    baseUrl,
    key,
  }: { http: Http; turn: RequestSlot; baseUrl?: string | undefined; key?: string | undefined },
): Source {
  const base = `${baseUrl?.replace(/\/$/, '') ?? 'https://api.zotero.org'}/${library}/items/top`

  async function page(start: number, since: number, signal: AbortSignal) {
    const url = new URL(base)
    url.search = new URLSearchParams({
      ...{ format: 'json', limit: `${pageSize}`, start: `${start}`, since: `${since}` },
      // What changes meanwhile moves nothing from one page to another.
      ...{ sort: 'dateAdded', direction: 'asc' },
    }).toString()
    const answer = await http.ask(url, {
      signal,
      turn,
      headers: { 'zotero-api-version': '3', ...(key && { 'zotero-api-key': key }) },
    })
    if (answer.kind === 'unchanged') return undefined
    const { header, body } = answer
    return {
      ...{ items: itemsIn(body), version: Number(header('last-modified-version')) },
      ...{ total: Number(header('total-results')), backoff: Number(header('backoff') ?? 0) },
    }
  }

  return {
    name: `zotero:${library}`,
    interval: 3_600_000,
    async *fetch({ cursor, since, signal }) {
      // A day to begin from means nothing to Zotero: the whole library is looked at again.
      const known = since === undefined ? (Cursor.safeParse(cursor).data?.version ?? 0) : 0
      let first: number | undefined
      let isSteady = true
      for (let start = 0; start < mostPages * pageSize; start += pageSize) {
        const read = await page(start, known, signal)
        if (!read) return
        first ??= read.version
        // What was deleted meanwhile may have drawn others forward, past the page that was read: the next run looks again.
        if (read.version !== first) isSteady = false
        const isLast = read.items.length === 0 || start + read.items.length >= read.total
        const version = isLast && isSteady && Number.isSafeInteger(first) ? first : known
        yield { ...batchOf(read.items), cursor: { version }, at: `item ${start + read.items.length}` }
        if (isLast) return
        if (read.backoff > 0)
          await sleep(Math.min(read.backoff, longestBackoff) * 1_000, undefined, { signal })
      }
    },
  }
}

function itemsIn(body: string): readonly unknown[] {
  try {
    return Items.parse(JSON.parse(body))
  } catch (cause) {
    throw new PaperboyError('Zotero answered in a form that I cannot read.', 'Try again later.', { cause })
  }
}

function batchOf(items: readonly unknown[]): Pick<SourceBatch, 'papers' | 'warnings'> {
  const papers: SourceBatch['papers'][number][] = []
  const warnings: string[] = []
  for (const item of items) {
    if (isAttachment(item)) continue
    const read = readRecord(item, { source: 'zotero', onCut: (what) => warnings.push(what) })
    if (typeof read === 'string') warnings.push(read)
    else papers.push(read)
  }
  return { papers, warnings }
}
