import { randomInt } from 'node:crypto'
import { weekdays } from '../digests/day-words.ts'
import { nextRun } from '../digests/schedule.ts'
import { readWishes } from '../digests/words.ts'
import { isTimeZone } from '../digests/zones.ts'
import { PaperboyError } from '../lib/errors.ts'
import type { Subscription } from '../store/subscriptions.ts'
import type { Command, Input, Shown } from './command.ts'
import type { Services } from './services.ts'
import { confirmedBy, edit, scheduleOf, tasteOf } from './subscription-edit.ts'
import { checkCanPost, checkMayUse, placeOf } from './subscription-place.ts'
import { problemOf } from './subscription-questions.ts'
import { subscribedReply } from './subscription-view.ts'

/** Most subscriptions of one place. */
const mostHere = 10
const nine = 9 * 60
/** Letters and digits of ids: none that is easily taken for another. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

export const subscribe: Command = {
  name: 'subscribe',
  group: 'posts',
  audience: 'everyone',
  mayUse: 'managers',
  changes: 'place',
  quick: true,
  summary: 'Get new papers here every day: what about, when, how many',
  options: [
    {
      name: 'about',
      summary: 'the topic; all papers when left out',
      kind: 'topic',
      required: false,
      lead: 'about',
    },
    { name: 'at', summary: 'the time, such as 9:00 or 6pm', kind: 'text', required: false, lead: 'at' },
    {
      name: 'days',
      summary: 'weekdays, daily, or days such as mon,thu',
      kind: 'text',
      required: false,
      lead: 'on',
    },
    {
      name: 'zone',
      summary: 'the city or time zone of the clock',
      kind: 'zone',
      required: false,
      lead: 'in',
    },
    { name: 'top', summary: 'how many papers at most', kind: 'text', required: false, lead: 'top' },
  ],
  examples: [
    'subscribe',
    'subscribe about diffusion models at 9:00 in Europe/Paris',
    'subscribe mon,thu top 3',
  ],
  async *run(input, services) {
    // A form has one field for words, so that there "edit" stands behind the topic's lead.
    const [, id, words = ''] = /^(?:about\s+)?edit\s+(\S+)\s*(.*)$/is.exec(input.rest) ?? []
    yield id === undefined ? await add(input, services) : await edit(id, words, input, services)
  },
}

async function add({ request, rest }: Input, services: Services): Promise<Shown> {
  const { store, clock } = services
  const to = placeOf(request)
  const read = readWishes(rest)
  const problem = problemOf(read, 'subscribe')
  if (problem) return problem
  await checkMayUse(subscribe, request, services)
  await checkCanPost(request)
  const now = clock.now()
  const { top = 5, quiet = 'silence' } = read.wishes
  const own = await request.zone?.()
  const zone = read.wishes.zone ?? (own !== undefined && isTimeZone(own) ? own : ownZone())
  const schedule = scheduleOf({ minute: nine, days: weekdays, ...read.wishes, zone }, now)
  const wanted = { ...tasteOf(read.wishes), schedule, top, quiet }
  const here = await store.subscriptions.at(to)
  // A line that comes twice, as after a crash, asks for one subscription.
  const same = here.find((known) => known.paused === undefined && isSame(known, wanted))
  if (same) return { reply: subscribedReply('You have this already:', same, services) }
  if (here.length >= mostHere)
    throw new PaperboyError(
      `There are ${here.length} subscriptions here already, and there can be no more.`,
      'Type subscriptions to see them, and unsubscribe from one first.',
    )
  const subscription: Subscription = {
    id: await freshId(services),
    to,
    owner: request.who,
    ...wanted,
    less: [],
    createdAt: now,
    nextDue: nextRun(schedule, now).at,
    confirmed: confirmedBy(request, now),
  }
  await store.subscriptions.put(subscription)
  return { reply: subscribedReply('Subscribed.', subscription, services) }
}

function isSame(known: Subscription, wanted: Wanted): boolean {
  const essence = ({ topic, schedule, top, quiet, without }: Wanted) => {
    const { minute, days, zone, alternate } = schedule
    return JSON.stringify([topic, minute, days, zone, alternate !== undefined, top, quiet, without])
  }
  return essence(known) === essence(wanted)
}
type Wanted = Pick<Subscription, 'topic' | 'schedule' | 'top' | 'quiet' | 'without'>

/** Where nothing is said, days begin as the setting TIME_ZONE or the machine says. */
function ownZone(): string {
  const zone = String(new Intl.DateTimeFormat().resolvedOptions().timeZone)
  return isTimeZone(zone) ? zone : 'UTC'
}

async function freshId({ store }: Services): Promise<string> {
  for (;;) {
    const id = Array.from({ length: 4 }, () => letters.charAt(randomInt(letters.length))).join('')
    if (!(await store.subscriptions.get(id))) return id
  }
}
