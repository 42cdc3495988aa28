import { randomInt } from 'node:crypto'
import { isTimeZone } from '../digests/zones.ts'
import type { Services } from './services.ts'

/** When posts come where nobody says when. */
export const nine = 9 * 60
/** Letters and digits of ids: none that is easily taken for another. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

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
