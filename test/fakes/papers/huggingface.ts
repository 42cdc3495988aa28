import { createHash } from 'node:crypto'
import { startServer } from './server.ts'

/** An item of a list as the API gives it. */
export function listed(id: string, day: string, more: object = {}) {
  const paper = {
    id,
    title: `Paper ${id}`,
    summary: `We study the matter of ${id}.\nIt is solved.`,
    publishedAt: `${day}T02:00:00.000Z`,
    submittedOnDailyAt: `${day}T00:00:00.000Z`,
    upvotes: 1,
    authors: [{ _id: '1', name: 'Ada Example', hidden: false }],
    ...more,
  }
  return { paper, title: paper.title, summary: paper.summary, numComments: 0 }
}

/** Hugging Face's `GET /api/daily_papers`: pages by `p`, `Link`, ETags, 400 for a day that is not one or not open yet. */
export async function startHuggingFace(
  days: Map<string, readonly unknown[]>,
  newest: () => string = () => '9999',
) {
  return startServer(({ url, headers }) => {
    if (url.pathname !== '/api/daily_papers') return undefined
    const unknown = [...url.searchParams.keys()].filter((key) => !['date', 'limit', 'p'].includes(key))
    const limit = Number(url.searchParams.get('limit') ?? 50)
    if (unknown.length > 0 || !(limit >= 1 && limit <= 100)) return undefined
    const date = url.searchParams.get('date') ?? ''
    if (!/^\d{4}-\d\d-\d\d$/.test(date) || date > newest())
      return { status: 400, body: '{"error":"Invalid date"}' }
    const page = Number(url.searchParams.get('p') ?? 0)
    const items = (days.get(date) ?? []).slice(page * limit, (page + 1) * limit)
    const body = JSON.stringify(items)
    const etag = `W/"${createHash('sha256').update(body).digest('hex').slice(0, 12)}"`
    if (headers['if-none-match'] === etag) return { status: 304 }
    const more = (days.get(date)?.length ?? 0) > (page + 1) * limit
    const link = more ? { link: `<${url.origin}/api/daily_papers?p=${page + 1}>; rel="next"` } : {}
    return { headers: { 'content-type': 'application/json', etag, ...link }, body }
  })
}
