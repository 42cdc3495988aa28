import { startServer } from './server.ts'

export type ArxivPaper = {
  id: string
  category: string
  /** ISO moment of the first version. */
  submitted: string
  announce?: 'new' | 'cross' | 'replace' | 'replace-cross'
}

const entryOf = ({ id, category, submitted }: ArxivPaper) => `<entry><id>http://arxiv.org/abs/${id}v2</id>
  <title>Paper ${id}</title><published>${submitted}</published><updated>${submitted}</updated>
  <summary>We study the matter of ${id}.
  It is solved &amp; settled.</summary><author><name>Ada Example</name></author><category term="${category}"/></entry>`

const itemOf = ({
  id,
  category,
  submitted,
  announce = 'new',
}: ArxivPaper) => `<item><title>Paper ${id}</title>
  <link>https://arxiv.org/abs/${id}</link><description>arXiv:${id}v1 Announce Type: ${announce} 
Abstract: We study the matter of ${id}. It is solved &amp; settled.</description>
  <guid isPermaLink="false">oai:arXiv.org:${id}v1</guid><category>${category}</category>
  <pubDate>${new Date(submitted).toUTCString()}</pubDate><arxiv:announce_type>${announce}</arxiv:announce_type>
  <dc:creator>Ada Example</dc:creator></item>`

const atom = (total: number, entries: string) => `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom">
<opensearch:totalResults>${total}</opensearch:totalResults>${entries}</feed>`

const errorFeed = (what: string) =>
  atom(
    1,
    `<entry><id>http://arxiv.org/api/errors#x</id><title>Error</title><summary>${what}</summary></entry>`,
  )

/**
 * arXiv's query API and RSS feeds. A request that comes sooner than the pause behind the one before is refused and
 * remembered in `tooSoon`.
 */
export async function startArxiv(
  content: {
    papers: readonly ArxivPaper[]
    announced: readonly ArxivPaper[]
    /** Places in the results whose page comes short, each as often as it stands here; with so many entries. */
    short?: { start: number; entries: number }[]
  },
  { pause = 3_000 } = {},
) {
  let last = 0
  const tooSoon: number[] = []
  const server = await startServer(({ at, url, headers }) => {
    const since = at - last
    last = at
    if (since < pause - 5) {
      tooSoon.push(since)
      return { status: 429, body: 'Rate exceeded.' }
    }
    if (url.pathname === '/api/query') return query(url)
    if (!url.pathname.startsWith('/rss/')) return undefined
    const category = url.pathname.slice('/rss/'.length)
    const items = content.announced.filter((paper) => paper.category === category)
    const etag = `"${items.map(({ id }) => id).join()}"`
    if (headers['if-none-match'] === etag) return { status: 304 }
    return {
      headers: { etag },
      body: `<rss version="2.0" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>${category} updates on arXiv.org</title>${items.map(itemOf).join('')}</channel></rss>`,
    }
  })

  function query(url: URL) {
    const wanted = url.searchParams.get('id_list')
    if (wanted !== null) {
      // Ids that it does not know are just absent, and of many only the first ten come unless more are asked for.
      const most = Number(url.searchParams.get('max_results') ?? 10)
      const ids = wanted.split(',').slice(0, most)
      const found = ids.flatMap((id) => content.papers.find((paper) => paper.id === id) ?? [])
      return { body: atom(found.length, found.map(entryOf).join('')) }
    }
    const search = /^cat:(\S+) AND submittedDate:\[(\d{12}) TO (\d{12})\]$/.exec(
      url.searchParams.get('search_query') ?? '',
    )
    const start = Number(url.searchParams.get('start') ?? 0)
    const length = Number(url.searchParams.get('max_results') ?? 10)
    if (!search || length > 2_000 || start + length > 30_000)
      return { status: 400, body: errorFeed('bad request') }
    const [, category, from = '', to = ''] = search
    const stamp = (moment: string) => moment.replace(/\D/g, '').slice(0, 12)
    const found = content.papers
      .filter((paper) => paper.category === category)
      .filter(({ submitted }) => stamp(submitted) >= from && stamp(submitted) <= to)
      .sort((one, other) => one.submitted.localeCompare(other.submitted))
    const short = content.short?.findIndex((one) => one.start === start) ?? -1
    const [cut] = short < 0 ? [] : (content.short?.splice(short, 1) ?? [])
    return {
      body: atom(
        found.length,
        found
          .slice(start, start + (cut?.entries ?? length))
          .map(entryOf)
          .join(''),
      ),
    }
  }

  return { ...server, tooSoon }
}
