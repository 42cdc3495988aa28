import { once } from 'node:events'
import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { PaperboyError } from '../../src/lib/errors.ts'
import { estimateTokens } from '../../src/lib/token-estimate.ts'
import { createServerEmbedder } from '../../src/retrieval/server-embedder.ts'
import { failing } from '../fakes/openai-answers.ts'
import { type FakeOpenAI, type FakeOpenAIOptions, startFakeOpenAI } from '../fakes/openai-server.ts'

const key = 'sk-embedding-0123456789'

function* endlessVector(): Iterable<string> {
  yield '{"data":[{"index":0,"embedding":['
  for (;;) yield '0.125,'.repeat(100_000)
}

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
    const embedder = await start({ refusesTexts: () => failing(status, { message: `Wrong key ${key}` }) })
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

  it('hangs up on a server that never stops writing', async () => {
    await start()
    const hungUp = vi.fn()
    const endless = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      pipeline(Readable.from(endlessVector()), response).catch(hungUp)
    })
    endless.listen(0, '127.0.0.1')
    await once(endless, 'listening')
    const address = endless.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const embedder = createServerEmbedder({ model: 'endless', baseUrl: `http://127.0.0.1:${port}/v1` })
    await expect(embedder.embed(['a'], 'passage')).rejects.toThrow(/more than vectors take/)
    await vi.waitFor(() => expect(hungUp).toHaveBeenCalled())
    endless.close()
  })

  describe('on a server that misbehaves', () => {
    const texts = Array.from({ length: 76 }, (_, index) => `text ${index}`)
    const embed = (text: string) => [1, Number(text.split(' ')[1])]
    const numberOf = (vector?: Float32Array) => vector && Math.round((vector[1] ?? 0) / (vector[0] ?? 0))
    const whole = [...texts.keys()]
    const atMost = (most: number, status: number) => (input: readonly string[]) =>
      input.length > most ? failing(status, { message: `at most ${most} texts at once` }) : undefined

    it.each([
      [10, 400],
      [32, 422],
      [1, 413],
    ])('finds out that it takes %i texts at once (%i), and remembers it', async (most, status) => {
      const embedder = await start({ embed, refusesTexts: atMost(most, status) })
      expect((await embedder.embed(texts, 'passage')).map(numberOf)).toEqual(whole)
      const before = server.requests.length
      expect((await embedder.embed(texts, 'passage')).map(numberOf)).toEqual(whole)
      const later = server.requests.slice(before).map(({ embedding }) => embedding?.input.length ?? 0)
      expect(Math.max(...later)).toBeLessThanOrEqual(most)
      expect(later.length).toBeLessThanOrEqual(Math.ceil(76 / most) * 2)
    })

    it.each([0, 40, 75])('leaves out text %i alone when it never takes it', async (bad) => {
      const refusesTexts = (input: readonly string[]) =>
        input.some((text) => text === `text ${bad}`) ? failing(400, { message: 'bad text' }) : undefined
      const embedder = await start({ embed, refusesTexts })
      const expected = whole.map((number) => (number === bad ? undefined : number))
      expect((await embedder.embed(texts, 'passage')).map(numberOf)).toEqual(expected)
      // The number of texts was not at fault.
      const before = server.requests.length
      await embedder.embed(texts.slice(41, 75), 'passage')
      expect(server.requests.length - before).toBe(1)
    })

    it.each<[string, Partial<FakeOpenAIOptions>]>([
      [
        'refuses',
        {
          embed: () => [1, 2],
          refusesTexts: ([first]) =>
            first?.startsWith('text') ? failing(400, { message: 'no' }) : undefined,
        },
      ],
      ['gives zeros for', { embed: (text) => (text.startsWith('text') ? [0, 0] : [1, 2]) }],
    ])(
      'is not at fault when it %s all that a new process asks for, and takes other texts',
      async (_, options) => {
        const embedder = await start(options)
        expect(await embedder.embed(texts.slice(0, 2), 'passage')).toEqual([undefined, undefined])
        expect((await embedder.embed(['a question'], 'question'))[0]).toBeDefined()
      },
    )

    it('cuts a text that is too long for it', async () => {
      const refusesTexts = (input: readonly string[]) =>
        input.some((text) => text.length > 2_000) ? failing(413, { message: 'too long' }) : undefined
      const embedder = await start({ embed: (text) => [1, text.length], refusesTexts })
      const [short, long] = await embedder.embed(['short', 'a long text '.repeat(1_000)], 'passage')
      expect(numberOf(short)).toBe(5)
      expect(numberOf(long)).toBeGreaterThan(1_000)
    })

    it('gives up soon on a server that takes nothing', async () => {
      const embedder = await start({ refusesTexts: () => failing(400, { message: 'no embedding model' }) })
      await expect(embedder.embed(texts, 'passage')).rejects.toThrow('rejected the request')
      expect(server.requests.length).toBeLessThan(20)
    })

    it.each<[string, FakeOpenAIOptions['spoils']]>([
      ['has no indexes', (data) => data.map(({ embedding }) => ({ embedding }))],
      ['counts every vector as the first', (data) => data.map((row) => ({ ...row, index: 0 }))],
      ['gives one vector for many texts', (data) => data.slice(0, 1)],
      ['gives more vectors than texts', (data) => (data.length > 1 ? [...data, ...data] : data)],
      [
        'sends base64',
        (data) =>
          data.map((row) => ({
            ...row,
            embedding: Buffer.from(Float32Array.from(row.embedding).buffer).toString('base64'),
          })),
      ],
    ])('has every vector where it belongs when it %s', async (_, spoils) => {
      const embedder = await start({ embed, ...(spoils && { spoils }) })
      expect((await embedder.embed(texts.slice(0, 5), 'passage')).map(numberOf)).toEqual([0, 1, 2, 3, 4])
    })

    it.each([
      ['zeros', [0, 0]],
      ['NaN, which is sent as null', [Number.NaN, 1]],
    ])('leaves out a vector of %s alone', async (_, bad) => {
      const embedder = await start({ embed: (text) => (text === 'text 2' ? bad : embed(text)) })
      expect((await embedder.embed(texts.slice(0, 4), 'passage')).map(numberOf)).toEqual([0, 1, undefined, 3])
    })
  })

  it('stops with the signal', async () => {
    const embedder = await start()
    await expect(embedder.embed(['a'], 'passage', AbortSignal.abort(new Error('enough')))).rejects.toThrow(
      'enough',
    )
    expect(server.requests).toHaveLength(0)
  })
})
