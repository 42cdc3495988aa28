import { createServer } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHttp } from '../../src/lib/http.ts'
import { addPapers } from '../../src/operator/add-papers.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { fetchArxivPapers } from '../../src/sync/arxiv-by-id.ts'

const entry = (id: string) =>
  `<entry><id>http://arxiv.org/abs/${id}v2</id><title>Paper ${id}</title><summary>We add ${id}.</summary></entry>`

describe('papers that are added by their ids', () => {
  let store: Store
  let close: () => Promise<unknown>
  let status = 200
  const asked: string[] = []
  let run: (words: string) => Promise<{ complete: boolean; out: string; err: string }>
  beforeEach(async () => {
    store = await openStore('sqlite::memory:')
    status = 200
    asked.length = 0
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '', 'http://arxiv.test')
      asked.push(`${url.pathname} ${url.searchParams.get('id_list')}`)
      const ids = (url.searchParams.get('id_list') ?? '').split(',').filter((id) => id !== '2402.99999')
      response.statusCode = status
      if (status === 429) response.setHeader('retry-after', '60')
      response.end(`<feed xmlns="http://www.w3.org/2005/Atom">${ids.map(entry).join('')}</feed>`)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
    const http = createHttp({ userAgent: 'test', proxied: false })
    close = async () => {
      await http.close()
      server.closeAllConnections()
      server.close()
      await store.close()
    }
    run = async (words) => {
      let [out, err] = ['', '']
      const turn = async () => async () => undefined
      const parts = {
        store,
        fetchArxiv: (ids: readonly string[], signal: AbortSignal) =>
          fetchArxivPapers(ids, { http, turn, baseUrl }, signal),
        stdout: { write: (text: string) => (out += text) },
        stderr: { write: (text: string) => (err += text) },
        patience: 500,
      }
      const complete = await addPapers(words, parts, new AbortController().signal)
      return { complete, out, err }
    }
  })
  afterEach(() => close())

  it('come in one request, each once, and are found', async () => {
    const words = '2402.17152 https://arxiv.org/pdf/1706.06978v4'
    expect(await run(words)).toMatchObject({
      complete: true,
      out: expect.stringContaining('Added: Paper 1706.06978'),
    })
    expect(asked).toEqual(['/api/query 2402.17152,1706.06978'])
    expect((await run(words)).out).toContain('Known: Paper 2402.17152 (2402.17152)')
    expect(await store.papers.count()).toBe(2)
  })

  it('are named when arXiv does not know them, or no source can fetch them', async () => {
    const { complete, err, out } = await run('2402.17152 2402.99999 10.1145/3219819.3219823')
    expect(complete).toBe(false)
    expect(out).toContain('Added: Paper 2402.17152')
    expect(err).toContain('2402.99999 was not added. arXiv knows no such paper.')
    expect(err).toContain('10.1145/3219819.3219823 was not added. No source can fetch it.')
  })

  it('are given up in time while arXiv is busy', async () => {
    status = 429
    await expect(run('2402.17152')).rejects.toThrow('arXiv did not answer in time.')
  })

  it('need an id', async () => {
    await expect(run('a good paper')).rejects.toThrow('There is no id in "a good paper".')
  })
})
