import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import type { Http, Validators } from '../lib/http.ts'
import { readDailyPapers } from '../papers/sources/huggingface.ts'
import { addDays, type Source, type SourceBatch } from './source.ts'

/** The API gives at most 100 a page; a list longer than this many pages is not one. */
const pageSize = 100
const maximumPages = 50
/** Votes settle late, and papers are listed up to two weeks after they appeared. */
const settlingDays = 14
/** How often, in milliseconds, the votes of a day that is not the newest are looked at again. */
const refreshInterval = 12 * 3_600_000

const Cursor = z.object({
  /** Every list of these days, both included, is known. */
  from: z.iso.date(),
  reached: z.iso.date(),
  /** When the lists that still change were looked at, and by what the server knows that they changed. */
  days: z.record(
    z.iso.date(),
    z.object({ at: z.number(), etag: z.string().exactOptional(), modified: z.string().exactOptional() }),
  ),
})
type Cursor = z.infer<typeof Cursor>

/** Hugging Face's daily lists, with their votes, from a base address and maybe with a token for higher limits. */
export function createHuggingFace({
  http,
  baseUrl = 'https://huggingface.co',
  token,
}: {
  http: Http
  baseUrl?: string | undefined
  token?: string | undefined
}): Source {
  /** The list of one day; undefined when it did not change. A day without a list has an empty one. */
  async function fetchDay(day: string, newest: boolean, known: Validators, signal: AbortSignal) {
    const papers: SourceBatch['papers'][number][] = []
    const warnings: string[] = []
    let validators: Validators = {}
    let repeated = false
    for (let page = 0; page < maximumPages; page += 1) {
      const url = new URL(`${baseUrl.replace(/\/$/, '')}/api/daily_papers`)
      url.search = new URLSearchParams({ date: day, limit: `${pageSize}`, p: `${page}` }).toString()
      const answer = await http.ask(url, {
        signal,
        ...(page === 0 && { validators: known }),
        ...(token && { headers: { authorization: `Bearer ${token}` } }),
        // A list that is not open yet is said to be a bad request.
        ...(newest && { wanted: [400] }),
      })
      if (answer.kind === 'unchanged') return undefined
      if (answer.status === 400) break
      const read = readDailyPapers(answer.body, { day })
      const count = read.papers.length + read.warnings.length
      // A page behind another that names it is asked for once more when it comes empty.
      if (count === 0 && page > 0 && !repeated) {
        repeated = true
        page -= 1
        continue
      }
      repeated = false
      for (const paper of read.papers) papers.push(paper)
      for (const warning of read.warnings) warnings.push(warning)
      const more = /rel="?next"?/.test(answer.link)
      // Only of a list on one page does its tag tell whether all of it stayed as it was.
      if (page === 0 && !more) validators = answer.validators
      if (!more || count === 0) break
    }
    return { papers, warnings, validators }
  }

  return {
    name: 'huggingface',
    interval: 3_600_000,
    async *fetch({ cursor, since, now, signal }) {
      const today = currentDay(now)
      const known = Cursor.safeParse(cursor).data
      const plan = planOf(known, since, today)
      let state: Cursor = { from: plan.from, reached: plan.reached, days: { ...known?.days } }
      for (let day = plan.first; day <= today; day = addDays(day, 1)) {
        const seen = state.days[day]
        const isNew = day > plan.reached || day >= addDays(today, -1)
        // Later than now it was looked at while a clock ran ahead.
        const ago = seen ? now.getTime() - seen.at : refreshInterval
        if (!isNew && ago >= 0 && ago < refreshInterval) continue
        const { at: _, ...validators } = seen ?? { at: 0 }
        const list = await fetchDay(day, day === today, validators, signal)
        const entry = { at: now.getTime(), ...(list?.validators ?? validators) }
        const days = Object.entries({ ...state.days, [day]: entry }).filter(
          ([key]) => key >= addDays(today, -settlingDays),
        )
        state = {
          ...state,
          reached: day > state.reached ? day : state.reached,
          days: Object.fromEntries(days),
        }
        yield { papers: list?.papers ?? [], warnings: list?.warnings ?? [], cursor: state, at: day }
      }
    },
  }
}

/** Which days to look at: from the one after those known, or from `since`; the settling ones are looked at again. */
function planOf(known: Cursor | undefined, since: string | undefined, today: string) {
  const start = since ?? known?.from ?? addDays(today, 1 - settlingDays)
  const covered = known !== undefined && known.from <= start
  const last = covered ? known.reached : addDays(start, -1)
  const reached = last > today ? today : last
  const settling = addDays(today, 1 - settlingDays)
  const next = addDays(reached, 1)
  const first = covered && settling < next ? settling : next
  const from = covered ? known.from : start
  return { from, reached, first: first < from ? from : first }
}

/** The ISO day of the newest list: it opens at 21:30 in New York on the evening before. */
export function currentDay(now: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .add({ hours: 2, minutes: 30 })
    .toZonedDateTimeISO('America/New_York')
    .toPlainDate()
    .toString()
}
