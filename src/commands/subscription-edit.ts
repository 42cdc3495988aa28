import { isForReader, untilResumed } from '../digests/describe.ts'
import { afterPause, latestRun, nextRun } from '../digests/schedule.ts'
import { readWishes, type Wishes, wishesTyped } from '../digests/words.ts'
import type { Request } from '../platform/request.ts'
import { cleanLine } from '../replies/clean.ts'
import type { Schedule, Subscription } from '../store/subscriptions.ts'
import type { Input, Shown } from './command.ts'
import type { Services } from './services.ts'
import { checkCanPost, checkMayUse, noneHere } from './subscription-place.ts'
import { editUsageReply, problemOf } from './subscription-questions.ts'
import { subscribedReply } from './subscription-view.ts'
import { whichSubscription } from './which-subscription.ts'

/** Longest topic, or words that are not wanted, in UTF-16 units; and most of these. */
const longestTopic = 120
const mostUnwanted = 10

/**
 * Changes of a subscription what is said, and nothing else.
 *
 * @param id or "it"
 * @throws PaperboyError when there is none, or this person may not
 */
export async function edit(
  id: string,
  words: string,
  { request }: Input,
  services: Services,
): Promise<Shown> {
  const { store, clock } = services
  const which = await whichSubscription(id, request, services, (one) => `subscribe edit ${one} ${words}`)
  if ('ask' in which) return { reply: which.ask }
  const known = which.found
  const read = readWishes(words)
  const problem = problemOf(read, `subscribe edit ${known.id}`)
  if (problem) return problem
  if (Object.keys(read.wishes).length === 0) return { reply: editUsageReply(known) }
  await checkMayUse({ mayUse: 'subscribers' }, request, services, known)
  await checkCanPost(request)
  const now = clock.now()
  const changed = await store.subscriptions.change(known.id, (latest) => {
    const { paused, ...active } = edited(latest, read.wishes, now)
    const confirmed = confirmedBy(request, now)
    // A pause that its place brought about, and that its owner sees, is lifted; one that came meanwhile is not.
    return paused === undefined ||
      (paused === known.paused && paused !== untilResumed && !isForReader(latest))
      ? { ...active, confirmed }
      : { ...active, confirmed, paused }
  })
  if (!changed) throw noneHere(known.id)
  return {
    reply: subscribedReply('Changed.', changed, services, undoing(known, changed)),
  }
}

/** What "it" means in the next line. */
export const confirmedBy = ({ who, where }: Request, at: Date): NonNullable<Subscription['confirmed']> => ({
  conversation: where.conversation,
  by: who.id,
  at,
})

/** The words that make a subscription what it is. */
export const typedAgain = (subscription: Subscription): string => wishesTyped(wishesOf(subscription))

function wishesOf({ topic, schedule, top, quiet, without }: Subscription): Wishes {
  const { minute, days, zone, alternate } = schedule
  return {
    ...(topic !== undefined && { topic }),
    minute,
    days,
    ...(alternate !== undefined && { alternate: true as const }),
    zone,
    top,
    quiet,
    ...(without && { without }),
  }
}

/** The line that makes a subscription what it was: it says what is different. */
function undoing(known: Subscription, changed: Subscription): string {
  const was = wishesOf(known)
  const { topic = everything, minute, days, alternate, zone, top, quiet, without = [] } = was
  const is = wishesOf(changed)
  const differs = (part: keyof Wishes) => JSON.stringify(was[part]) !== JSON.stringify(is[part])
  const isOnOtherDays = differs('days') || differs('alternate')
  const wishes: Wishes = {
    ...(differs('topic') && { topic }),
    ...(differs('minute') && minute !== undefined && { minute }),
    ...(isOnOtherDays && days && { days }),
    ...(isOnOtherDays && alternate && { alternate }),
    ...(differs('zone') && zone !== undefined && { zone }),
    ...(differs('top') && top !== undefined && { top }),
    ...(differs('quiet') && quiet && { quiet }),
    ...(differs('without') && { without: [nothing, ...without] }),
  }
  return `subscribe edit ${known.id} ${wishesTyped(wishes)}`
}

/** What a topic, or words that are not wanted, are called when there are none. */
const everything = 'everything'
const nothing = 'nothing'

/** @param now the first of alternating days is the next on which a post can come */
export function scheduleOf(
  { minute, days, zone, alternate }: Pick<Schedule, 'minute' | 'days' | 'zone'> & Pick<Wishes, 'alternate'>,
  now: Date,
): Schedule {
  const schedule = { minute, days, zone }
  return alternate ? { ...schedule, alternate: nextRun(schedule, now).day } : schedule
}

/** What a post is about. */
export function tasteOf({ topic, without }: Wishes): Pick<Subscription, 'topic' | 'without'> {
  const about = cleanLine(topic ?? '', longestTopic)
  const unwanted = (without ?? [])
    .map((words) => cleanLine(words, longestTopic))
    .filter((words) => words !== '' && words !== nothing)
    .slice(0, mostUnwanted)
  return {
    ...(about !== '' && about !== everything && { topic: about }),
    ...(unwanted.length > 0 && { without: unwanted }),
  }
}

function edited(known: Subscription, wishes: Wishes, now: Date): Subscription {
  const { topic, without, ...rest } = known
  const { minute, days, zone } = { ...known.schedule, ...wishes }
  const asked = { minute, days, zone }
  const from = afterPause(asked, known.pausedUntil, now)
  const isAlternate = wishes.alternate === true && wishes.days !== undefined
  const kept = wishes.days === undefined && known.schedule.alternate
  const schedule: Schedule = isAlternate
    ? { ...asked, alternate: nextAfterServed(known, asked, from, now).day }
    : { ...asked, ...(kept && { alternate: kept }) }
  const before = { ...(topic !== undefined && { topic }), ...(without && { without }) }
  const said = tasteOf(wishes)
  return {
    ...rest,
    ...tasteAfter(before, wishes, said),
    schedule,
    top: wishes.top ?? known.top,
    quiet: wishes.quiet ?? known.quiet,
    nextDue: nextAfterServed(known, schedule, from, now).at,
  }
}

/** Another topic takes the place of the one before; words that are not wanted are added to those before. */
function tasteAfter(
  before: Pick<Subscription, 'topic' | 'without'>,
  wishes: Wishes,
  said: Pick<Subscription, 'topic' | 'without'>,
): Pick<Subscription, 'topic' | 'without'> {
  const topic = wishes.topic === undefined ? before.topic : said.topic
  const isAll = wishes.without?.includes(nothing) ?? false
  const without = [...new Set([...(isAll ? [] : (before.without ?? [])), ...(said.without ?? [])])]
  return {
    ...(topic !== undefined && { topic }),
    ...(without.length > 0 && { without: without.slice(-mostUnwanted) }),
  }
}

/** The next post by a changed schedule: a day has one, and that of today may be out already. */
function nextAfterServed(known: Subscription, schedule: Schedule, from: Date, now: Date) {
  if (from > now) return nextRun(schedule, from)
  const last = latestRun(known.schedule, now)
  const coming = nextRun(known.schedule, now)
  const isServed = known.paused === undefined && known.nextDue > now && last.at > known.createdAt
  // A post that its schedule would bring and that is not due was passed over for the same reason.
  const served = coming.at < known.nextDue ? coming.day : isServed ? last.day : undefined
  let next = nextRun(schedule, now)
  while (served !== undefined && next.day <= served) next = nextRun(schedule, next.at)
  return next
}
