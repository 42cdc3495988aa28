import { type GuardedModel, guardModel } from '../answering/model/guarded.ts'
import { createChatModel } from '../answering/model/langchain.ts'
import { meterModel } from '../answering/model/metered.ts'
import type { ChatModel } from '../answering/model/model.ts'
import { requirePrice } from '../answering/model/prices.ts'
import type { Config } from '../config.ts'
import type { Clock } from '../lib/clock.ts'
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

/**
 * Makes sure that a model can be asked, before anything else is opened.
 *
 * @param name `provider:model`
 * @returns what opens it over a store
 * @throws PaperboyError that says which setting to look at, or what to install
 */
export function prepareModel(
  name: string,
  config: Config,
): (parts: { store: Store; log: Log; clock: Clock }) => OpenModel {
  const dailyBudget = config.DAILY_BUDGET_USD
  if (dailyBudget !== undefined) requirePrice(name)
  const timeoutMs = config.ANSWER_TIMEOUT_SECONDS * 1000
  const plain = createChatModel({ model: name, settings: config, timeoutMs })
  const guarded = guardModel(plain, config.MODEL_CALLS)
  return (parts) => ({
    model: meterModel(guarded, { ...parts, ...(dailyBudget !== undefined && { dailyBudget }) }),
    state: guarded.state,
  })
}
