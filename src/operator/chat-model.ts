import { Dialect } from '../answering/model/dialect.ts'
import { type GuardedModel, guardModel } from '../answering/model/guarded.ts'
import { createChatModel, type DialectMemory } from '../answering/model/langchain.ts'
import { meterModel } from '../answering/model/metered.ts'
import type { ChatModel } from '../answering/model/model.ts'
import { requirePrice } from '../answering/model/prices.ts'
import { readModelName } from '../answering/model/providers.ts'
import type { Config } from '../config.ts'
import type { Clock } from '../lib/clock.ts'
import { describeError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import type { Store } from '../store/store.ts'

/** Small, current, and quick enough to be waited for. */
const defaultChatModel = 'openai:gpt-5.4-mini'

/** A model as the configuration wants it: its server spared, its calls counted. */
export type OpenModel = { model: ChatModel; state: GuardedModel['state'] }

/** The name of the model that writes the answers; undefined when none is configured. */
export function chatModelName(config: Config): string | undefined {
  const isSet = config.OPENAI_API_KEY !== undefined || config.OPENAI_BASE_URL !== undefined
  return config.CHAT_MODEL ?? (isSet ? defaultChatModel : undefined)
}

/** After so many milliseconds a server may have learnt what it turned away: it is asked the best way again. */
const forgottenAfter = 7 * 24 * 3_600_000

type Parts = { store: Pick<Store, 'dialects' | 'usage'>; log: Log; clock: Clock }

/**
 * Makes sure that a model can be asked, before anything else is opened.
 *
 * @param name `provider:model`
 * @returns what opens it over a store
 * @throws PaperboyError that says which setting to look at, or what to install
 */
export function prepareModel(name: string, config: Config): (parts: Parts) => OpenModel {
  const { DAILY_BUDGET_USD: dailyBudget, MODEL_CALLS: calls, ANSWER_TIMEOUT_SECONDS: seconds } = config
  const { MODEL_PRICES: prices } = config
  const { provider } = readModelName(name, config)
  if (dailyBudget !== undefined) requirePrice(name, prices)
  const { host = '', pathname = '' } = URL.parse(config[provider.address.setting] ?? '') ?? {}
  return (parts) => {
    const memory = rememberDialect(`${name} ${host}${pathname}`.trim(), parts)
    const chat = createChatModel({ model: name, settings: config, timeoutMs: seconds * 1000, memory })
    const guarded = guardModel(chat, calls)
    const budget = { prices, ...(dailyBudget !== undefined && { dailyBudget }) }
    return { model: meterModel(guarded, { ...parts, ...budget }), state: guarded.state }
  }
}

/** Keeps in the store how a server wants to be asked. Without it each process finds out anew, and nothing is lost. */
function rememberDialect(server: string, { store, log, clock }: Parts): DialectMemory {
  const orElse = (error: unknown) =>
    log.warn({ error: describeError(error) }, 'How a model server wants to be asked could not be kept')
  return {
    async recall() {
      const kept = await store.dialects.get(server).catch(orElse)
      const isOld = kept && clock.now().getTime() - kept.at.getTime() > forgottenAfter
      return kept && !isOld ? Dialect.safeParse(kept.dialect).data : undefined
    },
    keep: (dialect) => store.dialects.put(server, dialect, clock.now()).catch(orElse),
  }
}
