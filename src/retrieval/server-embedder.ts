import type { OpenAI } from 'openai'
import { z } from 'zod'
import { boundedAnswer } from '../lib/bounded-answer.ts'
import { PaperboyError } from '../lib/errors.ts'
import { estimateTokens, shortenToTokens } from '../lib/token-estimate.ts'
import type { Embedder } from './embedder.ts'

export type ServerEmbedderOptions = {
  /** As the server calls it, such as `text-embedding-3-small`. */
  model: string
  apiKey?: string
  /** The address of a compatible server, up to `/v1`; OpenAI itself when left out. */
  baseUrl?: string
}

/**
 * Limits of one request (OpenAI API reference, embeddings: 2,048 inputs, 300,000 tokens, 8,191 tokens an input). Fewer
 * inputs are sent at a time, so that a small local server is done within the timeout.
 */
const limits = { inputs: 256, tokens: 300_000, inputTokens: 8_191 }

/** Vectors of 4,096 numbers for a full request, each in some 20 characters, and twice that. */
const mostBytes = 2 * limits.inputs * 4_096 * 20

/** Always passed on, so that no variable of the environment redirects the traffic. */
const openAIUrl = 'https://api.openai.com/v1'

/** Statuses of a server that does not take a request as it is: too many texts, too long ones, or one it cannot read. */
const refusals = new Set([400, 413, 422])
/** Texts after which a server that took none of them is given up. */
const mostRefused = 3
/** To how many tokens a text is cut that a server does not take alone, one after the other. */
const cuts = [2_000, 500, 120]

/**
 * An embedder on OpenAI's or a compatible server's `/embeddings`. The client is loaded at the first call; it tries
 * a failing request three times at the most, 30 seconds each. A request that the server does not take is halved, down
 * to one text, which is cut then; what it takes at once is remembered.
 */
export function createServerEmbedder({
  model,
  apiKey,
  baseUrl = openAIUrl,
}: ServerEmbedderOptions): Embedder {
  let connected: Promise<OpenAI> | undefined
  let mostInputs = limits.inputs
  /** A server that has never given a vector is not taken for one that dislikes some texts for long. */
  let hasWorked = false
  let refused = 0
  let refusal: unknown
  const connect = async () => {
    const { OpenAI } = await import('openai')
    return new OpenAI({
      apiKey: apiKey ?? 'none',
      baseURL: baseUrl,
      timeout: 30_000,
      maxRetries: 2,
      fetch: async (input, init) =>
        boundedAnswer(await fetch(input, init), mostBytes, () => malformed('more than vectors take')),
    })
  }

  async function request(input: string[], signal: AbortSignal | undefined): Promise<readonly Vector[]> {
    connected ??= connect()
    const client = await connected
    signal?.throwIfAborted()
    const options = signal ? { signal } : {}
    const answer = await client.embeddings.create({ model, input, encoding_format: 'float' }, options)
    const vectors = unitVectors(answer, input.length)
    if (vectors.some((vector) => vector !== undefined)) hasWorked = true
    else refusal = malformed('a vector without direction')
    return vectors
  }

  /** Whether the server takes a plain text: what it has not taken until now may be texts that it dislikes. */
  async function works(signal: AbortSignal | undefined): Promise<boolean> {
    if (hasWorked) return true
    await request(['A paper.'], signal).catch((error: unknown) => {
      if (!isRefusal(error)) throw error
    })
    return hasWorked
  }

  /** A batch as it is, or in halves where the server does not take it. */
  async function embedBatch(texts: readonly string[], signal?: AbortSignal): Promise<readonly Vector[]> {
    try {
      return await request([...texts], signal)
    } catch (error) {
      signal?.throwIfAborted()
      const [only] = texts
      if (!isRefusal(error)) throw error
      if (texts.length === 1 && only !== undefined) return [await embedCut(only, error, signal)]
    }
    const half = Math.ceil(texts.length / 2)
    const first = await embedBatch(texts.slice(0, half), signal)
    const second = await embedBatch(texts.slice(half), signal)
    const all = [...first, ...second]
    // With a text among them that it never takes, the number was not at fault.
    if (!all.includes(undefined)) mostInputs = Math.min(mostInputs, half)
    return all
  }

  /** The beginning of a text that the server does not take whole; undefined when it takes none of it. */
  async function embedCut(text: string, error: unknown, signal: AbortSignal | undefined): Promise<Vector> {
    for (const tokens of cuts) {
      const shorter = shortenToTokens(text, tokens)
      if (shorter.length === text.length) continue
      try {
        return (await request([shorter], signal))[0]
      } catch (again) {
        signal?.throwIfAborted()
        if (!isRefusal(again)) throw again
      }
    }
    refused += 1
    refusal = error
    if (refused >= mostRefused && !(await works(signal))) throw error
    return undefined
  }

  return {
    model,
    embedsSentences: false,
    async embed(texts, _kind, signal) {
      const vectors: Vector[] = []
      const left = texts.map(embeddable)
      try {
        while (left.length > 0) vectors.push(...(await embedBatch(takeBatch(left, mostInputs), signal)))
        if (refusal !== undefined && !(await works(signal))) throw refusal
      } catch (error) {
        signal?.throwIfAborted()
        throw failure(error)
      }
      const lengths = new Set(vectors.flatMap((vector) => (vector ? [vector.length] : [])))
      if (lengths.size > 1) throw malformed('vectors of different lengths')
      return vectors
    },
  }
}

type Vector = Float32Array | undefined

/** An answer that cannot be told apart is one, too: text by text, it can. */
class Muddled extends Error {}

function isRefusal(error: unknown): boolean {
  if (error instanceof Muddled) return true
  return error instanceof Error && 'status' in error && refusals.has(Number(error.status))
}

/** A text as servers take it: within the length of an input, and never empty. */
function embeddable(text: string): string {
  return shortenToTokens(text.trim(), limits.inputTokens) || '.'
}

/** Takes as many texts from the front as one request may hold. */
function takeBatch(texts: string[], most: number): readonly string[] {
  let tokens = 0
  let count = 0
  for (const text of texts.slice(0, most)) {
    tokens += estimateTokens(text)
    if (count > 0 && tokens > limits.tokens) break
    count += 1
  }
  return texts.splice(0, count)
}

/** Servers other than OpenAI answer here too, so the client's types are not proof; NaN travels as null. */
const Answer = z.object({
  data: z.array(
    z.object({
      index: z.number().nullish(),
      embedding: z.union([z.array(z.number().nullable()), z.base64()]),
    }),
  ),
})

/** One unit vector a text, undefined for one without direction. Without any index, they come in the order of the texts. */
function unitVectors(answer: unknown, expected: number): readonly Vector[] {
  const { data } = Answer.safeParse(answer)
  if (!data) throw malformed('something else than vectors')
  const rows = data.data.map(({ index, embedding }, position) => ({ index: index ?? position, embedding }))
  const ordered = rows.toSorted((one, other) => one.index - other.index)
  const isOrdered = expected === 1 || ordered.every(({ index }, position) => index === position)
  if (ordered.length !== expected || !isOrdered) {
    if (expected > 1) throw new Muddled(`${ordered.length} vectors for ${expected} texts`)
    throw malformed(`${ordered.length} vectors for one text`)
  }
  return ordered.map(({ embedding }) => unit(numbersOf(embedding)))
}

/** Some servers send base64 of little-endian floats, whatever they were asked for. */
function numbersOf(embedding: string | readonly (number | null)[]): readonly number[] {
  if (typeof embedding !== 'string') return embedding.map((value) => value ?? Number.NaN)
  const bytes = Buffer.from(embedding, 'base64')
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.readFloatLE(index * 4))
}

function unit(numbers: readonly number[]): Vector {
  const length = Math.hypot(...numbers)
  if (!Number.isFinite(length) || length === 0) return undefined
  return Float32Array.from(numbers, (value) => value / length)
}

function malformed(what: string): PaperboyError {
  return new PaperboyError(
    `The embedding server answered with ${what}.`,
    `Check EMBEDDING_MODEL, ${wordsAlone}`,
  )
}

const wordsAlone = 'or leave EMBEDDING_MODEL empty to search by words alone.'

/** What the server said stays out of the message: it may repeat the key. */
function failure(error: unknown): PaperboyError {
  if (error instanceof PaperboyError) return error
  if (error instanceof Muddled) return malformed(error.message)
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  switch (status) {
    case 401:
    case 403:
      return new PaperboyError(
        'The embedding server does not accept the key.',
        `Check OPENAI_API_KEY, ${wordsAlone}`,
      )
    case 404:
      return new PaperboyError(
        'The embedding server knows no such model or address.',
        `Check EMBEDDING_MODEL and OPENAI_BASE_URL, ${wordsAlone}`,
      )
    case 429:
      return new PaperboyError(
        'The embedding server got too many requests, or the account has no credit left.',
        `Try later, look at the account, ${wordsAlone}`,
      )
    case 400:
    case 422:
      return new PaperboyError(
        'The embedding server rejected the request.',
        `Check that EMBEDDING_MODEL names an embedding model, ${wordsAlone}`,
      )
    default:
      return new PaperboyError(
        'The embedding server cannot be reached or is failing.',
        `Check OPENAI_BASE_URL and the network, ${wordsAlone}`,
      )
  }
}
