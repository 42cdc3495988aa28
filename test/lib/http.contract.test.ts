import { createServer } from 'node:http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHttp, type Http } from '../../src/lib/http.ts'
import { waitAsked } from '../../src/lib/http-waits.ts'
import { onTelemetry, type TelemetryEvent } from '../../src/lib/telemetry.ts'
import { startServer } from '../fakes/papers/server.ts'
import { listen as listenOn } from '../loopback.ts'

let server: Awaited<ReturnType<typeof startServer>>
let http: Http
beforeEach(async () => {
  server = await startServer(({ headers }) =>
    headers['if-none-match'] === '"a"' ? { status: 304 } : { headers: { etag: '"a"' }, body: 'well' },
  )
  http = createHttp({
    userAgent: 'paperboy/1 (+me@example.org)',
    firstWaitMs: 5,
    timeoutMs: 300,
    maximumBytes: 1_000,
  })
})
afterEach(async () => {
  await http.close()
  await server.close()
})

const signal = new AbortController().signal
const get = (more: object = {}) => http.ask(new URL(server.url), { signal, ...more })

describe('a request', () => {
  it('says who asks, and is spared when nothing changed', async () => {
    const first = await get()
    expect(first).toMatchObject({ kind: 'fresh', body: 'well', validators: { etag: '"a"' } })
    expect(await get({ validators: { etag: '"a"' } })).toEqual({ kind: 'unchanged' })
    expect(server.calls[0]?.headers['user-agent']).toBe('paperboy/1 (+me@example.org)')
  })

  it.each([
    ['a busy server', { status: 503, headers: { 'retry-after': '0' } }],
    ['a spent allowance', { status: 429, headers: { ratelimit: '"api";r=0;t=0' } }],
    ['a cut connection', 'cut'],
    ['silence', 'silence'],
  ] as const)('is made again after %s', async (_, fault) => {
    server.meet(fault)
    expect(await get()).toMatchObject({ body: 'well' })
  })

  it('waits for another turn where its own was over before it went out', async () => {
    const lasting = [false, true]
    let ended = 0
    const turn = async () => {
      const isMine = lasting.shift() ?? true
      return { isMine: () => isMine, end: async () => void ended++ }
    }
    expect(await get({ turn })).toMatchObject({ body: 'well' })
    expect(server.calls).toHaveLength(1)
    expect(ended).toBe(2)
  })

  it('is given up after four attempts, which are told, and at once when that is of no use', async () => {
    const signs: TelemetryEvent[] = []
    const deaf = onTelemetry((sign) => void signs.push(sign))
    server.meet(...Array.from({ length: 4 }, () => ({ status: 500 })))
    await expect(get()).rejects.toThrow('answered with status 500')
    server.meet({ status: 404 })
    await expect(get()).rejects.toMatchObject({ status: 404 })
    expect(server.calls).toHaveLength(5)
    const { host } = new URL(server.url)
    expect(signs).toEqual(Array.from({ length: 3 }, () => ({ kind: 'retried', service: host })))
    deaf()
  })

  it('follows the server within its own host only, and shows nothing of another', async () => {
    const elsewhere = await startServer(() => ({ body: 'SECRET' }))
    server.meet({ status: 302, headers: { location: '/there' } })
    expect(await get()).toMatchObject({ body: 'well' })
    expect(server.calls.at(-1)?.url.pathname).toBe('/there')
    for (const location of [
      elsewhere.url,
      'http://10.0.0.1/',
      'file:///etc/passwd',
      'nonsense:',
      '//[::1]/x',
    ]) {
      server.meet({ status: 302, headers: { location } })
      await expect(get()).rejects.toThrow(/^127\.0\.0\.1:\d+ led somewhere else\.$/)
    }
    server.meet(...Array.from({ length: 9 }, () => ({ status: 307, headers: { location: '/' } })))
    await expect(get()).rejects.toThrow('led somewhere else')
    expect(elsewhere.asked()).toBe(0)
    await elsewhere.close()
  })

  it('goes by the proxy that the environment names, when asked to', async () => {
    const seen: (string | undefined)[] = []
    const proxy = createServer((request, response) => {
      seen.push(request.url)
      response.end('well')
    })
    vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${await listenOn(proxy)}`)
    const options = { userAgent: 'paperboy/1', attempts: 1, timeoutMs: 2_000 }
    const [by, past] = [createHttp({ ...options, proxied: true }), createHttp(options)]
    vi.unstubAllEnvs()
    const url = new URL('http://hf.example.test/api')
    expect(await by.ask(url, { signal })).toMatchObject({ body: 'well' })
    await expect(past.ask(url, { signal })).rejects.toThrow('hf.example.test')
    expect(seen).toEqual([url.href])
    await Promise.all([by.close(), past.close()])
    proxy.close()
  })

  it('is given up when the server wants it much later', async () => {
    server.meet({ status: 429, headers: { 'retry-after': '3600' } })
    await expect(get()).rejects.toThrow('asks us to come back later')
    expect(server.calls).toHaveLength(1)
  })

  it('reads no more than it should', async () => {
    server.meet({ body: 'x'.repeat(2_000) })
    await expect(get()).rejects.toThrow('sent far too much')
  })

  it('ends with its signal', async () => {
    const controller = new AbortController()
    server.meet('silence')
    const asked = get({ signal: controller.signal })
    controller.abort(new Error('enough'))
    await expect(asked).rejects.toThrow('enough')
  })
})

describe('waitAsked', () => {
  const now = Date.parse('2026-11-09T12:00:00Z')
  it.each([
    [{ 'retry-after': '120' }, 120_000],
    [{ 'retry-after': 'Mon, 09 Nov 2026 12:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Mon, 09 Nov 2026 11:00:00 GMT' }, 0],
    [{ ratelimit: '"api";r=0;t=42' }, 42_000],
    [{ ratelimit: '"api";r=7;t=42' }, undefined],
    [{ 'retry-after': '10', ratelimit: '"api";r=0;t=42' }, 42_000],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('%j', (headers, expected) => {
    expect(waitAsked(new Headers(headers as Record<string, string>), now)).toBe(expected)
  })
})
