import { daysTyped } from '../digests/day-words.ts'
import { timeInWords } from '../digests/time-words.ts'
import { mostPapers, readWishes, type Wishes } from '../digests/words.ts'
import type { Prefilled } from '../platform/options-form.ts'
import type { Request } from '../platform/request.ts'
import type { Subscription } from '../store/subscriptions.ts'
import { usual, zoneOf } from './new-subscription.ts'
import type { Services } from './services.ts'
import { placeOf, subscriptionHere } from './subscription-place.ts'

/** What a field of a form for a subscription says, and what is said where it says something else. */
const fields = {
  at: {
    lead: 'at',
    wish: 'minute',
    expected: 'I do not understand this as a time of day. Write it as 9:00 or 6pm.',
  },
  days: {
    lead: 'on',
    wish: 'days',
    expected: 'I do not understand these as days. Write weekdays, daily, or mon,thu.',
  },
  zone: { lead: 'in', wish: 'zone', expected: 'I do not know that time zone. Name a city, such as Paris.' },
  top: { lead: 'top', wish: 'top', expected: `A post has 1 to ${mostPapers} papers.` },
} as const satisfies Record<string, { lead: string; wish: keyof Wishes; expected: string }>

/** What is wrong with what was typed for a part of a subscription, in a sentence; undefined where it can be read. */
export const problemWith =
  (field: keyof typeof fields) =>
  (typed: string): string | undefined => {
    const { lead, wish, expected } = fields[field]
    const { wishes, unknown, ambiguous } = readWishes(`${lead} ${typed}`)
    if (ambiguous) {
      const zones = new Intl.ListFormat('en', { type: 'disjunction' }).format(ambiguous.zones)
      return `This may be ${zones}. Which one?`
    }
    const { [wish]: read, alternate: _, ...others } = wishes
    return unknown !== undefined || read === undefined || Object.keys(others).length > 0
      ? expected
      : undefined
  }

/**
 * What stands in the fields of a subscription: of one that is there, what it is; of a new one, what it would be if nothing
 * else were said.
 *
 * @param id left out for a new one
 * @throws PaperboyError where there is none with that id, or no posts can go there
 */
export async function prefillOf(
  id: string | undefined,
  request: Request,
  services: Pick<Services, 'store'>,
): Promise<Prefilled> {
  if (id === undefined) {
    const schedule = { ...usual, zone: await zoneOf(request) }
    return { title: 'Subscribe', to: placeOf(request), values: valuesOf({ schedule, top: usual.top }) }
  }
  const known = await subscriptionHere(id, request, services)
  return { title: `Change ${known.id}`, to: known.to, values: valuesOf(known) }
}

function valuesOf({
  topic = '',
  schedule: { minute, days, zone, alternate },
  top,
  only = [],
  without = [],
}: Pick<Subscription, 'topic' | 'schedule' | 'top' | 'only' | 'without'>): Prefilled['values'] {
  return {
    about: topic,
    at: timeInWords(minute),
    days: daysTyped(days, alternate !== undefined),
    zone,
    top: `${top}`,
    only: only.join('; '),
    without: without.join('; '),
  }
}
