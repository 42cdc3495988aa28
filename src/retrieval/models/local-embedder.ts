import { LRUCache } from 'lru-cache'
import { PaperboyError } from '../../lib/errors.ts'
import type { Embedder } from '../embedder.ts'
import { type KeptEncoder, type KeptEncoderParts, keepEncoder } from './kept-encoder.ts'
import type { Progress } from './source.ts'
import { createTextQueue } from './text-queue.ts'

export type LocalEmbedder = Embedder &
  Pick<KeptEncoder, 'state' | 'close'> & {
    /**
     * Fetches and loads the model, and waits for that, but not for longer than this.
     *
     * @throws PaperboyError that says why there is none, or none yet
     */
    prepare(waitMs?: number): Promise<void>
  }

export type LocalEmbedderParts = Omit<KeptEncoderParts, 'report'> & {
  /** Told how far the model is while somebody waits for it, and then, without anything, that nobody does any more. */
  report?: (progress?: Progress) => void
  /**
   * How long questions wait while the model is being fetched, in milliseconds: all of them together, since what somebody
   * asks is embedded here and there on its way to an answer.
   */
  patienceMs?: number
}

/** The model is not there yet: words alone find papers until it is. */
export class ModelNotReady extends PaperboyError {}

/** How long a question waits for a model that only has to be loaded, in milliseconds; a quiet machine takes 200. */
const loadingMs = 5_000
/** Papers that are embedded and stored at a time: a second's work. */
const batch = 16
/** Vectors of questions that are remembered: a question is looked at by search, by the writer and by the router. */
const remembered = 500

/**
 * An embedder that runs on this machine, on a thread of its own: questions first, the same vector for the same text
 * whatever stands beside it. It is fetched and loaded when it is first asked for something.
 */
export function createLocalEmbedder({
  patienceMs = 0,
  report = () => {},
  ...parts
}: LocalEmbedderParts): LocalEmbedder {
  const { model, folder } = parts
  let waiting = 0
  let patienceEnds: number | undefined
  const encoder = keepEncoder({ ...parts, report: (progress) => waiting > 0 && report(progress) })
  const queue = createTextQueue(encoder.encode)
  const known = new LRUCache<string, Float32Array>({ max: remembered })

  /** Waits for the model, but not for longer than this. */
  async function ready(waitMs: number, signal?: AbortSignal): Promise<void> {
    if (encoder.isLoaded()) return
    const isFetched = (await folder.missing(model)).length === 0
    const prepared = encoder.prepare()
    // It goes on when nobody waits any more.
    prepared.catch(() => undefined)
    const givenUp = Promise.withResolvers<never>()
    const giveUp = () => givenUp.reject(signal?.reason)
    signal?.addEventListener('abort', giveUp, { once: true })
    const limit = isFetched ? Math.max(waitMs, loadingMs) : waitMs
    const late = () => givenUp.reject(notReady(isFetched ? 'loaded' : 'fetched'))
    const timer = Number.isFinite(limit) ? setTimeout(late, limit) : undefined
    waiting += 1
    try {
      await Promise.race([prepared, givenUp.promise])
    } finally {
      waiting -= 1
      if (waiting === 0) report()
      clearTimeout(timer)
      signal?.removeEventListener('abort', giveUp)
    }
  }

  /** What is left of the patience that began with the first question. */
  function patienceLeft(): number {
    patienceEnds ??= performance.now() + patienceMs
    return Math.max(0, patienceEnds - performance.now())
  }

  const notReady = (how: 'loaded' | 'fetched') =>
    new ModelNotReady(
      `The model ${model.name} is still being ${how}.`,
      'Papers are found by their words until then.',
    )

  async function embedQuestions(texts: readonly string[], signal: AbortSignal | undefined) {
    const vectors = new Map(texts.map((text) => [text, known.get(text)] as const))
    const asked = [...vectors].flatMap(([text, vector]) => (vector ? [] : [text]))
    for (const [index, vector] of (await queue.add(asked, 'question', signal)).entries()) {
      const text = asked[index]
      if (!vector || text === undefined) continue
      known.set(text, vector)
      vectors.set(text, vector)
    }
    return texts.map((text) => vectors.get(text))
  }

  return {
    model: model.id,
    embedsSentences: true,
    batch,
    async embed(texts, kind, signal) {
      if (texts.length === 0) return []
      signal?.throwIfAborted()
      await ready(kind === 'question' ? patienceLeft() : Number.POSITIVE_INFINITY, signal)
      const prefixed = texts.map((text) => model.prefixes[kind] + text)
      return kind === 'question' ? embedQuestions(prefixed, signal) : queue.add(prefixed, 'passage', signal)
    },
    prepare: (waitMs = Number.POSITIVE_INFINITY) => ready(waitMs),
    state: encoder.state,
    close: encoder.close,
  }
}
