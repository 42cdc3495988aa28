import { type Clock, startOfDay } from '../../lib/clock.ts'
import { describeError } from '../../lib/errors.ts'
import type { Log } from '../../lib/log.ts'
import { emitTelemetry } from '../../lib/telemetry.ts'
import type { Store, Usage } from '../../store/store.ts'
import { type ChatModel, ModelError, type ModelRequest, outputLimit } from './model.ts'
import { costOf, type OwnPrices } from './prices.ts'
import { promptTokens, streamCounted } from './stream-counted.ts'

type Parts = {
  store: Pick<Store, 'usage'>
  log: Log
  clock: Clock
  /** What may be spent in a day, in US dollars; without it, there is no limit. */
  dailyBudget?: number
  /** What models cost that the price list does not know. */
  prices?: OwnPrices
}

/** What one call took; the cost is left out when the price is not known. */
type Took = Pick<Usage, 'inputTokens' | 'outputTokens' | 'cost'>

/**
 * The same model with every call written down as it ends, and none begun that might go past the day's budget. All
 * processes of a store share the budget; each knows of the others' calls when they have ended, so that together they
 * overshoot it by what they have under way at the most.
 */
export function meterModel(model: ChatModel, { store, log, clock, dailyBudget, prices }: Parts): ChatModel {
  /** The most that calls of this process may cost that are under way, and what others cost that could not be recorded. */
  let unrecorded = 0

  /** @throws ModelError `budget` when the call might cost more than is left today */
  async function hold(request: ModelRequest): Promise<number> {
    const most = { input: promptTokens(request), output: outputLimit(request, true) }
    const cost = costOf(model.name, most, prices)
    if (dailyBudget === undefined || cost === undefined) return 0
    unrecorded += cost
    // What is under way by now is not in the sum yet, or is counted twice: never less than is spent.
    const holding = unrecorded
    try {
      const spent = await store.usage.since(startOfDay(clock.now()))
      if (spent.cost + holding > dailyBudget) throw new ModelError('budget', spentInWords(dailyBudget))
      return cost
    } catch (error) {
      unrecorded -= cost
      throw error
    }
  }

  /**
   * Puts a record in the place of what was held for the call. Where it cannot be kept the answer is not lost, but what
   * the call cost is not forgotten.
   */
  async function settle(took: Took, held: number): Promise<void> {
    try {
      if (took.inputTokens + took.outputTokens > 0)
        await store.usage.record({ ...took, at: clock.now(), model: model.name, calls: 1 })
      unrecorded -= held
    } catch (error) {
      unrecorded -= held - (took.cost ?? 0)
      log.error({ error: describeError(error) }, 'What a model call cost could not be recorded')
    }
  }

  return {
    name: model.name,
    load: model.load,
    async *stream(request) {
      const held = await hold(request)
      const started = performance.now()
      return yield* streamCounted(model, request, async ({ input, output }, failure) => {
        const cost = costOf(model.name, { input, output }, prices)
        const took = { inputTokens: input, outputTokens: output, ...(cost !== undefined && { cost }) }
        await settle(took, held)
        const seconds = Math.round(performance.now() - started) / 1000
        const ended = { outcome: failure ?? 'ok', ...took, seconds }
        emitTelemetry({ kind: 'model call', ...ended })
        log.info(ended, 'A model call ended')
      })
    },
  }
}

function spentInWords(dollars: number): string {
  return `Today's budget of $${dollars.toFixed(2)} is spent; answers quote the abstracts until midnight.`
}
