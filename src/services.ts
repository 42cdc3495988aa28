import manifest from '../package.json' with { type: 'json' }
import { createAnswerer } from './answering/answer.ts'
import { createChatModel } from './answering/model/langchain.ts'
import { meterModel } from './answering/model/metered.ts'
import { requirePrice } from './answering/model/prices.ts'
import { createSummarizer } from './answering/summarize.ts'
import { createActivityLog } from './commands/activity.ts'
import type { Services } from './commands/services.ts'
import type { Config } from './config.ts'
import { createTellGists } from './digests/gist.ts'
import { createPickPapers } from './digests/pick.ts'
import { systemClock } from './lib/clock.ts'
import { describeError } from './lib/errors.ts'
import { createLog } from './lib/log.ts'
import { ensureShippedPapers } from './operator/shipped-papers.ts'
import { indexPapers } from './retrieval/index-papers.ts'
import { createMeaning } from './retrieval/meaning.ts'
import { createLocalEmbedder } from './retrieval/models/local-embedder.ts'
import { modelFolder, modelSources } from './retrieval/models/open.ts'
import type { Progress } from './retrieval/models/source.ts'
import { giveUpOn, reportOutages } from './retrieval/outages.ts'
import { createSearch } from './retrieval/search.ts'
import { createServerEmbedder } from './retrieval/server-embedder.ts'
import { createFindSimilar } from './retrieval/similar.ts'
import { createFindTopics } from './retrieval/topics.ts'
import type { Weights } from './retrieval/weights.ts'
import { databaseName, openStore } from './store/open.ts'

/** Small, current, and quick enough to be waited for. */
const defaultChatModel = 'openai:gpt-5.4-mini'
/** How long a question, or the end of the program, waits for vectors, in milliseconds. */
const embeddingPatience = 5_000

/** For whom things are opened. */
export type ServiceOptions = {
  /** How long a question waits for a model that is being fetched, in milliseconds; a bot does not make it wait. */
  modelPatienceMs?: number
  /** Told how far that is. */
  onModelProgress?: (progress: Progress) => void
  /** For measuring: what each signal counts for. */
  weights?: Weights
}

/** Services with what their owner alone may do. */
export type OpenServices = Services & {
  /** Loads now what the first question would load; a bot that must acknowledge at once does so before it connects. */
  warmUp(): Promise<void>
  /** Makes the vectors that papers lack, when there is an embedding model; a failure is logged, and made up for later. */
  embedPapers(): Promise<void>
  close(): Promise<void>
}

/**
 * Everything the commands work with, made from the configuration: the store with the shipped papers in it, search,
 * and the answerer with or without a model. Missing vectors are made in the background.
 *
 * @throws PaperboyError that says which setting to look at, or what else to do
 */
export async function createServices(
  config: Config,
  { modelPatienceMs = 0, onModelProgress, weights }: ServiceOptions = {},
): Promise<OpenServices> {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, EMBEDDING_MODEL: embedding } = config
  const log = createLog(config.LOG_LEVEL, config.secrets)
  const clock = systemClock
  const server = { ...(apiKey && { apiKey }), ...(baseUrl && { baseUrl }) }
  const chatModel = config.CHAT_MODEL ?? (apiKey || baseUrl ? defaultChatModel : undefined)
  const deadline = config.ANSWER_TIMEOUT_SECONDS * 1000
  const dailyBudget = config.DAILY_BUDGET_USD
  if (chatModel && dailyBudget !== undefined) requirePrice(chatModel)
  const plainModel = chatModel
    ? createChatModel({ ...server, model: chatModel, timeoutMs: deadline })
    : undefined
  const localEmbedder =
    embedding.kind === 'local'
      ? createLocalEmbedder({
          model: embedding.model,
          folder: modelFolder(config),
          sources: modelSources(config),
          log,
          patienceMs: modelPatienceMs,
          ...(onModelProgress && { report: onModelProgress }),
        })
      : undefined
  const embedder =
    embedding.kind === 'server'
      ? reportOutages(createServerEmbedder({ ...server, model: embedding.model }), log)
      : localEmbedder
  const embeddingModel = embedder?.model

  const store = await openStore(config.DATABASE_URL)
  try {
    await ensureShippedPapers(store)
  } catch (error) {
    await store.close()
    throw error
  }
  const meaning = createMeaning({
    store,
    log,
    embedder: embedder && giveUpOn(embedder, () => AbortSignal.timeout(modelPatienceMs + embeddingPatience)),
  })
  const search = createSearch({ store, meaning, ...(weights && { weights }) })
  const activity = createActivityLog(clock)
  /** No new batch of papers is embedded; then the one under way is given up, too. */
  const stopping = new AbortController()
  const closing = new AbortController()
  const embedAll = async () => {
    if (!embedder || stopping.signal.aborted) return
    try {
      const patient = giveUpOn(embedder, () => closing.signal)
      await indexPapers({ store, embedder: patient, signal: stopping.signal })
    } catch (error) {
      log.debug({ error: describeError(error) }, 'papers were not embedded')
    }
  }
  // One after the other: two at once would embed the same papers.
  let indexing = embedAll()
  const metering = { store, log, clock, ...(dailyBudget !== undefined && { dailyBudget }) }
  const model = plainModel && meterModel(plainModel, metering)
  const answering = {
    search,
    meaning,
    store,
    log,
    clock,
    deadline,
    ...(model && { model }),
    ...(weights && { weights }),
  }
  return {
    store,
    search,
    meaning,
    topics: createFindTopics(store),
    similar: createFindSimilar({ store, meaning }),
    answer: createAnswerer(answering),
    summarize: createSummarizer(answering),
    pick: createPickPapers({ store, search, meaning }),
    gists: createTellGists(answering),
    engine: {
      version: manifest.version,
      database: databaseName(config.DATABASE_URL),
      ...(chatModel && { chatModel }),
      ...(dailyBudget !== undefined && { dailyBudget }),
      ...(embeddingModel && { embeddingModel }),
      sources: config.SOURCES,
    },
    adapters: () => [],
    activity: activity.read,
    subscriptionsBy: config.SUBSCRIPTIONS_BY,
    rememberDays: config.REMEMBER_DAYS,
    log,
    clock,
    async warmUp() {
      await model?.load()
    },
    embedPapers() {
      indexing = indexing.then(embedAll)
      return indexing
    },
    async close() {
      stopping.abort()
      const timer = setTimeout(() => closing.abort(), embeddingPatience)
      await indexing
      clearTimeout(timer)
      await localEmbedder?.close()
      activity.close()
      await store.close()
    },
  }
}
