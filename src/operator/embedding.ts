import type { Config } from '../config.ts'
import { describeError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import type { Embedder } from '../retrieval/embedder.ts'
import { indexPapers } from '../retrieval/index-papers.ts'
import type { ModelState } from '../retrieval/models/kept-encoder.ts'
import { createLocalEmbedder } from '../retrieval/models/local-embedder.ts'
import type { EncoderModel } from '../retrieval/models/model.ts'
import { modelFolder, modelSources } from '../retrieval/models/open.ts'
import type { Progress } from '../retrieval/models/source.ts'
import { giveUpOn, reportOutages } from '../retrieval/outages.ts'
import { createServerEmbedder } from '../retrieval/server-embedder.ts'
import type { Store } from '../store/store.ts'

/** How long a question, or the end of the program, waits for vectors, in milliseconds. */
const patienceMs = 5_000

/** For whom vectors are made. */
export type EmbeddingOptions = {
  /** How long a question waits for a model that is being fetched, in milliseconds; a bot makes nobody wait for that. */
  modelPatienceMs?: number
  /** Told how far that is while somebody waits, and then, without anything, that nobody does any more. */
  onModelProgress?: (progress?: Progress) => void
}

/** The model that search by meaning runs on, and the vectors of the papers. */
export type Embedding = {
  /** For questions: it gives up in time. */
  embedder: Embedder
  state(): Promise<ModelState>
  /** Loads a model of this machine now, when that needs no fetching. Never fails: search does without it. */
  load(): Promise<void>
  /** Makes the vectors that papers lack; a failure is logged, and made up for later. */
  embedPapers(): Promise<void>
  close(): Promise<void>
}

/**
 * What the setting `EMBEDDING_MODEL` says, over this store; undefined when it is off. Vectors that papers lack are made
 * in the background at once, unless the model had to be fetched first: that begins when somebody needs it.
 */
export function openEmbedding(
  config: Config,
  { store, log }: { store: Store; log: Log },
  { modelPatienceMs = 0, onModelProgress }: EmbeddingOptions = {},
): Embedding | undefined {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, EMBEDDING_MODEL: setting } = config
  if (setting.kind === 'off') return undefined
  /** Nothing new is begun: no file of a model, no batch of papers. Then what is under way is given up, too. */
  const stopping = new AbortController()
  const closing = new AbortController()
  const localOf = ({ model }: { model: EncoderModel }) =>
    createLocalEmbedder({
      model,
      folder: modelFolder(config),
      sources: modelSources(config),
      log,
      patienceMs: modelPatienceMs,
      signal: stopping.signal,
      ...(onModelProgress && { report: onModelProgress }),
    })
  const serverOf = ({ model }: { model: string }) =>
    reportOutages(
      createServerEmbedder({ model, ...(apiKey && { apiKey }), ...(baseUrl && { baseUrl }) }),
      log,
    )
  const local = setting.kind === 'local' ? localOf(setting) : undefined
  const embedder = setting.kind === 'server' ? serverOf(setting) : local
  if (!embedder) return undefined

  const isReady = async () => local === undefined || (await local.state()).kind === 'ready'

  const indexAll = async (length?: number) => {
    if (stopping.signal.aborted) return
    try {
      const patient = giveUpOn(embedder, () => closing.signal)
      await indexPapers({ store, embedder: patient, signal: stopping.signal, log, ...(length && { length }) })
    } catch (error) {
      log.debug({ error: describeError(error) }, 'papers were not embedded')
    }
  }
  const indexIfReady = async () => {
    if (await isReady()) await indexAll()
  }
  // One after the other: two at once would embed the same papers.
  let indexing = indexIfReady()
  const embedPapers = () => {
    indexing = indexing.then(() => indexAll())
    return indexing
  }
  let isLengthKnown = local !== undefined
  const patient = giveUpOn(embedder, () => AbortSignal.timeout(modelPatienceMs + patienceMs))

  return {
    embedder: {
      ...patient,
      async embed(texts, kind, signal) {
        const wasReady = await isReady()
        const vectors = await patient.embed(texts, kind, signal)
        // It was fetched for this question; the papers come next.
        if (!wasReady) void embedPapers()
        const length = vectors[0]?.length
        // A server may run another model under the same name by now.
        if (!isLengthKnown && length !== undefined) indexing = indexing.then(() => indexAll(length))
        isLengthKnown ||= length !== undefined
        return vectors
      },
    },
    state: async () => (local ? local.state() : { kind: 'ready' }),
    async load() {
      if (local && (await isReady())) await local.prepare().catch(() => undefined)
    },
    embedPapers,
    async close() {
      stopping.abort()
      const timer = setTimeout(() => closing.abort(), patienceMs)
      await indexing
      clearTimeout(timer)
      await local?.close()
    },
  }
}
