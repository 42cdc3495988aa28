import { randomInt } from 'node:crypto'
import { weekdays } from '../digests/day-words.ts'
import { isTimeZone } from '../digests/zones.ts'
import type { Request } from '../platform/request.ts'
import type { Services } from './services.ts'

/** When posts come, and with how many papers at most, where nobody says so. */
export const usual = { minute: 9 * 60, days: weekdays, top: 5 } as const
/** Letters and digits of ids: none that is easily taken for another. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/** The clock of a person where it is known, else that of this machine. */
export async function zoneOf({ profile }: Pick<Request, 'profile'>): Promise<string> {
  const { zone = '' } = (await profile?.()) ?? {}
  return isTimeZone(zone) ? zone : ownZone()
}

/** Where nothing is said, days begin as the setting TIME_ZONE or the machine says. */
export function ownZone(): string {
  const zone = String(new Intl.DateTimeFormat().resolvedOptions().timeZone)
  return isTimeZone(zone) ? zone : 'UTC'
}

export async function freshId({ store }: Services): Promise<string> {
  for (;;) {
    const id = Array.from({ length: 4 }, () => letters.charAt(randomInt(letters.length))).join('')
    if (!(await store.subscriptions.get(id))) return id
  }
}
