import type { Config } from '../config.ts'
import type { Runner } from '../jobs/runner.ts'
import type { Log } from '../lib/log.ts'
import type { Embedder } from '../retrieval/embedder.ts'
import { createIndexing, type Indexing } from '../retrieval/indexing.ts'
import type { ModelState } from '../retrieval/models/kept-encoder.ts'
import { createLocalEmbedder } from '../retrieval/models/local-embedder.ts'
import type { EncoderModel } from '../retrieval/models/model.ts'
import { modelFolder, modelSources } from '../retrieval/models/open.ts'
import type { Progress } from '../retrieval/models/source.ts'
import { reportOutages, withTimeout } from '../retrieval/outages.ts'
import { createServerEmbedder } from '../retrieval/server-embedder.ts'
import type { Store } from '../store/store.ts'
import { createProgress, type ProgressOutput } from './progress.ts'

/** How long a question, or the end of the program, waits for vectors, in milliseconds. */
const patienceMs = 5_000

/** For whom vectors are made. */
export type EmbeddingOptions = {
  /** How long a question waits for a model that is being fetched, in milliseconds; a bot makes nobody wait for that. */
  modelPatienceMs?: number
  /** Told how far that is while somebody waits, and then, without anything, that nobody does any more. */
  onModelProgress?: (progress?: Progress) => void
  /** How many papers are embedded in all; each one when left out. */
  mostPapers?: number
}

/** The model that search by meaning runs on, and the vectors of the papers. */
export type Embedding = Omit<Indexing, 'look'> & {
  /** For questions: it gives up in time. */
  embedder: Embedder
  state(): Promise<ModelState>
  /** Loads a model of this machine now, when that needs no fetching. Never fails: search does without it. */
  load(): Promise<void>
  /** Makes the vectors that papers lack: see `Indexing.look`. */
  embedPapers(onProgress?: (done: number, all: number) => void): Promise<void>
  close(): Promise<void>
}

/**
 * What the setting `EMBEDDING_MODEL` says, over this store; undefined when it is off. Vectors that papers lack are made
 * once a question has shown that the model works, or when somebody asks for them.
 */
export function openEmbedding(
  config: Config,
  { store, log, runner }: { store: Store; log: Log; runner: Runner },
  { modelPatienceMs = 0, onModelProgress, mostPapers }: EmbeddingOptions = {},
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

  const { look, keepLooking, left } = createIndexing({
    store,
    embedder: withTimeout(embedder, () => closing.signal),
    runner,
    log,
    signal: stopping.signal,
    most: mostPapers,
    ready: async () => local?.prepare(modelPatienceMs || Number.POSITIVE_INFINITY),
  })
  // A command makes some while it works, unless the model had to be fetched for that.
  const isReady = async () => local === undefined || (await local.state()).kind === 'ready'
  if (mostPapers !== undefined) void isReady().then((ready) => (ready ? look() : undefined))
  let hasWorked = false
  const patient = withTimeout(embedder, () => AbortSignal.timeout(modelPatienceMs + patienceMs))

  return {
    embedder: {
      ...patient,
      async embed(texts, kind, signal) {
        const vectors = await patient.embed(texts, kind, signal)
        const length = vectors[0]?.length
        // A server may run another model under the same name by now.
        if (!hasWorked && length !== undefined) void look(local ? {} : { length })
        hasWorked ||= length !== undefined
        return vectors
      },
    },
    state: async () => (local ? local.state() : { kind: 'ready' }),
    async load() {
      if (local && (await isReady())) await local.prepare().catch(() => undefined)
    },
    embedPapers: (onProgress) => look(onProgress && { onProgress }),
    keepLooking() {
      // Also where no paper lacks a vector: the first question should find the model here.
      local?.prepare().catch(() => undefined)
      keepLooking()
    },
    left,
    async close() {
      stopping.abort()
      const timer = setTimeout(() => closing.abort(), patienceMs)
      // Comes behind what is under way.
      await look()
      clearTimeout(timer)
      await local?.close()
    },
  }
}

/** Embeds the newest papers with a bar, and tells what is left for others to do. */
export async function embedWithBar(
  { embedPapers, left }: Pick<Embedding, 'embedPapers' | 'left'>,
  stderr: ProgressOutput,
): Promise<void> {
  let bar: ReturnType<typeof createProgress> | undefined
  await embedPapers((done, all) => {
    bar ??= createProgress(stderr, () => performance.now(), all)
    bar.show(done, `Embedding ${all.toLocaleString('en')} papers`)
  })
  bar?.clear()
  const papers = await left()
  if (papers > 0)
    stderr.write(
      `${papers.toLocaleString('en')} papers are found by their words until a bot or a chat has embedded them.\n`,
    )
}
