import type { Schedule, Subscription } from '../store/subscriptions.ts'
import { daysInWords } from './day-words.ts'
import { nextRuns } from './schedule.ts'
import { timeInWords } from './time-words.ts'

/** `Every weekday at 9:00 (Europe/Paris): up to 5 papers about diffusion.` */
export function subscriptionInWords({ schedule, top, topic }: Subscription): string {
  const papers = top === 1 ? 'one paper' : `up to ${top} papers`
  const about = topic === undefined ? '' : ` about ${topic}`
  return `${daysInWords(schedule.days)} at ${timeInWords(schedule.minute)} (${schedule.zone}): ${papers}${about}.`
}

/** The next three posts on the readers' clock: `Thu 26 Nov 09:00, Fri 27 Nov 09:00, …`. */
export function nextInWords(schedule: Schedule, now: Date): string {
  const shown = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: schedule.zone,
  })
  return nextRuns(schedule, now, 3)
    .map(({ at }) => shown.format(at).replaceAll(',', ''))
    .join(', ')
}
