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
import { createEmbedder } from './retrieval/embedder.ts'
import { indexPapers } from './retrieval/index-papers.ts'
import { giveUpOn, reportOutages } from './retrieval/outages.ts'
import { createSearch } from './retrieval/search.ts'
import { createFindSimilar } from './retrieval/similar.ts'
import { loadThesaurus } from './retrieval/thesaurus.ts'
import { createFindTopics } from './retrieval/topics.ts'
import { databaseName, openStore } from './store/open.ts'

/** Small, current, and quick enough to be waited for. */
const defaultChatModel = 'openai:gpt-5.4-mini'
/** How long a question, or the end of the program, waits for vectors, in milliseconds. */
const embeddingPatience = 5_000

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
export async function createServices(config: Config): Promise<OpenServices> {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, EMBEDDING_MODEL: embeddingModel } = config
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
  const embedder = embeddingModel
    ? reportOutages(createEmbedder({ ...server, model: embeddingModel }), log)
    : undefined

  const store = await openStore(config.DATABASE_URL)
  try {
    await ensureShippedPapers(store)
  } catch (error) {
    await store.close()
    throw error
  }
  const search = createSearch({
    store,
    thesaurus: loadThesaurus(),
    log,
    ...(embedder && { embedder: giveUpOn(embedder, () => AbortSignal.timeout(embeddingPatience)) }),
  })
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
  let embedding = embedAll()
  const metering = { store, log, clock, ...(dailyBudget !== undefined && { dailyBudget }) }
  const model = plainModel && meterModel(plainModel, metering)
  const answering = { search, store, log, clock, deadline, ...(model && { model }) }
  return {
    store,
    search,
    topics: createFindTopics({ words: store.words, thesaurus: loadThesaurus() }),
    similar: createFindSimilar({ store, ...(embeddingModel && { embeddingModel }) }),
    answer: createAnswerer(answering),
    summarize: createSummarizer(answering),
    pick: createPickPapers({ store, search, clock }),
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
      embedding = embedding.then(embedAll)
      return embedding
    },
    async close() {
      stopping.abort()
      const timer = setTimeout(() => closing.abort(), embeddingPatience)
      await embedding
      clearTimeout(timer)
      activity.close()
      await store.close()
    },
  }
}
