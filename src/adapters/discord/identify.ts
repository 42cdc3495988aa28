import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientOptions } from 'discord.js'
import { describeError } from '../../lib/errors.ts'
import type { Log } from '../../lib/log.ts'
import type { AdapterParts } from '../../platform/adapter.ts'

type Build = NonNullable<NonNullable<ClientOptions['ws']>['buildIdentifyThrottler']>

/** Time between two sessions that begin, in milliseconds: five seconds, and what a message of a busy process may be late. */
const between = 5_500

/**
 * Lets sessions begin one behind the other over all processes that share the database, as Discord wants it of a bot, or as
 * many side by side as it allows (`max_concurrency`).
 */
export function identifyInTurn({ reserve, log }: { reserve: AdapterParts['reserve']; log: Log }): Build {
  return async (manager) => {
    const { session_start_limit: limit } = await manager.fetchGatewayInformation()
    return {
      async waitForIdentify(shard, signal) {
        const name = `discord identify ${shard % limit.max_concurrency}`
        const [wait = between] = await reserve(name, 1, { most: 1, within: between }).catch(
          (error: unknown) => {
            log.warn(
              { error: describeError(error) },
              'Whether other sessions begin in Discord is not known just now',
            )
            return []
          },
        )
        await sleep(wait, undefined, { signal })
      },
    }
  }
}
