import { parseAtomFeed, parseJsonFeed } from 'feedsmith'
import { afterEach, expect, it } from 'vitest'
import { addressOf, newToken } from '../../src/feeds/addresses.ts'
import { publicPapers } from '../../src/feeds/public-feeds.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { startPosting } from '../digests/posting.ts'
import { day, paper, publicUrl, startFeeds } from './stage.ts'

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function open(options: Parameters<typeof startFeeds>[2] & { known?: Store } = {}) {
  let time = Date.parse('2026-11-10T07:00:00Z')
  const clock = { now: () => new Date(time) }
  const store = options.known ?? (await openStore('sqlite::memory:', clock))
  const feeds = await startFeeds(store, clock, options)
  ends.push(feeds.end)
  return {
    ...feeds,
    store,
    clock,
    pass(milliseconds: number) {
      time += milliseconds
    },
  }
}

const today = '2026-11-10'

it('shows a reader that comes by over ten days each paper once, in both forms', async () => {
  const stage = await open()
  const seen = { atom: [] as string[], json: [] as string[] }
  const ids = new Set<string>()
  const expected: string[] = []
  for (let round = 0; round < 10; round++) {
    const now = stage.clock.now()
    // A list of a day comes late and in two parts, as they do; some of it is known.
    const date = new Date(now.getTime() - (round % 4) * day).toISOString().slice(0, 10)
    const names = [1, 2, 3].map((number) => `Paper ${round}.${number}`)
    expected.push(...names)
    await stage.store.papers.put(names.slice(0, 2).map((name) => paper(name, { date, upvotes: round })))
    await stage.feature()
    stage.pass(3_600_000)
    await stage.store.papers.put(names.map((name) => paper(name, { date, upvotes: round + 10 })))
    await stage.feature()
    const one = await open({ known: stage.store })
    const atom = parseAtomFeed(await (await one.get('all.xml')).text())
    const json = parseJsonFeed(await (await one.get('all.json')).text())
    for (const { id = '', title = '' } of atom.entries ?? [])
      if (!ids.has(id)) {
        ids.add(id)
        seen.atom.push(typeof title === 'string' ? title : (title.value ?? ''))
      }
    seen.json.push(...(json.items ?? []).map((item) => `${item.id} ${item.title}`))
    stage.pass(day - 3_600_000)
  }
  expect(seen.atom.toSorted()).toEqual(expected.toSorted())
  expect(new Set(seen.json).size).toBe(expected.length)
})

it('says when it showed a paper first, newest first, none at the same moment and none ahead', async () => {
  const stage = await open()
  await stage.store.papers.put([
    paper('Old', { date: '2026-11-01', upvotes: 9 }),
    paper('Other', { date: '2026-11-01', upvotes: 5 }),
    paper('New', { date: '2026-11-11' }),
  ])
  await stage.feature()
  stage.pass(day)
  await stage.store.papers.put([paper('Late', { date: '2026-11-02' })])
  await stage.feature()
  const { items } = await jsonOf(stage)
  expect(items.map(({ title }) => title)).toEqual(['Late', 'New', 'Old', 'Other'])
  expect(items[0]?.date_published).toBe('2026-11-11T07:00:00.000Z')
  const times = items.map(({ date_published }) => Date.parse(date_published))
  expect(new Set(times).size).toBe(4)
  expect(times.toSorted((one, other) => other - one)).toEqual(times)
  expect(Math.max(...times)).toBeLessThanOrEqual(stage.clock.now().getTime())
})

it('answers who has it already with 304, and heads without a body', async () => {
  const stage = await open()
  await stage.store.papers.put([paper('One', { date: today })])
  await stage.feature()
  const response = await stage.get('all.xml')
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/atom+xml',
    'cache-control': 'public, max-age=1800',
    etag: expect.stringMatching(/^"[\w-]{43}"$/),
    'last-modified': 'Tue, 10 Nov 2026 07:00:00 GMT',
    'content-length': `${Buffer.byteLength(await response.text())}`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  })
  expect(response.headers.get('x-robots-tag')).toBeNull()
  const etag = response.headers.get('etag') ?? ''
  const status = async (headers: Record<string, string>) => {
    const answer = await stage.get('all.xml', { headers })
    const text = await answer.text()
    if (answer.status === 304) expect([text, answer.headers.get('etag')]).toEqual(['', etag])
    return answer.status
  }
  for (const same of [etag, `W/${etag}`, `"other", ${etag}`, '*', etag.replace(/"$/, '-gzip"')])
    expect(await status({ 'if-none-match': same }), same).toBe(304)
  for (const other of ['"other"', `"${'a'.repeat(43)}"`])
    expect(await status({ 'if-none-match': other }), other).toBe(200)
  expect(await status({ 'if-modified-since': 'Tue, 10 Nov 2026 07:00:00 GMT' })).toBe(304)
  expect(await status({ 'if-modified-since': 'Tue, 10 Nov 2026 06:59:59 GMT' })).toBe(200)
  expect(await status({ 'if-modified-since': 'nonsense' })).toBe(200)
  // The tag counts where both are sent.
  expect(
    await status({ 'if-modified-since': 'Wed, 11 Nov 2026 07:00:00 GMT', 'if-none-match': '"other"' }),
  ).toBe(200)
  const head = await stage.get('all.xml', { method: 'HEAD' })
  expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', etag])
})

it('stays the same, byte for byte, while votes change, and through restarts and a new address', async () => {
  const stage = await open()
  await stage.store.papers.put([paper('One', { date: today }), paper('Two', { date: today })])
  await stage.feature()
  const before = await (await stage.get('all.xml')).text()
  await stage.store.papers.put([paper('Two', { date: today, upvotes: 99 })])
  await stage.feature()
  const again = await open({ known: stage.store })
  expect(await (await again.get('all.xml')).text()).toBe(before)
  const moved = await open({ known: stage.store, url: 'https://elsewhere.example.net/papers/' })
  const elsewhere = await jsonOf(moved)
  expect(elsewhere.feed_url).toBe('https://elsewhere.example.net/papers/feeds/all.json')
  expect(elsewhere.items.map(({ id }) => id)).toEqual((await jsonOf(stage)).items.map(({ id }) => id))
  expect(before).toContain('<id>tag:papers.example.org,2026-11-10:paper/title%3Aone</id>')
})

it('shows the public what is public, and all where that is set', async () => {
  const papers = [
    paper('From Hugging Face', { date: today }),
    paper('From arXiv', { date: today, source: 'arxiv' }),
    paper('From a library', { date: today, source: 'zotero' }),
    paper('From a file', { date: today, source: 'bibtex' }),
    paper('From a page', { date: today, source: 'page' }),
    paper('Shipped', { date: today, source: 'page' }),
    paper('Withdrawn', { date: today, withdrawn: true }),
  ]
  const titles = async (isPublic: ReturnType<typeof publicPapers>) => {
    const stage = await open({ isPublic })
    await stage.store.papers.put(papers)
    await stage.feature()
    return (await jsonOf(stage)).items.map(({ title }) => title).toSorted()
  }
  expect(await titles(publicPapers(new Set(['title:shipped'])))).toEqual([
    'From Hugging Face',
    'From arXiv',
    'Shipped',
  ])
  expect(await titles(() => true)).toHaveLength(6)
})

it('has feeds of authors and topics, and makes only so many in a minute', async () => {
  const stage = await open()
  await stage.store.papers.put([
    paper('Graphs at scale', {
      date: today,
      authors: ['Íñigo Saarinen'],
      abstract: 'Graph neural networks.',
    }),
    paper('Diffusion for all', { date: today, authors: ['Ada Smith'], abstract: 'Diffusion models.' }),
  ])
  await stage.feature()
  const titles = async (path: string) => (await jsonOf(stage, path)).items.map(({ title }) => title)
  expect(await titles(`author/${encodeURIComponent('íñigo saarinen')}`)).toEqual(['Graphs at scale'])
  expect(await titles('author/smith')).toEqual(['Diffusion for all'])
  expect(await titles('author/nobody')).toEqual([])
  expect(await titles(`topic/${encodeURIComponent('diffusion models')}`)).toEqual(['Diffusion for all'])
  const statuses: number[] = []
  for (let number = 0; number < 40; number++) statuses.push((await stage.get(`topic/t${number}.xml`)).status)
  expect(statuses.filter((status) => status === 429)).toHaveLength(14)
  const refused = await stage.get('topic/more.xml')
  expect(refused.headers.get('retry-after')).toBe('60')
  // What was made is given all the same.
  expect((await stage.get('author/smith.xml')).status).toBe(200)
  expect((await stage.get('all.xml')).status).toBe(200)
})

it('lets nothing in a paper break a reader', async () => {
  const stage = await open()
  const title = 'a < b & "c" \u0001\uFFFE\uD800 ]]> $O(n\\log n)$ <script>alert(1)</script>'
  await stage.store.papers.put([
    paper('Odd', {
      date: today,
      title,
      abstract: `<img src=x> ${title}`,
      authors: ['<b>'],
      categories: ['"'],
    }),
  ])
  await stage.feature()
  const xml = await (await stage.get('all.xml')).text()
  const shown = 'a < b & "c" \uFFFD ]]> $O(n\\log n)$ <script>alert(1)</script>'
  const [entry] = parseAtomFeed(xml).entries ?? []
  expect(JSON.stringify(entry?.title).replace(/\s+/g, ' ')).toContain(JSON.stringify(shown).slice(1, -1))
  const content = JSON.stringify(entry?.content)
  expect(content).toContain('&lt;img src=x&gt;')
  expect(content).not.toContain('<img')
  for (const code of [...xml].map((character) => character.codePointAt(0) ?? 0))
    expect(code === 10 || (code >= 0x20 && code < 0xd800) || (code >= 0xe000 && code < 0xfffe)).toBe(true)
  const page = await (await stage.get('')).text()
  expect(page).not.toContain('<script')
})

it('has a page that readers find a feed by, without scripts', async () => {
  const stage = await open()
  await stage.store.papers.put([paper('One', { date: today })])
  await stage.feature()
  const response = await stage.get('')
  const page = await response.text()
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(page).toContain(
    `<link rel="alternate" type="application/atom+xml" title="Paperboy: new papers" href="${publicUrl}/feeds/all.xml">`,
  )
  expect(page).toContain(
    `<link rel="alternate" type="application/feed+json" title="Paperboy: new papers" href="${publicUrl}/feeds/all.json">`,
  )
  expect(await (await stage.get('all')).text()).toBe(page)
})

it('answers 404, in the same words, to what there is not', async () => {
  const stage = await open()
  for (const path of [
    'all.rss',
    'none.xml',
    'author/.xml',
    'author/a/b.xml',
    `topic/${'x'.repeat(121)}.xml`,
    'topic/%E0%A4%A.xml',
    'abcd-0123456789012345678901.xml',
    '../health',
  ]) {
    const response = await stage.get(path)
    expect([response.status, await response.text()], path).toEqual([404, 'Not found\n'])
  }
  expect((await stage.get('all.xml', { method: 'POST' })).status).toBe(404)
})

it("follows a subscription's posts for anyone who knows the address, until it is revoked", async () => {
  const posting = await startPosting()
  const feeds = await startFeeds(posting.store, posting.clock)
  ends.push(feeds.end)
  const { subscriptions } = posting.store
  await posting.subscribe('abcd', {
    feed: newToken(),
    topic: 'sparse < retrieval',
    owner: { id: 'U1', name: 'Ada' },
  })
  await posting.subscribe('efgh', { to: { platform: 'slack', kind: 'channel', channel: 'C2' } })
  const address = addressOf(required(await subscriptions.get('abcd')), publicUrl) ?? ''
  expect(address).toMatch(/^https:\/\/papers\.example\.org\/feeds\/abcd-[\w-]{22}$/)
  expect((await jsonOf(feeds, address)).items).toEqual([])
  await posting.send()
  const again = await startFeeds(posting.store, posting.clock)
  ends.push(again.end)
  const shown = await jsonOf(again, address)
  expect(shown).toMatchObject({
    title: 'Paperboy: papers about sparse < retrieval',
    feed_url: `${address}.json`,
    items: [
      {
        title: 'Paper One',
        date_published: '2026-11-25T08:00:00.000Z',
        content_html: expect.stringContaining('One is a paper.'),
      },
      { title: 'Paper Two', date_published: '2026-11-25T07:59:59.000Z' },
    ],
  })
  expect(JSON.stringify(shown)).not.toMatch(/Ada|U1|C1/)
  const response = await again.get(`${address}.xml`)
  expect(response.headers.get('cache-control')).toBe('private, max-age=1800')
  expect(response.headers.get('x-robots-tag')).toBe('noindex')
  // Nobody guesses one from another, nor reads one that has no feed.
  const token = address.slice(-22)
  for (const other of [
    `efgh-${token}`,
    `abcd-${newToken()}`,
    `abcd-${token.slice(1)}x`,
    'abcd',
    `abcd-${'A'.repeat(22)}`,
  ])
    expect((await again.get(`${other}.xml`)).status, other).toBe(404)
  await subscriptions.change('abcd', ({ feed: _, ...rest }) => rest)
  expect((await again.get(`${address}.xml`)).status).toBe(404)
})

type Got = Pick<Awaited<ReturnType<typeof startFeeds>>, 'get'>
type Shown = {
  feed_url: string
  title: string
  items: { id: string; title: string; date_published: string }[]
}
async function jsonOf(feeds: Got, path = 'all'): Promise<Shown> {
  const response = await feeds.get(`${path}.json`)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/feed+json'])
  return (await response.json()) as Shown
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('It is missing.')
  return value
}
