import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHttp, type Http } from '../../src/lib/http.ts'
import type { Json } from '../../src/lib/json.ts'
import { createZotero } from '../../src/sync/zotero.ts'
import { startZotero, type ZoteroItem } from '../fakes/papers/zotero.ts'

const key = 'zotero-key-0123456789'
const item = (number: number, version: number, more: Partial<ZoteroItem> = {}): ZoteroItem => ({
  key: `K${number}`,
  version,
  itemType: 'preprint',
  added: new Date(Date.UTC(2026, 0, 1) + number * 1_000).toISOString(),
  title: `Kites ${number}`,
  more: {
    creators: [{ creatorType: 'author', firstName: 'Ana', lastName: 'Sample' }],
    abstractNote: `We fly kite ${number}.`,
    date: '2026-02-20',
    DOI: `10.1000/kites.${number}`,
    archiveID: number === 1 ? 'arXiv:2602.19001' : '',
  },
  ...more,
})

describe('A Zotero library', () => {
  let http: Http
  const library: Parameters<typeof startZotero>[0] = { items: [], version: 0 }
  let zotero: Awaited<ReturnType<typeof startZotero>>
  beforeEach(async () => {
    Object.assign(library, { items: [], version: 7 })
    zotero = await startZotero(library, key)
    http = createHttp({ userAgent: 'test', attempts: 2, firstWaitMs: 5 })
  })
  afterEach(async () => {
    await http.close()
    await zotero.close()
  })
  const turn = async () => ({ isMine: () => true, end: async () => undefined })

  async function fetchFrom(cursor: Json | undefined, own = key) {
    const source = createZotero('groups/1', { http, turn, baseUrl: zotero.url, key: own })
    const { signal } = new AbortController()
    const batches = await Array.fromAsync(source.fetch({ cursor, since: undefined, now: new Date(), signal }))
    return { papers: batches.flatMap(({ papers }) => papers), cursor: batches.at(-1)?.cursor }
  }

  it('comes whole the first time, page by page, and then only what is new or was changed', async () => {
    library.items = Array.from({ length: 130 }, (_, index) => item(index + 1, 5))
    library.items.push(item(200, 6, { itemType: 'note', title: 'A note' }))
    library.items.push(item(201, 6, { itemType: 'attachment', title: 'A PDF' }))
    const first = await fetchFrom(undefined)
    expect(first.papers).toHaveLength(130)
    expect(first.papers[0]).toMatchObject({
      title: 'Kites 1',
      abstract: 'We fly kite 1.',
      authors: ['Ana Sample'],
      published: '2026-02-20',
      ids: { arxiv: '2602.19001', doi: '10.1000/kites.1' },
      source: 'zotero',
    })
    expect(first.cursor).toEqual({ version: 7 })
    expect((await fetchFrom(first.cursor)).papers).toEqual([])
    library.items.push(item(300, 8))
    library.version = 8
    const next = await fetchFrom(first.cursor)
    expect(next.papers.map(({ title }) => title)).toEqual(['Kites 300'])
    expect(next.cursor).toEqual({ version: 8 })
  })

  it('is looked at again when it was changed while it was read', async () => {
    library.items = Array.from({ length: 130 }, (_, index) => item(index + 1, 5))
    const source = createZotero('groups/1', { http, turn, baseUrl: zotero.url, key })
    const { signal } = new AbortController()
    let cursor: Json | undefined
    for await (const batch of source.fetch({
      cursor: undefined,
      since: undefined,
      now: new Date(),
      signal,
    })) {
      cursor = batch.cursor
      library.version += 1
    }
    expect(cursor).toEqual({ version: 0 })
  })

  it('says what to do when the key is missing', async () => {
    await expect(fetchFrom(undefined, 'wrong')).rejects.toThrow('refused the request (403)')
  })

  it('is left alone for as long as it asks', async () => {
    library.items = Array.from({ length: 130 }, (_, index) => item(index + 1, 5))
    library.backoff = 1
    await fetchFrom(undefined)
    const [one, two] = zotero.calls
    expect((two?.at ?? 0) - (one?.at ?? 0)).toBeGreaterThanOrEqual(990)
    delete library.backoff
  })
})
