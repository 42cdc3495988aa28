import type { webApi } from '@slack/bolt'
import { z } from 'zod'
import type { Clock } from '../../../lib/clock.ts'
import type { Log } from '../../../lib/log.ts'
import { faultOf } from '../calling/faults.ts'

/** Whether a person is an admin or owner of the workspace. Never throws: who cannot be looked up is none. */
export type IsManager = (user: string) => Promise<boolean>

/** How long what was looked up is believed, in milliseconds, and of how many people. */
const kept = { milliseconds: 60_000, people: 1_000 }

const flag = z.boolean().nullish()
const User = z.object({
  is_admin: flag,
  is_owner: flag,
  is_primary_owner: flag,
  /** Of another organization, in a channel shared with it. */
  is_stranger: flag,
})

/** Asks Slack once, since somebody waits for the answer. */
export function createIsManager(
  client: webApi.WebClient,
  { clock, log }: { clock: Clock; log: Log },
): IsManager {
  const known = new Map<string, { until: number; is: boolean }>()

  return async (user) => {
    const now = clock.now().getTime()
    const before = known.get(user)
    if (before && before.until > now) return before.is
    try {
      const { is_admin, is_owner, is_primary_owner, is_stranger } = User.parse(
        (await client.users.info({ user })).user,
      )
      const is = !is_stranger && [is_admin, is_owner, is_primary_owner].includes(true)
      if (known.size >= kept.people) known.clear()
      known.set(user, { until: now + kept.milliseconds, is })
      return is
    } catch (error) {
      log.warn({ fault: faultOf(error) }, 'Could not look up whether a person is an admin')
      return false
    }
  }
}
