import type { Clock } from '../../lib/clock.ts'
import { describeError } from '../../lib/errors.ts'
import type { Log } from '../../lib/log.ts'
import type { Store } from '../../store/store.ts'
import type { Budget } from './budget.ts'
import type { ChatModel } from './model.ts'
import { costOf } from './prices.ts'

type Parts = { store: Pick<Store, 'usage'>; log: Log; clock: Clock }

/** Records what a budget was spent on, when it was; an answer is not lost for a record that cannot be kept. */
export async function recordUsage(
  { store, log, clock }: Parts,
  model: ChatModel | undefined,
  budget: Budget,
): Promise<void> {
  const { calls, tokens } = budget.spent()
  if (!model || calls === 0) return
  const cost = costOf(model.name, tokens)
  const usage = {
    at: clock.now(),
    model: model.name,
    calls,
    inputTokens: tokens.input,
    outputTokens: tokens.output,
  }
  try {
    await store.usage.record({ ...usage, ...(cost !== undefined && { cost }) })
  } catch (error) {
    log.error({ error: describeError(error) }, 'could not record what an answer cost')
  }
}
