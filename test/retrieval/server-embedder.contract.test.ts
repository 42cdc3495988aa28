import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { PaperboyError } from '../../src/lib/errors.ts'
import { estimateTokens } from '../../src/lib/token-estimate.ts'
import { createServerEmbedder } from '../../src/retrieval/server-embedder.ts'
import { failing } from '../fakes/openai-answers.ts'
import { type FakeOpenAI, type FakeOpenAIOptions, startFakeOpenAI } from '../fakes/openai-server.ts'

const key = 'sk-embedding-0123456789'

describe('createServerEmbedder', () => {
  let server: FakeOpenAI
  const start = async (options?: FakeOpenAIOptions) => {
    server = await startFakeOpenAI(options)
    return createServerEmbedder({ model: 'text-embedding-3-small', apiKey: key, baseUrl: server.url })
  }
  afterEach(() => server.close())

  it('returns one unit vector a text, in the order of the texts', async () => {
    const embedder = await start({ embed: (text) => [text.length, 0, 4], shuffled: true })
    const vectors = await embedder.embed(['abc', ''], 'passage')
    expect(vectors.map((vector) => [...(vector ?? [])])).toEqual([
      [Math.fround(0.6), 0, Math.fround(0.8)],
      [Math.fround(1 / Math.sqrt(17)), 0, Math.fround(4 / Math.sqrt(17))],
    ])
    expect(server.requests[0]?.authorization).toBe(`Bearer ${key}`)
    expect(server.requests[0]?.embedding).toMatchObject({
      model: 'text-embedding-3-small',
      encoding_format: 'float',
    })
  })

  it('asks nothing when there is nothing to embed', async () => {
    expect(await (await start()).embed([], 'passage')).toEqual([])
    expect(server.requests).toHaveLength(0)
  })

  it('sends many texts in several requests, and keeps their order', async () => {
    const embedder = await start({ embed: (text) => [1, Number(text)] })
    const vectors = await embedder.embed(
      Array.from({ length: 600 }, (_, index) => String(index)),
      'passage',
    )
    expect(server.requests.map(({ embedding }) => embedding?.input.length)).toEqual([256, 256, 88])
    expect(vectors.map((vector) => Math.round((vector?.[1] ?? 0) / (vector?.[0] ?? 0)))).toEqual([
      ...Array(600).keys(),
    ])
  })

  it('keeps every request below 300,000 tokens and every text below 8,191', async () => {
    const embedder = await start()
    await embedder.embed(
      Array.from({ length: 60 }, () => '长文 long text '.repeat(10_000)),
      'passage',
    )
    const inputs = server.requests.map(({ embedding }) => embedding?.input ?? [])
    expect(inputs.length).toBeGreaterThan(1)
    for (const input of inputs) {
      expect(Math.max(...input.map(estimateTokens))).toBeLessThanOrEqual(8_191)
      expect(input.reduce((sum, text) => sum + estimateTokens(text), 0)).toBeLessThanOrEqual(300_000)
    }
  })

  it('tries again when the server fails for a moment', async () => {
    const embedder = await start()
    server.failEmbeddings(failing(503, { message: 'Loading' }, { 'retry-after-ms': '1' }))
    expect(await embedder.embed(['a'], 'passage')).toHaveLength(1)
  })

  it('gives up after three requests', async () => {
    const embedder = await start()
    const loading = failing(503, { message: 'Loading' }, { 'retry-after-ms': '1' })
    server.failEmbeddings(loading, loading, loading)
    await expect(embedder.embed(['a'], 'passage')).rejects.toThrow(/cannot be reached/)
    expect(server.requests).toHaveLength(3)
  })

  it.each([
    [401, 'OPENAI_API_KEY'],
    [403, 'OPENAI_API_KEY'],
    [404, 'EMBEDDING_MODEL'],
    [400, 'EMBEDDING_MODEL'],
  ])('says what to do about status %i, without the key', async (status, setting) => {
    const embedder = await start()
    server.failEmbeddings(failing(status, { message: `Wrong key ${key}` }))
    const error = await embedder.embed(['a'], 'passage').catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(PaperboyError)
    expect(error).toHaveProperty('advice', expect.stringContaining(setting))
    expect(inspect(error, { depth: 9 })).not.toContain(key)
  })

  it('says so when the server is not there', async () => {
    const embedder = await start()
    await server.close()
    await expect(embedder.embed(['a'], 'passage')).rejects.toThrow(/cannot be reached/)
    await start()
  })

  it.each<[string, FakeOpenAIOptions['embed'], RegExp]>([
    ['vectors of zeros', () => [0, 0], /without direction/],
    ['vectors of different lengths', (text) => Array(text.length).fill(1), /different lengths/],
  ])('refuses %s', async (_, embed, message) => {
    const embedder = await start(embed ? { embed } : {})
    await expect(embedder.embed(['a', 'ab'], 'passage')).rejects.toThrow(message)
  })

  it('stops with the signal', async () => {
    const embedder = await start()
    await expect(embedder.embed(['a'], 'passage', AbortSignal.abort(new Error('enough')))).rejects.toThrow(
      'enough',
    )
    expect(server.requests).toHaveLength(0)
  })
})
