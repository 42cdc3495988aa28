import { isForReader, subscriptionInWords, untilResumed } from '../digests/describe.ts'
import { afterPause, latestRun, nextRun } from '../digests/schedule.ts'
import { readWishes, type Wishes, wishesTyped } from '../digests/words.ts'
import type { Request } from '../platform/request.ts'
import { paragraph, reply, run } from '../replies/build.ts'
import type { Schedule, Subscription } from '../store/subscriptions.ts'
import type { Input, Shown } from './command.ts'
import type { Services } from './services.ts'
import { checkCanPost, checkMayUse, noneHere } from './subscription-place.ts'
import { editUsageReply, problemOf } from './subscription-questions.ts'
import { isNothing, tasteAfter, tasteUndoing, tasteWishes } from './subscription-taste.ts'
import { subscribedReply } from './subscription-view.ts'
import { whichSubscription } from './which-subscription.ts'

/**
 * Changes of a subscription what is said, and nothing else.
 *
 * @param id or "it"
 * @throws PaperboyError when there is none, this person may not, or it would be too much
 */
export async function edit(
  id: string,
  words: string,
  { request }: Pick<Input, 'request'>,
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
  const added = await store.papers.added()
  const wanted = edited(known, read.wishes, now, added)
  if (isNothing(wanted)) return end(known, services)
  const changed = await store.subscriptions.change(known.id, (latest) => {
    const { paused, ...active } = edited(latest, read.wishes, now, added)
    const confirmed = confirmedBy(request, now)
    // A pause that its place brought about, and that its owner sees, is lifted; one that came meanwhile is not.
    return paused === undefined ||
      (paused === known.paused && paused !== untilResumed && !isForReader(latest))
      ? { ...active, confirmed }
      : { ...active, confirmed, paused }
  })
  if (!changed) throw noneHere(known.id)
  const undo = `subscribe edit ${known.id} ${wishesTyped(undoing(known, changed))}`
  return { reply: subscribedReply('Changed.', changed, services, undo) }
}

/** Ends a subscription. */
export async function end(subscription: Subscription, { store }: Pick<Services, 'store'>): Promise<Shown> {
  await store.subscriptions.remove(subscription.id)
  const words = `Unsubscribed. It was: ${subscriptionInWords(subscription)}`
  return {
    reply: reply({
      summary: words,
      tone: 'answer',
      blocks: [paragraph(words)],
      // Who reads a mail is asked anew, so that it is no undoing.
      actions:
        subscription.to.platform === 'mail' ? [] : [run('Undo', `subscribe ${typedAgain(subscription)}`)],
      data: { unsubscribed: subscription.id },
    }),
  }
}

/** What "it" means in the next line. */
export const confirmedBy = ({ who, where }: Request, at: Date): NonNullable<Subscription['confirmed']> => ({
  conversation: where.conversation,
  by: who.id,
  at,
})

/** The words that make a subscription what it is. */
const typedAgain = (subscription: Subscription): string =>
  wishesTyped({ ...tasteWishes(subscription), ...whenWishes(subscription) })

type When = Pick<Wishes, 'minute' | 'days' | 'alternate' | 'zone' | 'top' | 'quiet'>

function whenWishes({ schedule, top, quiet }: Subscription): When {
  const { minute, days, zone, alternate } = schedule
  return { minute, days, ...(alternate !== undefined && { alternate: true as const }), zone, top, quiet }
}

/** The wishes that make a subscription what it was: they say what is different. */
function undoing(known: Subscription, changed: Subscription): Wishes {
  const was = whenWishes(known)
  const { minute, days, alternate, zone, top, quiet } = was
  const is = whenWishes(changed)
  const differs = (part: keyof When) => JSON.stringify(was[part]) !== JSON.stringify(is[part])
  const isOnOtherDays = differs('days') || differs('alternate')
  return {
    ...tasteUndoing(known, changed),
    ...(differs('minute') && minute !== undefined && { minute }),
    ...(isOnOtherDays && days && { days }),
    ...(isOnOtherDays && alternate && { alternate }),
    ...(differs('zone') && zone !== undefined && { zone }),
    ...(differs('top') && top !== undefined && { top }),
    ...(differs('quiet') && quiet && { quiet }),
  }
}

/** @param now the first of alternating days is the next on which a post can come */
export function scheduleOf(
  { minute, days, zone, alternate }: Pick<Schedule, 'minute' | 'days' | 'zone'> & Pick<Wishes, 'alternate'>,
  now: Date,
): Schedule {
  const schedule = { minute, days, zone }
  return alternate ? { ...schedule, alternate: nextRun(schedule, now).day } : schedule
}

function edited(known: Subscription, wishes: Wishes, now: Date, added: number): Subscription {
  const { topic: _, only: __, without: ___, authors: ____, watches: _____, alone: ______, ...rest } = known
  const { minute, days, zone } = { ...known.schedule, ...wishes }
  const asked = { minute, days, zone }
  const from = afterPause(asked, known.pausedUntil, now)
  const isAlternate = wishes.alternate === true && wishes.days !== undefined
  const kept = wishes.days === undefined && known.schedule.alternate
  const schedule: Schedule = isAlternate
    ? { ...asked, alternate: nextAfterServed(known, asked, from, now).day }
    : { ...asked, ...(kept && { alternate: kept }) }
  return {
    ...rest,
    ...tasteAfter(known, wishes, added),
    schedule,
    top: wishes.top ?? known.top,
    quiet: wishes.quiet ?? known.quiet,
    nextDue: nextAfterServed(known, schedule, from, now).at,
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
