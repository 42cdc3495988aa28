import { createDrawWeek } from '../commands/map/week.ts'
import type { Services } from '../commands/services.ts'
import { createCompose } from '../digests/composition.ts'
import { createSender } from '../digests/send.ts'
import { keepDoing } from '../jobs/recurring.ts'
import type { Runner } from '../jobs/runner.ts'
import type { Adapter, AdapterStatus } from '../platform/adapter.ts'
import { sendingOf } from '../store/queues.ts'

/** Posts of one platform that are worked on at once; few, so that questions find room between them. */
const concurrency = 12
/** How long one attempt at a post may take, in milliseconds: far longer than platforms let one wait. */
const longestAttempt = 10 * 60_000

type Parts = {
  adapters: readonly Adapter[]
  statuses: () => readonly AdapterStatus[]
  services: Services
  runner: Runner
}

/**
 * Sends daily posts on each platform while it is connected, until the signal comes.
 *
 * @returns when what was under way has ended or was left for the next process, within seconds
 */
export async function sendDailyPosts(
  { adapters, statuses, services, runner }: Parts,
  signal: AbortSignal,
): Promise<void> {
  const { store, log, clock } = services
  const compose = createCompose(services)
  const drawWeek = createDrawWeek(services)
  const sending = adapters.map(async ({ name, posts }) => {
    if (!posts) return
    // Posts are sent by requests of their own, which a connection that is opened anew does not hinder.
    const isConnected = () =>
      statuses().some(
        (status) => status.name === name && ['connected', 'reconnecting'].includes(status.state),
      )
    const sendDue = createSender({
      store,
      compose,
      drawWeek,
      clock,
      log,
      runner,
      isConnected,
      concurrency,
      longestAttempt,
      ...posts,
    })
    const recurring = {
      name: sendingOf(posts.platform),
      work: sendDue,
      isReady: isConnected,
      leads: true as const,
    }
    await keepDoing(recurring, { runner, log }, signal)
  })
  await Promise.all(sending)
}
