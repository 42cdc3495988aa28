import type { OpenAI } from 'openai'
import { z } from 'zod'
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

/** Always passed on, so that no variable of the environment redirects the traffic. */
const openAIUrl = 'https://api.openai.com/v1'

/**
 * An embedder on OpenAI's or a compatible server's `/embeddings`. The client is loaded at the first call; it tries
 * a failing request three times at the most, 30 seconds each.
 */
export function createServerEmbedder({
  model,
  apiKey,
  baseUrl = openAIUrl,
}: ServerEmbedderOptions): Embedder {
  let connected: Promise<OpenAI> | undefined
  const connect = async () => {
    const { OpenAI } = await import('openai')
    return new OpenAI({ apiKey: apiKey ?? 'none', baseURL: baseUrl, timeout: 30_000, maxRetries: 2 })
  }
  return {
    model,
    embedsSentences: false,
    async embed(texts, _kind, signal) {
      connected ??= connect()
      const client = await connected
      const vectors: Float32Array[] = []
      for (const input of batches(texts.map(embeddable))) {
        signal?.throwIfAborted()
        try {
          const options = signal ? { signal } : {}
          const answer = await client.embeddings.create({ model, input, encoding_format: 'float' }, options)
          vectors.push(...unitVectors(answer, input.length))
        } catch (error) {
          signal?.throwIfAborted()
          throw failure(error)
        }
      }
      if (new Set(vectors.map((vector) => vector.length)).size > 1)
        throw malformed('vectors of different lengths')
      return vectors
    },
  }
}

/** A text as servers take it: within the length of an input, and never empty. */
function embeddable(text: string): string {
  return shortenToTokens(text.trim(), limits.inputTokens) || '.'
}

function batches(texts: readonly string[]): string[][] {
  const all: string[][] = []
  let tokens = 0
  for (const text of texts) {
    const needed = estimateTokens(text)
    const last = all.at(-1)
    if (last && last.length < limits.inputs && tokens + needed <= limits.tokens) {
      last.push(text)
      tokens += needed
    } else {
      all.push([text])
      tokens = needed
    }
  }
  return all
}

/** Servers other than OpenAI answer here too, so the client's types are not proof. */
const Answer = z.object({
  data: z.array(z.object({ index: z.number(), embedding: z.array(z.number()) })),
})

function unitVectors(answer: unknown, expected: number): Float32Array[] {
  const { data } = Answer.safeParse(answer)
  if (!data) throw malformed('something else than vectors')
  const ordered = data.data.toSorted((one, other) => one.index - other.index)
  if (ordered.length !== expected || ordered.some(({ index }, position) => index !== position))
    throw malformed(`${ordered.length} vectors for ${expected} texts`)
  return ordered.map(({ embedding }) => {
    const length = Math.hypot(...embedding)
    if (!Number.isFinite(length) || length === 0) throw malformed('a vector without direction')
    return Float32Array.from(embedding, (value) => value / length)
  })
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
        'The embedding server has had too many requests, or the account has no credit left.',
        `Try later, look at the account, ${wordsAlone}`,
      )
    case 400:
    case 422:
      return new PaperboyError(
        'The embedding server turned the request away.',
        `Check that EMBEDDING_MODEL names an embedding model, ${wordsAlone}`,
      )
    default:
      return new PaperboyError(
        'The embedding server cannot be reached or is failing.',
        `Check OPENAI_BASE_URL and the network, ${wordsAlone}`,
      )
  }
}
