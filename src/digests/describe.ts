import type { Schedule, Subscription } from '../store/subscriptions.ts'
import { daysInWords } from './day-words.ts'
import { beforeDay, nextRuns } from './schedule.ts'
import { timeInWords } from './time-words.ts'

/** Milliseconds after which a day's name is told with its year. */
const aYear = 330 * 24 * 3_600_000

/**
 * `Every weekday at 9:00 (Europe/Paris): up to 5 papers about diffusion, without surveys, papers by Ada Lovelace first.
 * Watched until a new paper answers it: “Does it scale?”`
 */
export function subscriptionInWords(subscription: Subscription): string {
  const { schedule, watches = [] } = subscription
  const days = daysInWords(schedule.days, schedule.alternate !== undefined)
  const when = `${days} at ${timeInWords(schedule.minute)} (${schedule.zone})`
  const open = watches.flatMap(({ question, answered }) => (answered === undefined ? [`“${question}”`] : []))
  const answered = watches.flatMap((one) =>
    one.answered === undefined ? [] : [` Answered on ${dayAndMonth(one.answered)}: “${one.question}”.`],
  )
  const watched = open.length === 0 ? '' : ` Watched until a new paper answers it: ${all.format(open)}.`
  return `${when}: ${papersInWords(subscription)}.${watched}${answered.join('')}`
}

function papersInWords({ top, topic, only = [], without = [], authors = [], alone }: Subscription): string {
  const papers = top === 1 ? 'one paper' : `up to ${top} papers`
  const unwanted = without.length === 0 ? '' : `, without ${any.format(without)}`
  if (alone)
    return authors.length === 0
      ? 'answers to what is watched, nothing else'
      : `${papers} by ${any.format(authors)}${unwanted}`
  const about = topic === undefined ? '' : ` about ${topic}`
  const wanted = only.length === 0 ? '' : `, only with ${all.format(only)}`
  const followed = authors.length === 0 ? '' : `, papers by ${any.format(authors)} first`
  return `${papers}${about}${wanted}${unwanted}${followed}`
}

const any = new Intl.ListFormat('en', { type: 'disjunction' })
const all = new Intl.ListFormat('en', { type: 'conjunction' })
const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' })
/** Of an ISO day; what is not one stays as it is. */
const dayAndMonth = (day: string): string =>
  Number.isNaN(Date.parse(day)) ? day : dayFormat.format(new Date(day))

/** What was thought of papers: `Liked: 2 papers; unwanted: 1.`; undefined where nothing was. */
export function likesInWords({ likes = [], less }: Subscription): string | undefined {
  const papers = (ids: readonly string[]) => `${ids.length} ${ids.length === 1 ? 'paper' : 'papers'}`
  const parts = [
    ...(likes.length === 0 ? [] : [`liked: ${papers(likes)}`]),
    ...(less.length === 0 ? [] : [`unwanted: ${papers(less)}`]),
  ].join('; ')
  return parts === '' ? undefined : `${parts.charAt(0).toUpperCase()}${parts.slice(1)}.`
}

/** Why one is paused that somebody wants no posts of, for no certain time. */
export const untilResumed = 'until somebody says resume.'

/** Why one is paused whose reader has not said yet that they want it. */
export const unconfirmed = 'its reader has not confirmed it yet.'

/** Why one is paused whose reader wants no mail for now: the person who asked for it cannot bring it back. */
export const pausedByReader = 'its reader paused it.'

/** Whether only its reader has it sent again: who asked for it may end it. */
export const isForReader = ({ paused }: Pick<Subscription, 'paused'>): boolean =>
  paused === unconfirmed || paused === pausedByReader

/** Why nothing is sent at a moment: `Paused until 10 January.`; undefined when it is sent. */
export function pauseInWords({ paused, pausedUntil, schedule }: Subscription, now: Date): string | undefined {
  if (paused !== undefined) return paused === untilResumed ? `Paused ${paused}` : `Paused: ${paused}`
  if (pausedUntil === undefined || beforeDay(schedule.zone, pausedUntil) < now) return undefined
  const format = { day: 'numeric', month: 'long', timeZone: 'UTC' } as const
  const day = new Date(pausedUntil)
  const isFar = day.getTime() - now.getTime() > aYear
  return `Paused until ${new Intl.DateTimeFormat('en-GB', { ...format, ...(isFar && { year: 'numeric' }) }).format(day)}.`
}

/** Whom a place owes a subscription, in words: `Set up by Alice.`; undefined where nobody else reads it. */
export const setUpInWords = ({ owner, to }: Subscription): string | undefined =>
  to.kind === 'direct' || owner.name === undefined ? undefined : `Set up by ${owner.name}.`

/** The next three posts, and each on the clock of the schedule: `Thu 26 Nov 09:00`. */
export function nextInWords(schedule: Schedule, now: Date): readonly { at: Date; words: string }[] {
  const shown = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: schedule.zone,
  })
  return nextRuns(schedule, now, 3).map(({ at }) => ({ at, words: shown.format(at).replaceAll(',', '') }))
}
