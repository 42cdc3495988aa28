import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../lib/clock.ts'
import { describeError } from '../lib/errors.ts'
import type { AdapterStatus } from '../platform/adapter.ts'
import type { Store } from '../store/store.ts'

/** Whether this process can answer; otherwise why not, a sentence for each thing that is wrong. */
export type Health = { healthy: true } | { healthy: false; problems: readonly string[] }

export type HealthParts = {
  store: Pick<Store, 'usage'>
  adapters(): readonly AdapterStatus[]
  clock: Clock
}

/** How long the database may take, in milliseconds. */
const patience = 2_000

/** Looks whether the database answers and every platform is connected. Never fails. */
export async function checkHealth({ store, adapters, clock }: HealthParts): Promise<Health> {
  const problems = [
    ...(await problemsOf(store, clock)),
    ...adapters().flatMap(({ name, state }) => (state === 'connected' ? [] : [`${name} is ${state}.`])),
  ]
  return problems.length === 0 ? { healthy: true } : { healthy: false, problems }
}

async function problemsOf({ usage }: HealthParts['store'], clock: Clock): Promise<readonly string[]> {
  const answered = new AbortController()
  const late = sleep(patience, ['The database does not answer.'], { signal: answered.signal })
  try {
    return await Promise.race([usage.since(clock.now()).then(() => []), late])
  } catch (error) {
    return [describeError(error)]
  } finally {
    answered.abort()
    await late.catch(() => undefined)
  }
}
