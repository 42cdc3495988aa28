import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fetchModel } from '../../../src/retrieval/models/fetch.ts'
import { type ModelFolder, openModelFolder } from '../../../src/retrieval/models/files.ts'
import { createHub, type HubOptions } from '../../../src/retrieval/models/hub.ts'
import type { Progress } from '../../../src/retrieval/models/source.ts'
import { type FakeHub, type FakeHubOptions, startFakeHub } from '../../fakes/hub.ts'
import { emptyFolder, files, tiny } from './tiny-model.ts'

const [weights, tokenizer] = tiny.files
const bytes = files['onnx/model_quantized.onnx']
const never = new AbortController().signal

describe('the hub', () => {
  let hub: FakeHub
  let folder: ModelFolder
  const start = async (options: Partial<FakeHubOptions> = {}) => {
    hub = await startFakeHub({ files, ...options })
    folder = openModelFolder(join(emptyFolder(), 'models'))
  }
  const fetchFrom = (options: Partial<HubOptions> = {}, report?: (progress: Progress) => void) => {
    const sources = [createHub({ endpoint: hub.url, firstWaitMs: 1, ...options })]
    return fetchModel(tiny, { folder, sources, signal: never, ...(report && { report }) })
  }
  const expectWhole = async () => {
    expect(await folder.check(tiny, weights)).toBe('whole')
    expect(await folder.check(tiny, tokenizer)).toBe('whole')
    expect((await readdir(folder.path)).filter((name) => !/^[0-9a-f]{64}$/.test(name))).toEqual([])
  }
  const ranges = () => hub.requests.filter(({ path }) => path.endsWith('.onnx')).map(({ range }) => range)
  /** What a process left behind that began to fetch. */
  const leavePart = async (content: Uint8Array, ageMs: number) => {
    await mkdir(folder.path, { recursive: true })
    const part = join(folder.path, `${weights.sha256}.left.part`)
    await writeFile(part, content)
    const then = new Date(Date.now() - ageMs)
    await utimes(part, then, then)
    return part
  }
  afterEach(async () => {
    vi.unstubAllEnvs()
    await hub.close()
  })

  it('gives both files, each in its place, and tells how far it is', async () => {
    await start()
    const told: Progress[] = []
    await fetchFrom({ token: 'hf_secret' }, (progress) => told.push(progress))
    await expectWhole()
    expect(folder.fileOf(tiny, weights)).toBe(join(folder.path, weights.sha256, 'model.onnx'))
    expect(hub.requests[0]).toMatchObject({
      path: '/own/tiny/resolve/main/onnx/model_quantized.onnx',
      authorization: 'Bearer hf_secret',
    })
    expect(told.find(({ done }) => done === bytes.length)).toMatchObject({ total: bytes.length })
    hub.requests.length = 0
    await fetchFrom()
    expect(hub.requests).toEqual([])
  })

  it('goes on where the connection broke', async () => {
    await start({ breaks: { after: 100_000, times: 2 } })
    await fetchFrom()
    await expectWhole()
    const [, , ...later] = ranges()
    expect(later.filter((range) => range !== undefined).length).toBeGreaterThan(1)
  })

  it('begins again when it knows no ranges', async () => {
    await start({ breaks: { after: 100_000, times: 1 }, ignoresRanges: true })
    await fetchFrom()
    await expectWhole()
  })

  it('goes on where a process was killed', async () => {
    await start()
    await leavePart(bytes.subarray(0, 200_000), 60_000)
    await fetchFrom()
    await expectWhole()
    expect(ranges()).toContain('bytes=200000-')
  })

  it.each([
    ['damaged', Buffer.alloc(200_000, 'x')],
    ['too long', Buffer.alloc(400_000, 'x')],
  ])('begins again when what was left behind is %s', async (_, content) => {
    await start()
    await leavePart(content, 60_000)
    await fetchFrom()
    await expectWhole()
  })

  it('leaves alone what another process is writing to', async () => {
    await start()
    const part = await leavePart(Buffer.from('mine'), 0)
    await fetchFrom()
    expect(await readFile(part, 'utf8')).toBe('mine')
    expect(await folder.check(tiny, weights)).toBe('whole')
  })

  it('may be asked by several at once', async () => {
    await start()
    await Promise.all([fetchFrom(), fetchFrom(), fetchFrom()])
    await expectWhole()
  })

  it('is not believed when it gives other bytes', async () => {
    const other = { ...files, 'onnx/model_quantized.onnx': Buffer.alloc(300_000, 'other ') }
    await start({ files: other })
    await expect(fetchFrom()).rejects.toThrow('has another model.onnx than that of own/tiny')
    expect(await folder.check(tiny, weights)).toBe('missing')
    expect((await readdir(folder.path)).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('is waited for when it is busy, and given up when it stays so', async () => {
    const busy = { status: 503 }
    await start({ statuses: [{ status: 429, headers: { 'retry-after': '0' } }, busy] })
    await fetchFrom()
    await expectWhole()
    await hub.close()
    await start({ statuses: [busy, busy, busy, busy, busy] })
    await expect(fetchFrom()).rejects.toThrow('breaks off again and again')
    await hub.close()
    await start({ statuses: [{ status: 429, headers: { 'retry-after': '3600' } }] })
    await expect(fetchFrom()).rejects.toThrow('asks us to come back later')
  })

  it.each([
    [401, 'answered with status 401'],
    [404, 'answered with status 404'],
  ])('is given up at once on status %i', async (status, words) => {
    await start({ statuses: [{ status }] })
    await expect(fetchFrom()).rejects.toThrow(words)
    expect(hub.requests).toHaveLength(1)
  })

  it('is given up soon when it cannot be reached or is silent, and is left alone for a while', async () => {
    await start({ isSilent: true })
    const began = performance.now()
    await expect(fetchFrom({ silenceMs: 200 })).rejects.toThrow('cannot be reached')
    await expect(fetchFrom({ endpoint: 'http://127.0.0.1:9' })).rejects.toThrow(
      '127.0.0.1:9 cannot be reached',
    )
    expect(performance.now() - began).toBeLessThan(5_000)
    expect((await readdir(folder.path)).filter((name) => name.endsWith('.part'))).toEqual([])
    const asked = hub.requests.length
    const sources = [createHub({ endpoint: hub.url })]
    const again = fetchModel(tiny, { folder, sources, signal: never, restMs: 60_000 })
    await expect(again).rejects.toThrow('127.0.0.1:9 cannot be reached')
    await expect(again).rejects.toHaveProperty('advice', expect.stringContaining(folder.folderOf(tiny)))
    expect(hub.requests).toHaveLength(asked)
  })

  it('is reached by the proxy of the environment, but for the hosts that need none', async () => {
    await start()
    vi.stubEnv('http_proxy', hub.url)
    vi.stubEnv('no_proxy', '')
    await fetchFrom({ endpoint: 'http://hub.example.test' })
    await expectWhole()
    expect(hub.requests[0]?.host).toBe('hub.example.test')
    folder = openModelFolder(join(emptyFolder(), 'models'))
    vi.stubEnv('no_proxy', 'hub.example.test')
    await expect(fetchFrom({ endpoint: 'http://hub.example.test' })).rejects.toThrow('cannot be reached')
  })

  it('leads to a storage elsewhere, which is not told the token', async () => {
    await start({ storage: 'http://storage.example.test' })
    vi.stubEnv('http_proxy', hub.url)
    vi.stubEnv('no_proxy', '')
    await fetchFrom({ endpoint: 'http://hub.example.test', token: 'hf_secret' })
    await expectWhole()
    const tokens = hub.requests.map(({ host, authorization }) => `${host} ${authorization}`)
    expect(new Set(tokens)).toEqual(
      new Set(['hub.example.test Bearer hf_secret', 'storage.example.test undefined']),
    )
  })

  it.each(['http://169.254.169.254', 'http://127.0.0.1:9', 'http://[::1]', 'http://localhost', '//printer'])(
    'of the internet leads to nothing in here: %s',
    async (storage) => {
      await start({ storage })
      vi.stubEnv('http_proxy', hub.url)
      vi.stubEnv('no_proxy', '')
      await expect(fetchFrom({ endpoint: 'http://hub.example.test' })).rejects.toThrow(
        'hub.example.test led to an address of this network',
      )
      expect(hub.requests.map(({ host }) => host)).toEqual(['hub.example.test'])
    },
  )

  it('goes on at once where it was stopped', async () => {
    await start({ breaks: { after: 100_000, times: 1 } })
    const stop = new AbortController()
    const sources = [createHub({ endpoint: hub.url, firstWaitMs: 10_000 })]
    const fetching = fetchModel(tiny, { folder, sources, signal: stop.signal })
    // It waits before it asks again.
    await vi.waitFor(() => expect(hub.requests).toHaveLength(2))
    await sleep(300)
    stop.abort(new Error('enough'))
    await expect(fetching).rejects.toThrow('enough')
    await fetchFrom()
    await expectWhole()
    expect(ranges().at(-1)).toMatch(/^bytes=\d+-$/)
  })

  it('keeps what has come when it turns us away for now', async () => {
    await start({ statuses: [{ status: 403 }] })
    await leavePart(bytes.subarray(0, 200_000), 60_000)
    await expect(fetchFrom()).rejects.toThrow('answered with status 403')
    await fetchFrom()
    expect(ranges()).toEqual(['bytes=200000-', 'bytes=200000-', 'bytes=200000-'])
  })

  it('stops with the signal, and asks nothing more', async () => {
    await start({ isSilent: true })
    const stop = new AbortController()
    const fetching = fetchModel(tiny, {
      folder,
      sources: [createHub({ endpoint: hub.url })],
      signal: stop.signal,
    })
    await vi.waitFor(() => expect(hub.requests).toHaveLength(1))
    stop.abort(new Error('enough'))
    await expect(fetching).rejects.toThrow('enough')
    expect(await folder.recentFailure(tiny, 60_000)).toBeUndefined()
  })
})

describe('a folder of models', () => {
  it('says in a sentence why it cannot hold them', async () => {
    const hub = await startFakeHub({ files })
    const file = join(emptyFolder(), 'file')
    await writeFile(file, '')
    const folder = openModelFolder(join(file, 'models'))
    const fetching = fetchModel(tiny, { folder, sources: [createHub({ endpoint: hub.url })], signal: never })
    await expect(fetching).rejects.toThrow(/Models cannot be kept in ".*": a part of its path is a file\./)
    await hub.close()
  })
})
