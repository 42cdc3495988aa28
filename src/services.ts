import manifest from '../package.json' with { type: 'json' }
import { createAnswerer } from './answering/answer.ts'
import { createAnswerAmong } from './answering/answer-among.ts'
import { createCollection } from './answering/collection/collection.ts'
import { createComparePapers } from './answering/compare.ts'
import { createWriteComparison } from './answering/comparison/write-comparison.ts'
import { createReadFound } from './answering/fitting.ts'
import { createJudge } from './answering/model/judge.ts'
import { loadTokenizer } from './answering/model/tokens.ts'
import { createSummarizer } from './answering/summarize.ts'
import { createActivityLog } from './commands/activity.ts'
import { createExamples } from './commands/examples.ts'
import type { Services } from './commands/services.ts'
import type { Config } from './config.ts'
import { createFindAnswers } from './digests/answers.ts'
import { createTellGists } from './digests/gist.ts'
import { createPickPapers } from './digests/pick.ts'
import { feedsAt } from './feeds/addresses.ts'
import { createRunner, type Runner } from './jobs/runner.ts'
import { systemClock } from './lib/clock.ts'
import { createLog } from './lib/log.ts'
import { chatModelName, prepareModel } from './operator/chat-model.ts'
import { type Embedding, type EmbeddingOptions, openEmbedding } from './operator/embedding.ts'
import { createShippedIds, ensureShippedPapers, ensureShippedVectors } from './operator/shipped-papers.ts'
import { openSources, type Sources } from './operator/sources.ts'
import { createMeaning } from './retrieval/meaning.ts'
import { createSearch } from './retrieval/search.ts'
import { createFindSimilar } from './retrieval/similar.ts'
import { createFindTopics } from './retrieval/topics.ts'
import type { Weights } from './retrieval/weights.ts'
import { withoutHidden } from './store/hidden.ts'
import { databaseName, openStore } from './store/open.ts'
import { slotOf } from './store/queues.ts'
import { createRequestSlot } from './sync/request-slot.ts'

/** For whom services are opened. */
export type ServiceOptions = EmbeddingOptions & {
  /** For measuring: what each signal counts for. */
  weights?: Weights
}

/** Services with what their owner alone may do. */
export type OpenServices = Services & {
  /** Loads now what the first question would load; a bot that must acknowledge at once does so before it connects. */
  warmUp(): Promise<void>
  /** Everything durable that this process does. */
  runner: Runner
  /** Makes the vectors that papers lack, when there is an embedding model; undefined when there is none. */
  embedding: Pick<Embedding, 'embedPapers' | 'keepLooking' | 'left'> | undefined
  close(): Promise<void>
}

/**
 * Everything the commands work with, made from the configuration: the store with the shipped papers in it, search,
 * and the answerer with or without a model.
 *
 * @throws PaperboyError that says which setting to look at, or what else to do
 */
export async function createServices(
  config: Config,
  { weights, ...options }: ServiceOptions = {},
): Promise<OpenServices> {
  const log = createLog(config.LOG_LEVEL, config.secrets)
  const clock = systemClock
  const chatModel = chatModelName(config)
  const openModel = chatModel === undefined ? undefined : prepareModel(chatModel, config)
  const dailyBudget = config.DAILY_BUDGET_USD
  const judgeName = config.JUDGE_MODEL === 'off' ? undefined : (config.JUDGE_MODEL ?? chatModel)
  const openJudge =
    judgeName === undefined || chatModel === undefined || judgeName === chatModel
      ? undefined
      : prepareModel(judgeName, config)
  const everything = await openStore(config.DATABASE_URL)
  const isShipped = config.SHIPPED_PAPERS === 'on'
  try {
    if (isShipped) await ensureShippedPapers(everything)
    const { EMBEDDING_MODEL: setting } = config
    if (isShipped && setting.kind === 'local') await ensureShippedVectors(everything, setting.model.id)
  } catch (error) {
    await everything.close()
    throw error
  }
  const store = withoutHidden(everything, isShipped ? undefined : await createShippedIds(everything))
  const runner = createRunner({ store, clock, log })
  const embedding = openEmbedding(config, { store: everything, log, runner }, options)
  const meaning = createMeaning({ store, log, embedder: embedding?.embedder })
  const search = createSearch({ store, meaning, ...(weights && { weights }) })
  const activity = createActivityLog(clock)
  const opened = openModel?.({ store, log, clock })
  const judgeModel = judgeName === chatModel ? opened?.model : openJudge?.({ store, log, clock }).model
  const writer = opened && {
    model: opened.model,
    evidenceTokens: config.EVIDENCE_TOKENS,
    ...(judgeModel && { judge: createJudge(judgeModel) }),
  }
  const answering = {
    search,
    meaning,
    store,
    log,
    clock,
    deadline: config.ANSWER_TIMEOUT_SECONDS * 1000,
    ...(writer && { writer }),
    ...(weights && { weights }),
  }
  let sources: Sources | undefined
  const fetchByIds: Sources['fetchByIds'] = (wanted, options) => {
    sources ??= openSources(config, runner)
    return sources.fetchByIds(wanted, options)
  }
  const collection = createCollection(answering)
  return {
    store,
    search,
    meaning,
    topics: createFindTopics(store),
    similar: createFindSimilar({ store, meaning }),
    answer: createAnswerer(answering),
    collection,
    examples: createExamples({ store, search, collection }),
    summarize: createSummarizer(answering),
    compare: createComparePapers(meaning),
    ...(writer && {
      readFound: createReadFound({ ...answering, writer }),
      writeComparison: createWriteComparison({ ...answering, writer }),
    }),
    pick: createPickPapers({ store, search, meaning, clock }),
    findAnswers: createFindAnswers({ store, answerAmong: createAnswerAmong(answering) }),
    gists: createTellGists(answering),
    engine: {
      version: manifest.version,
      database: databaseName(config.DATABASE_URL),
      ...(chatModel && { chatModel }),
      ...(opened && { chatModelState: opened.state }),
      ...(dailyBudget !== undefined && { dailyBudget }),
      ...(embedding && { embeddingModel: embedding.embedder.model, embeddingState: embedding.state }),
      sources: config.SOURCES,
    },
    fetchByIds,
    addingSlot: createRequestSlot(runner, slotOf('adding'), 0),
    papersCame: () => void embedding?.embedPapers(),
    adapters: () => [],
    activity: activity.read,
    operators: config.OPERATORS,
    mayAdd: config.MAY_ADD,
    ...(config.SUBSCRIPTIONS_BY && { subscriptionsBy: config.SUBSCRIPTIONS_BY }),
    sendsMail: config.SMTP_URL !== undefined,
    feedsAt: feedsAt(config),
    rememberDays: config.REMEMBER_DAYS,
    log,
    clock,
    async warmUp() {
      await Promise.all([writer && loadTokenizer(), writer?.model.load(), embedding?.load()])
    },
    runner,
    embedding,
    async close() {
      await Promise.all([embedding?.close(), sources?.close()])
      activity.close()
      await store.close()
    },
  }
}
