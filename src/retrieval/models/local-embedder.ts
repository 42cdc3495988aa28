import { LRUCache } from 'lru-cache'
import { describeError, PaperboyError } from '../../lib/errors.ts'
import type { Log } from '../../lib/log.ts'
import type { Embedder } from '../embedder.ts'
import { type Encoder, startEncoder, TextRefused } from './encoder.ts'
import { fetchModel } from './fetch.ts'
import { DamagedFile, type ModelFolder } from './files.ts'
import type { EncoderModel } from './model.ts'
import type { Progress, Source } from './source.ts'
import { createTextQueue } from './text-queue.ts'

/** How a model on this machine is. */
export type ModelState =
  | { kind: 'ready' }
  | { kind: 'fetching'; share: number }
  | { kind: 'missing'; why: string }

export type LocalEmbedder = Embedder & {
  state(): Promise<ModelState>
  /**
   * Fetches the model, where it is not there, and loads it. Whoever calls meanwhile waits for the same.
   *
   * @throws PaperboyError that says why there is none
   */
  prepare(): Promise<void>
  /** Gives up what is under way. Idempotent. */
  close(): Promise<void>
}

export type LocalEmbedderParts = {
  model: EncoderModel
  folder: ModelFolder
  sources: readonly Source[]
  log: Log
  /** How long a question waits while the model is being fetched, in milliseconds. */
  patienceMs?: number
  report?: (progress: Progress) => void
  /** Ends fetching at once; what is there goes on working. */
  signal?: AbortSignal
  now?: () => number
  /** For tests, which end threads as crashes do. */
  start?: typeof startEncoder
}

/** The model is not there yet: words alone find papers until it is. */
export class ModelNotReady extends PaperboyError {}

/** After a failure, nothing is tried for so long, in milliseconds; sources that do not answer take their time. */
const restMs = 900_000
/** How long a question waits for a model that only has to be loaded, in milliseconds; a quiet machine takes 200. */
const loadingMs = 5_000
/** Threads that may end by themselves, one after the other, before the model counts as missing. */
const mostCrashes = 3
/** Vectors of questions that are remembered: a question is looked at by search, by the writer and by the router. */
const remembered = 500

/** An embedder that runs on this machine. Nothing is read, fetched or started before it is asked for something. */
export function createLocalEmbedder({
  model,
  folder,
  sources,
  log,
  patienceMs = 0,
  report = () => {},
  signal: stopping,
  now = Date.now,
  start = startEncoder,
}: LocalEmbedderParts): LocalEmbedder {
  const closing = new AbortController()
  const known = new LRUCache<string, Float32Array>({ max: remembered })
  let encoder: Encoder | undefined
  let preparing: Promise<void> | undefined
  let failed: { why: PaperboyError; at: number } | undefined
  let share: number | undefined
  let crashes = 0

  const queue = createTextQueue(async (text) => {
    // A thread may end under a text: it is tried again, once, on a new one.
    for (let attempt = 1; ; attempt += 1) {
      closing.signal.throwIfAborted()
      await prepare()
      try {
        const vector = await encoder?.encode(text)
        crashes = 0
        return vector
      } catch (error) {
        closing.signal.throwIfAborted()
        if (error instanceof TextRefused) {
          log.debug({ error: describeError(error) }, 'A text has no vector')
          return undefined
        }
        await crashed(error)
        if (attempt === 2) throw error
      }
    }
  })

  async function crashed(error: unknown): Promise<void> {
    crashes += 1
    log.warn(
      { error: describeError(error), model: model.id },
      'The model ended unexpectedly, and is started anew.',
    )
    await encoder?.close()
    encoder = undefined
    if (crashes < mostCrashes) return
    crashes = 0
    fail(
      new PaperboyError(`The model ${model.name} ends again and again.`, 'Look at the log.', {
        cause: error,
      }),
    )
  }

  function fail(why: PaperboyError): PaperboyError {
    failed = { why, at: now() }
    log.warn({ error: describeError(why) }, 'No model: papers are found by their words alone.')
    return why
  }

  function prepare(): Promise<void> {
    if (encoder) return Promise.resolve()
    preparing ??= fetchAndLoad().finally(() => {
      preparing = undefined
      share = undefined
    })
    return preparing
  }

  async function fetchAndLoad(): Promise<void> {
    closing.signal.throwIfAborted()
    if (failed && now() - failed.at < restMs) throw failed.why
    try {
      await fetchMissing()
      encoder = await load().catch(async (error: unknown) => {
        if (!(error instanceof DamagedFile) || !(await folder.removeDamaged(model))) throw error
        log.warn({ model: model.id }, 'The files of the model are damaged, and are fetched again.')
        await fetchMissing()
        return load()
      })
      failed = undefined
    } catch (error) {
      closing.signal.throwIfAborted()
      stopping?.throwIfAborted()
      throw fail(error instanceof PaperboyError ? error : unusable(error))
    }
    // It may have been closed meanwhile.
    if (closing.signal.aborted) await encoder.close()
  }

  async function fetchMissing(): Promise<void> {
    if ((await folder.missing(model)).length === 0) return
    log.info({ model: model.id, folder: folder.folderOf(model) }, 'Fetching the model')
    share = 0
    const show = (progress: Progress) => {
      const before = Math.floor((share ?? 0) * 4)
      share = progress.total ? progress.done / progress.total : 0
      if (Math.floor(share * 4) > before)
        log.info(
          { model: model.id, from: progress.source, percent: Math.round(share * 100) },
          'Fetching the model',
        )
      report(progress)
    }
    const signal = stopping ? AbortSignal.any([stopping, closing.signal]) : closing.signal
    await fetchModel(model, { folder, sources, report: show, signal, restMs })
    log.info({ model: model.id }, 'The model is here')
  }

  function load(): Promise<Encoder> {
    const [weights, tokenizer] = model.files
    return start({
      pooling: model.pooling,
      model: { file: folder.fileOf(model, weights), sha256: weights.sha256 },
      tokenizer: { file: folder.fileOf(model, tokenizer), sha256: tokenizer.sha256 },
    })
  }

  function unusable(cause: unknown): PaperboyError {
    return new PaperboyError(
      `The model ${model.name} cannot be run here: ${describeError(cause)}`,
      'It needs the optional package onnxruntime-node, which has binaries for Linux, Windows and Macs with Apple silicon.',
      { cause },
    )
  }

  const notReady = new ModelNotReady(
    `The model ${model.name} is still being fetched.`,
    'Papers are found by their words until then.',
  )

  /** Waits for the model as long as the kind of text may. */
  async function ready(mayWaitMs: number, signal: AbortSignal | undefined): Promise<void> {
    if (encoder) return
    const isFetched = (await folder.missing(model)).length === 0
    const prepared = prepare()
    prepared.catch(() => undefined)
    const givenUp = Promise.withResolvers<never>()
    const giveUp = () => givenUp.reject(signal?.reason)
    signal?.addEventListener('abort', giveUp, { once: true })
    const limit = isFetched ? Math.max(mayWaitMs, loadingMs) : mayWaitMs
    const timer = Number.isFinite(limit) ? setTimeout(() => givenUp.reject(notReady), limit) : undefined
    try {
      await Promise.race([prepared, givenUp.promise])
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', giveUp)
    }
  }

  return {
    model: model.id,
    batch: 16,
    async embed(texts, kind, signal) {
      if (texts.length === 0) return []
      signal?.throwIfAborted()
      await ready(kind === 'question' ? patienceMs : Number.POSITIVE_INFINITY, signal)
      const prefixed = texts.map((text) => model.prefixes[kind] + text)
      if (kind === 'passage') return queue.add(prefixed, kind, signal)
      const asked = [...new Set(prefixed)].filter((text) => !known.has(text))
      const vectors = new Map(prefixed.map((text) => [text, known.get(text)] as const))
      for (const [index, vector] of (await queue.add(asked, kind, signal)).entries()) {
        const text = asked[index] ?? ''
        vectors.set(text, vector)
        if (vector) known.set(text, vector)
      }
      return prefixed.map((text) => vectors.get(text))
    },
    async state() {
      if (encoder) return { kind: 'ready' }
      if (share !== undefined) return { kind: 'fetching', share }
      if (failed) return { kind: 'missing', why: describeError(failed.why) }
      const missing = await folder.missing(model)
      return missing.length === 0
        ? { kind: 'ready' }
        : { kind: 'missing', why: `The model ${model.name} has not been fetched yet.` }
    },
    prepare,
    async close() {
      closing.abort(new PaperboyError('Paperboy is stopping.', 'Start it again.'))
      await preparing?.catch(() => undefined)
      await encoder?.close()
      encoder = undefined
    },
  }
}
