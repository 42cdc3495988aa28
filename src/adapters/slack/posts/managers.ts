import type { webApi } from '@slack/bolt'
import { z } from 'zod'
import type { Clock } from '../../../lib/clock.ts'
import type { Log } from '../../../lib/log.ts'
import { faultOf } from '../calling/faults.ts'

/** Whether a person belongs to the workspace, and is an admin or owner of it; and the time zone of their profile. */
type Rank = { member: boolean; manager: boolean; zone?: string }
/** Looks that up. Never throws: who cannot be looked up is a member, and manages nothing. */
export type RankOf = (user: string) => Promise<Rank>

/** How long what was looked up is believed, in milliseconds, and of how many people. */
const kept = { milliseconds: 60_000, people: 1_000 }

const flag = z.boolean().nullish()
const User = z.object({
  is_admin: flag,
  is_owner: flag,
  is_primary_owner: flag,
  /** Of another organization, in a channel shared with it. */
  is_stranger: flag,
  /** An IANA name; people of other organizations may have none. */
  tz: z.string().nullish(),
})

/** Asks Slack once, since somebody waits for the answer. */
export function createRankOf(client: webApi.WebClient, { clock, log }: { clock: Clock; log: Log }): RankOf {
  const known = new Map<string, { until: number; rank: Rank }>()

  return async (user) => {
    const now = clock.now().getTime()
    const before = known.get(user)
    if (before && before.until > now) return before.rank
    try {
      const { is_admin, is_owner, is_primary_owner, is_stranger, tz } = User.parse(
        (await client.users.info({ user })).user,
      )
      const member = !is_stranger
      const manager = member && [is_admin, is_owner, is_primary_owner].includes(true)
      const rank = { member, manager, ...(tz && { zone: tz }) }
      if (known.size >= kept.people) known.clear()
      known.set(user, { until: now + kept.milliseconds, rank })
      return rank
    } catch (error) {
      log.warn({ fault: faultOf(error) }, 'Could not look up what a person is here')
      return { member: true, manager: false }
    }
  }
}
