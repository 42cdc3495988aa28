import type { webApi } from '@slack/bolt'
import { z } from 'zod'
import type { Clock } from '../../../lib/clock.ts'
import type { Log } from '../../../lib/log.ts'
import { faultOf } from '../calling/faults.ts'

/**
 * Who a person is in a workspace: a full member of the installation's team or enterprise, an admin or owner of it, and what
 * their profile says.
 */
export type Rank = { member: boolean; manager: boolean; name?: string; zone?: string }
/** Looks that up; undefined where it cannot be found out just now. Never throws. */
export type RankOf = (user: string) => Promise<Rank | undefined>

/** How long what was looked up is believed, in milliseconds, and of how many people. */
const kept = { milliseconds: 60_000, people: 1_000 }

const flag = z.boolean().nullish()
const text = z.string().nullish()
const User = z.object({
  team_id: text,
  enterprise_user: z.object({ enterprise_id: text }).nullish(),
  is_admin: flag,
  is_owner: flag,
  is_primary_owner: flag,
  /** A guest, of one channel or of several. */
  is_restricted: flag,
  is_ultra_restricted: flag,
  /** Of another organization that shares no channel; those who share one are told by their team alone. */
  is_stranger: flag,
  is_bot: flag,
  real_name: text,
  /** An IANA name; people of other organizations may have none. */
  tz: text,
})

/**
 * Asks Slack once, since somebody waits for the answer.
 *
 * @param home the team that the app is installed in, and its enterprise
 */
export function createRankOf(
  client: webApi.WebClient,
  { clock, log, home }: { clock: Clock; log: Log; home: { team?: string; enterprise?: string } },
): RankOf {
  const known = new Map<string, { until: number; rank: Rank }>()

  return async (user) => {
    const now = clock.now().getTime()
    const before = known.get(user)
    if (before && before.until > now) return before.rank
    try {
      const rank = rankIn(User.parse((await client.users.info({ user })).user), home)
      if (known.size >= kept.people) known.clear()
      known.set(user, { until: now + kept.milliseconds, rank })
      return rank
    } catch (error) {
      log.warn({ fault: faultOf(error) }, 'Could not look up what a person is here')
      return undefined
    }
  }
}

function rankIn(user: z.infer<typeof User>, home: { team?: string; enterprise?: string }): Rank {
  const enterprise = user.enterprise_user?.enterprise_id
  const isHere =
    (user.team_id ?? home.team) === home.team ||
    (home.enterprise !== undefined && enterprise === home.enterprise)
  const isOther = [user.is_restricted, user.is_ultra_restricted, user.is_stranger, user.is_bot].includes(true)
  const member = isHere && !isOther
  const manager = member && [user.is_admin, user.is_owner, user.is_primary_owner].includes(true)
  return {
    member,
    manager,
    ...(user.real_name && { name: user.real_name }),
    ...(user.tz && { zone: user.tz }),
  }
}
