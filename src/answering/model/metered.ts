import { type Clock, startOfDay } from '../../lib/clock.ts'
import { describeError } from '../../lib/errors.ts'
import type { Log } from '../../lib/log.ts'
import type { Store } from '../../store/store.ts'
import { type ChatModel, ModelError, type ModelRequest, type TokenCount } from './model.ts'
import { costOf } from './prices.ts'
import { promptTokens, streamCounted } from './stream-counted.ts'

type Parts = {
  store: Pick<Store, 'usage'>
  log: Log
  clock: Clock
  /** What may be spent in a day, in US dollars; without it, there is no limit. */
  dailyBudget?: number
}

/**
 * The same model with every call written down as it ends, and none begun that might go past the day's budget. All
 * processes of a store share the budget; each knows of the others' calls when they have ended, so that together they
 * overshoot it by what they have under way at the most.
 */
export function meterModel(model: ChatModel, { store, log, clock, dailyBudget }: Parts): ChatModel {
  /** The most that calls may cost that are under way in this process, in US dollars. */
  let held = 0

  /** @throws ModelError `budget` when the call might cost more than is left today */
  async function hold(request: ModelRequest): Promise<number> {
    const most = { input: promptTokens(request), output: request.maxOutputTokens }
    const cost = costOf(model.name, most)
    if (dailyBudget === undefined || cost === undefined) return 0
    held += cost
    // Whatever is held by now is not in the sum yet, or is counted twice: never less than is spent.
    const holding = held
    try {
      const spent = await store.usage.since(startOfDay(clock.now()))
      if (spent.cost + holding > dailyBudget) throw new ModelError('budget', spentInWords(dailyBudget))
      return cost
    } catch (error) {
      held -= cost
      throw error
    }
  }

  /** An answer is not lost for a record that cannot be kept. */
  async function record({ input, output }: TokenCount): Promise<void> {
    if (input + output === 0) return
    const cost = costOf(model.name, { input, output })
    const usage = { at: clock.now(), model: model.name, calls: 1, inputTokens: input, outputTokens: output }
    try {
      await store.usage.record({ ...usage, ...(cost !== undefined && { cost }) })
    } catch (error) {
      log.error({ error: describeError(error) }, 'What a model call cost could not be recorded')
    }
  }

  return {
    name: model.name,
    load: model.load,
    async *stream(request) {
      const cost = await hold(request)
      return yield* streamCounted(model, request, async (took) => {
        await record(took)
        held -= cost
      })
    },
  }
}

function spentInWords(dollars: number): string {
  return `Today's budget of $${dollars.toFixed(2)} is spent; answers quote the abstracts until midnight.`
}
