import { nextRun } from '../digests/schedule.ts'
import { mostPapers, readWishes } from '../digests/words.ts'
import { PaperboyError } from '../lib/errors.ts'
import { takeAddress } from '../mail/address.ts'
import { cleanLine } from '../replies/clean.ts'
import type { Subscription } from '../store/subscriptions.ts'
import type { Command, Input, Shown } from './command.ts'
import { freshId, usual, zoneOf } from './new-subscription.ts'
import type { Services } from './services.ts'
import { addByMail } from './subscribe-by-mail.ts'
import { confirmedBy, edit, scheduleOf } from './subscription-edit.ts'
import { prefillOf, problemWith } from './subscription-fields.ts'
import { checkCanPost, placeOf, refusalOf, refusedReply } from './subscription-place.ts'
import { problemOf } from './subscription-questions.ts'
import { everything, nothing, type Taste, tasteAfter, tasteWishes } from './subscription-taste.ts'
import { subscribedReply } from './subscription-view.ts'

/** Most subscriptions of one place. */
const mostHere = 10
/** In front of what is to come only to the person who says it. */
const alone = /^myself\b[\s,]*(.*)$/is
/** A form has one field for words, so that there "edit" stands behind the topic's lead. */
const editing = /^(?:about\s+)?edit\s+(\S+)\s*(.*)$/is
/** Longest name of who set it up, in UTF-16 units. */
const longestName = 80

export const subscribe: Command = {
  name: 'subscribe',
  group: 'posts',
  audience: 'everyone',
  mayUse: 'subscribers',
  changes: 'place',
  quick: true,
  summary: 'Get new papers here every day: choose the topic, the time and how many',
  options: [
    {
      name: 'about',
      summary: 'the topic, such as diffusion models',
      kind: 'topic',
      required: false,
      lead: 'about',
      none: everything,
    },
    {
      name: 'at',
      summary: 'the time, such as 9:00 or 6pm',
      kind: 'text',
      required: false,
      lead: 'at',
      problem: problemWith('at'),
    },
    {
      name: 'days',
      summary: 'weekdays, daily, or days such as mon,thu',
      kind: 'weekdays',
      required: false,
      lead: 'on',
      problem: problemWith('days'),
    },
    {
      name: 'zone',
      summary: 'the time zone, or a city in it',
      kind: 'zone',
      required: false,
      lead: 'in',
      problem: problemWith('zone'),
    },
    {
      name: 'top',
      summary: 'how many papers at most',
      kind: 'number',
      required: false,
      lead: 'top',
      choices: Array.from({ length: mostPapers }, (_, index) => `${index + 1}`),
      problem: problemWith('top'),
    },
    {
      name: 'only',
      summary: 'words that every paper must contain',
      kind: 'text',
      required: false,
      lead: 'only with',
      list: true,
      none: nothing,
    },
    {
      name: 'without',
      summary: 'words that no paper may contain',
      kind: 'text',
      required: false,
      lead: 'without',
      list: true,
      none: nothing,
    },
  ],
  examples: [
    'subscribe',
    'subscribe about diffusion models at 9:00 in Europe/Paris',
    'subscribe mon,thu top 3',
  ],
  prefill: ({ request, rest }, services) => prefillOf(editing.exec(rest)?.[1], request, services),
  async *run(input, services) {
    const [, id, words = ''] = editing.exec(input.rest) ?? []
    if (id !== undefined) yield await edit(id, words, input, services)
    else {
      const mail = takeAddress(input.rest)
      yield mail ? await addByMail(mail, input, services) : await subscribeTo(input.rest, input, services)
    }
  },
}

/**
 * Brings what is wished for to a place.
 *
 * @throws PaperboyError where that may not be, or would be too much
 */
export async function subscribeTo(
  rest: string,
  { request }: Pick<Input, 'request'>,
  services: Services,
): Promise<Shown> {
  const { store, clock } = services
  const [, words = rest] = alone.exec(rest) ?? []
  const isAlone = words !== rest && request.where.own !== undefined
  const to = isAlone && request.where.own ? request.where.own : placeOf(request)
  const read = readWishes(words)
  const problem = problemOf(read, isAlone ? 'subscribe myself' : 'subscribe')
  if (problem) return problem
  if (!isAlone) {
    const refusal = await refusalOf(subscribe, request, services)
    if (refusal) return { reply: refusedReply(refusal, `subscribe myself ${words}`.trim()) }
    await checkCanPost(request)
  }
  const now = clock.now()
  const { top = usual.top, quiet = 'silence' } = read.wishes
  const zone = read.wishes.zone ?? (await zoneOf(request))
  const schedule = scheduleOf({ ...usual, ...read.wishes, zone }, now)
  const taste = tasteAfter(undefined, read.wishes, await store.papers.added())
  const wanted = { ...taste, schedule, top, quiet }
  const here = await store.subscriptions.at(to)
  const shown = (head: string, subscription: Subscription, undo?: string): Shown => {
    const page = subscribedReply(head, subscription, services, undo)
    return { reply: isAlone ? { ...page, audience: 'asker' } : page }
  }
  // A line that comes twice, as after a crash, asks for one subscription.
  const same = here.find((known) => known.paused === undefined && isSame(known, wanted))
  if (same) return shown('You have this already:', same)
  if (here.length >= mostHere)
    throw new PaperboyError(
      `There are ${here.length} subscriptions here already, which is the limit.`,
      'Type subscriptions to see them, and unsubscribe from one first.',
      { type: ['subscriptions'] },
    )
  const { id, name = (await request.profile?.())?.name } = request.who
  const subscription: Subscription = {
    id: await freshId(services),
    to,
    owner: { id, ...(name !== undefined && { name: cleanLine(name, longestName) }) },
    ...wanted,
    less: [],
    createdAt: now,
    nextDue: nextRun(schedule, now).at,
    confirmed: confirmedBy(request, now),
  }
  await store.subscriptions.put(subscription)
  const head = isAlone ? 'Subscribed, by direct message.' : 'Subscribed.'
  return shown(head, subscription, isAlone ? undefined : `unsubscribe ${subscription.id}`)
}

function isSame(known: Subscription, wanted: Wanted): boolean {
  const essence = ({ schedule, top, quiet, ...taste }: Wanted) => {
    const { minute, days, zone, alternate } = schedule
    return JSON.stringify([tasteWishes(taste), minute, days, zone, alternate !== undefined, top, quiet])
  }
  return essence(known) === essence(wanted)
}
type Wanted = Taste & Pick<Subscription, 'schedule' | 'top' | 'quiet'>
