import { z } from 'zod'
import type { Runner } from '../jobs/runner.ts'
import { PaperboyError } from '../lib/errors.ts'
import type { Http } from '../lib/http.ts'
import { readArxivQuery } from '../papers/sources/arxiv-query.ts'
import { readArxivRss } from '../papers/sources/arxiv-rss.ts'
import { slotOf } from '../store/queues.ts'
import { createRequestSlot, type RequestSlot } from './request-slot.ts'
import { addDays, dayLength, type Source, type SourceBatch } from './source.ts'

/** arXiv answers with at most 2,000 entries, and with none beyond 30,000 of one query. */
const pageSize = 1_000
const mostEntries = 30_000
/** A page that holds less than it should is asked for so many times in all. */
const mostTries = 3
/** Days of one query: no category comes near 30,000 papers in them. */
const windowDays = 7
/** What a first run takes, in days. */
const firstDays = 7
/** Papers appear up to this many days after they were submitted: weekends and holidays, short holds. */
const announcementDays = 5
/** A feed is valid for a day: who looks more often sees every announcement. */
const feedLife = dayLength

const Cursor = z.object({
  /** Papers submitted on these days, both included, are known. */
  from: z.iso.date(),
  reached: z.iso.date(),
  /** When the feed was looked at last, and by what the server knows whether it changed. */
  feedAt: z.number().exactOptional(),
  /** The day of the announcement in it. */
  announced: z.iso.date().exactOptional(),
  etag: z.string().exactOptional(),
  modified: z.string().exactOptional(),
})
type Cursor = z.infer<typeof Cursor>

/**
 * One category of arXiv: its feed of the day, and the query API for what the feed no longer holds. An own base address
 * serves both, at `/api/query` and `/rss/<category>`.
 */
export function createArxiv(
  category: string,
  { http, turn, baseUrl }: { http: Http; turn: RequestSlot; baseUrl?: string | undefined },
): Source {
  const base = baseUrl?.replace(/\/$/, '')
  const queryUrl = `${base ?? 'https://export.arxiv.org'}/api/query`
  const feedUrl = `${base ?? 'https://rss.arxiv.org'}/rss/${category}`

  /** Papers submitted from one ISO day to another, both included, page by page. */
  async function* query(from: string, to: string, signal: AbortSignal) {
    const stamp = (day: string, time: string) => `${day.replaceAll('-', '')}${time}`
    let [start, tries] = [0, 0]
    while (start < mostEntries) {
      const url = new URL(queryUrl)
      url.search = new URLSearchParams({
        search_query: `cat:${category} AND submittedDate:[${stamp(from, '0000')} TO ${stamp(to, '2359')}]`,
        sortBy: 'submittedDate',
        sortOrder: 'ascending',
        start: `${start}`,
        max_results: `${pageSize}`,
      }).toString()
      // Errors are explained in a feed.
      const answer = await http.ask(url, { signal, turn, wanted: [400] })
      if (answer.kind === 'unchanged') return
      const { total, ...read } = readArxivQuery(answer.body)
      const entries = read.papers.length + read.warnings.length
      tries += 1
      // Pages come short or empty at times. An empty one is the end only when there are no more.
      if (entries < Math.min(pageSize, total - start) && tries < mostTries) continue
      if (entries === 0 && start < total)
        throw new PaperboyError(
          `arXiv gave ${start.toLocaleString('en')} of ${total.toLocaleString('en')} papers of cat:${category} and then empty pages.`,
          'It does so at times: the next run goes on from there.',
        )
      yield read
      tries = 0
      start += entries
      if (start >= total) return
    }
  }

  async function feed(
    state: Cursor,
    now: Date,
    signal: AbortSignal,
  ): Promise<SourceBatch & { cursor: Cursor }> {
    const { etag, modified, announced } = state
    const validators = { ...(etag && { etag }), ...(modified && { modified }) }
    const answer = await http.ask(new URL(feedUrl), { signal, turn, validators, wanted: [400] })
    const fresh = answer.kind === 'fresh'
    const {
      papers,
      warnings,
      day = announced,
    } = fresh ? readArxivRss(answer.body) : { papers: [], warnings: [] }
    const { from, reached } = state
    const seen = {
      from,
      reached,
      feedAt: now.getTime(),
      ...(day && { announced: day }),
      ...(fresh ? answer.validators : validators),
    }
    return { papers, warnings, at: 'the feed', cursor: seen }
  }

  return {
    name: `arxiv:${category}`,
    interval: 3 * 3_600_000,
    async *fetch({ cursor, since, now, signal }) {
      const today = now.toISOString().slice(0, 10)
      const known = Cursor.safeParse(cursor).data
      let state = startOf(known, since, today)
      const missed = now.getTime() - (known?.feedAt ?? 0) > feedLife
      if (missed || state.reached < addDays(today, -announcementDays)) {
        const overlap = addDays(state.reached, 1 - announcementDays)
        let first = overlap < state.from ? state.from : overlap
        while (first <= today) {
          const end = addDays(first, windowDays - 1)
          const last = end < today ? end : today
          for await (const read of query(first, last, signal)) yield { ...read, cursor: state, at: first }
          state = { ...state, reached: last > state.reached ? last : state.reached }
          yield { papers: [], warnings: [], cursor: state, at: last }
          first = addDays(last, 1)
        }
      }
      const batch = await feed({ ...state, reached: today }, now, signal)
      const { announced } = batch.cursor
      // The feed of a day may never have come, for that of the day before stood in its place.
      if (!missed && state.announced && announced && isDayBetween(state.announced, announced))
        for await (const read of query(addDays(state.announced, -announcementDays), today, signal))
          yield { ...read, cursor: state, at: announced }
      yield batch
    },
  }
}

/** Whether arXiv announces papers on a day between two others: from Monday to Friday. */
function isDayBetween(one: string, other: string): boolean {
  for (let day = addDays(one, 1); day < other; day = addDays(day, 1))
    if (![0, 6].includes(new Date(day).getUTCDay())) return true
  return false
}

/** Where to go on: what is known, unless somebody asks for older papers than those. */
function startOf(known: Cursor | undefined, since: string | undefined, today: string): Cursor {
  const from = since ?? known?.from ?? addDays(today, -firstDays)
  // A clock that ran ahead reaches no further than today either.
  if (known && known.from <= from) return known.reached > today ? { ...known, reached: today } : known
  return { from, reached: addDays(from, -1) }
}

/** One request in three seconds over all machines: https://info.arxiv.org/help/api/tou.html */
const pauseMs = 3_000

/**
 * Lets one request at a time go to arXiv, three seconds apart, over all processes that share the database.
 *
 * @param options.pause for tests: another pause, in milliseconds
 */
export const createArxivTurn = (jobs: Runner, { pause = pauseMs }: { pause?: number } = {}): RequestSlot =>
  createRequestSlot(jobs, slotOf('arxiv'), pause)
