import { describeError, PaperboyError } from '../../lib/errors.ts'
import type { Log } from '../../lib/log.ts'
import { type Encoder, startEncoder, TextRefused } from './encoder.ts'
import { fetchModel } from './fetch.ts'
import { DamagedFile, type ModelFolder } from './files.ts'
import type { EncoderModel } from './model.ts'
import type { ModelSource, Progress } from './source.ts'

/** How a model on this machine is. */
export type ModelState =
  | { kind: 'ready' }
  | { kind: 'fetching'; share: number }
  | { kind: 'missing'; why: string }

export type KeptEncoderParts = {
  model: EncoderModel
  folder: ModelFolder
  sources: readonly ModelSource[]
  log: Log
  report?: (progress: Progress) => void
  /** Ends fetching at once; what is there goes on working. */
  signal?: AbortSignal
  now?: () => number
  /** For tests, which end threads as crashes do. */
  start?: typeof startEncoder
}

/** An encoder that is fetched, loaded and started anew whenever that is needed. */
export type KeptEncoder = {
  isLoaded(): boolean
  /** @throws PaperboyError that says why there is none */
  prepare(): Promise<void>
  /** Undefined when the model does not take the text. @throws PaperboyError that says why there is no model */
  encode(text: string): Promise<Float32Array | undefined>
  state(): Promise<ModelState>
  /** Gives up what is under way. Idempotent. */
  close(): Promise<void>
}

/** After a failure, nothing is tried for so long, in milliseconds; sources that do not answer take their time. */
const restMs = 900_000
/** Threads that may end by themselves, one after the other, before the model counts as missing. */
const mostCrashes = 3

/** Nothing is read, fetched or started before the encoder is asked for something. */
export function keepEncoder({
  model,
  folder,
  sources,
  log,
  report = () => {},
  signal: stopping,
  now = Date.now,
  start = startEncoder,
}: KeptEncoderParts): KeptEncoder {
  const closing = new AbortController()
  let encoder: Encoder | undefined
  let preparing: Promise<void> | undefined
  let failed: { why: PaperboyError; at: number } | undefined
  let share: number | undefined
  let crashes = 0

  /** Callers meanwhile wait for the same one. */
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
        if (!(error instanceof DamagedFile)) throw error
        log.warn({ model: model.id }, 'The files of the model are damaged, and are fetched again.')
        await folder.removeDamaged(model)
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
      const facts = { model: model.id, from: progress.source, percent: Math.round(share * 100) }
      if (Math.floor(share * 4) > before) log.info(facts, 'Fetching the model')
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

  async function crashed(error: unknown): Promise<void> {
    crashes += 1
    const facts = { error: describeError(error), model: model.id }
    log.warn(facts, 'The model ended unexpectedly, and is started anew.')
    await encoder?.close()
    encoder = undefined
    if (crashes < mostCrashes) return
    crashes = 0
    fail(
      new PaperboyError(`The model ${model.name} ends again and again.`, 'See the log.', {
        cause: error,
      }),
    )
  }

  function fail(why: PaperboyError): PaperboyError {
    failed = { why, at: now() }
    log.warn({ error: describeError(why) }, 'No model: papers are found by their words alone.')
    return why
  }

  return {
    isLoaded: () => encoder !== undefined,
    prepare,
    async encode(text) {
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
    },
    async state() {
      if (encoder) return { kind: 'ready' }
      if (share !== undefined) return { kind: 'fetching', share }
      if (failed) return { kind: 'missing', why: describeError(failed.why) }
      const missing = await folder.missing(model)
      if (missing.length === 0) return { kind: 'ready' }
      return { kind: 'missing', why: `The model ${model.name} has not been fetched yet.` }
    },
    async close() {
      closing.abort(new PaperboyError('Paperboy is stopping.', 'Start it again.'))
      await preparing?.catch(() => undefined)
      await encoder?.close()
      encoder = undefined
    },
  }
}
