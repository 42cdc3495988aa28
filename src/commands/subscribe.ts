import { randomInt } from 'node:crypto'
import { weekdays } from '../digests/day-words.ts'
import { latestRun, nextRun } from '../digests/schedule.ts'
import { readWishes, type Wishes } from '../digests/words.ts'
import { PaperboyError } from '../lib/errors.ts'
import { cleanLine } from '../replies/clean.ts'
import type { Schedule, Subscription } from '../store/subscriptions.ts'
import type { Command, Input, Shown } from './command.ts'
import type { Services } from './services.ts'
import { checkCanPost, checkMayUse, noneHere, placeOf, subscriptionHere } from './subscription-place.ts'
import { editUsageReply, notUnderstoodReply, whichZoneReply } from './subscription-questions.ts'
import { subscribedReply } from './subscription-view.ts'

/** Most subscriptions of one place. */
const mostHere = 10
/** Longest topic, in UTF-16 units. */
const longestTopic = 120
const nine = 9 * 60
/** Letters and digits of ids: none that is easily taken for another. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

export const subscribe: Command = {
  name: 'subscribe',
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
    const [, id, words = ''] = /^edit\s+(\S+)\s*(.*)$/is.exec(input.rest) ?? []
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
  const { minute = nine, days = weekdays, zone = ownZone(), top = 5, quiet = 'silence', topic } = read.wishes
  const schedule = { minute, days, zone }
  const wanted = { ...topicOf(topic), schedule, top, quiet }
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
  }
  await store.subscriptions.put(subscription)
  return { reply: subscribedReply('Subscribed.', subscription, services) }
}

async function edit(id: string, words: string, { request }: Input, services: Services): Promise<Shown> {
  const { store, clock } = services
  const known = await subscriptionHere(id, request, services)
  const read = readWishes(words)
  const problem = problemOf(read, `subscribe edit ${known.id}`)
  if (problem) return problem
  if (Object.keys(read.wishes).length === 0) return { reply: editUsageReply(known) }
  await checkMayUse(subscribe, request, services, known)
  await checkCanPost(request)
  const now = clock.now()
  const changed = await store.subscriptions.change(known.id, (latest) => {
    const { paused, ...active } = edited(latest, read.wishes, now)
    // The pause that its owner sees is lifted; one that came meanwhile is not.
    return paused === undefined || paused === known.paused ? active : { ...active, paused }
  })
  if (!changed) throw noneHere(known.id)
  return { reply: subscribedReply('Changed.', changed, services) }
}

function edited(
  known: Subscription,
  { minute, days, zone, top, quiet, topic }: Wishes,
  now: Date,
): Subscription {
  const schedule = {
    minute: minute ?? known.schedule.minute,
    days: days ?? known.schedule.days,
    zone: zone ?? known.schedule.zone,
  }
  return {
    ...known,
    ...topicOf(topic),
    schedule,
    top: top ?? known.top,
    quiet: quiet ?? known.quiet,
    nextDue: nextAfterServed(known, schedule, now),
  }
}

/** The next post by a changed schedule: a day has one, and that of today may be out already. */
function nextAfterServed(known: Subscription, schedule: Schedule, now: Date): Date {
  const last = latestRun(known.schedule, now)
  const coming = nextRun(known.schedule, now)
  const isServed = known.paused === undefined && known.nextDue > now && last.at > known.createdAt
  // A post that its schedule would bring and that is not due was passed over for the same reason.
  const served = coming.at < known.nextDue ? coming.day : isServed ? last.day : undefined
  let next = nextRun(schedule, now)
  while (served !== undefined && next.day <= served) next = nextRun(schedule, next.at)
  return next.at
}

function problemOf(
  { unknown, ambiguous, wishes }: ReturnType<typeof readWishes>,
  command: string,
): Shown | undefined {
  if (unknown !== undefined) return { reply: notUnderstoodReply(unknown, wishes, command) }
  return ambiguous && { reply: whichZoneReply(ambiguous, wishes, command) }
}

const topicOf = (topic: string | undefined) => {
  const clean = cleanLine(topic ?? '', longestTopic)
  return clean === '' ? {} : { topic: clean }
}

function isSame(
  known: Subscription,
  wanted: Pick<Subscription, 'topic' | 'schedule' | 'top' | 'quiet'>,
): boolean {
  const essence = ({ topic, schedule: { minute, days, zone }, top, quiet }: typeof wanted) =>
    JSON.stringify([topic, minute, days, zone, top, quiet])
  return essence(known) === essence(wanted)
}

/** Where nothing is said, days begin as the setting TIME_ZONE or the machine says. */
const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

async function freshId({ store }: Services): Promise<string> {
  for (;;) {
    const id = Array.from({ length: 4 }, () => letters.charAt(randomInt(letters.length))).join('')
    if (!(await store.subscriptions.get(id))) return id
  }
}
