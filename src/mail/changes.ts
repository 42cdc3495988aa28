import { pausedByReader } from '../digests/describe.ts'
import { afterPause, nextRun } from '../digests/schedule.ts'
import type { Subscription, Weekday } from '../store/subscriptions.ts'

type Change = {
  label: string
  /** What becomes of a subscription. */
  change(known: Subscription, now: Date): Subscription
  /** Whether it is like that already. */
  is(known: Subscription): boolean
}

/** What a reader may change of a subscription, by the name that a form posts. */
export const changes: Readonly<Record<string, Change>> = {
  pause: {
    label: 'Pause it',
    change: (known) => ({ ...known, paused: pausedByReader }),
    is: ({ paused }) => paused !== undefined,
  },
  resume: { label: 'Send it again', change: resumed, is: ({ paused }) => paused === undefined },
  weekly: onDays('Once a week, on Mondays', [1]),
  weekdays: onDays('Every weekday', [1, 2, 3, 4, 5]),
  three: atMost('At most three papers', 3),
  ten: atMost('At most ten papers', 10),
}

/** Comes again, from its next day on. */
export function resumed({ paused: _, pausedUntil: __, ...known }: Subscription, now: Date): Subscription {
  return { ...known, nextDue: nextRun(known.schedule, now).at }
}

function onDays(label: string, days: readonly Weekday[]): Change {
  return {
    label,
    change(known, now) {
      const { alternate: _, ...schedule } = { ...known.schedule, days }
      const from = afterPause(schedule, known.pausedUntil, now)
      return { ...known, schedule, nextDue: nextRun(schedule, from).at }
    },
    is: ({ schedule }) => schedule.alternate === undefined && schedule.days.join() === days.join(),
  }
}

function atMost(label: string, top: number): Change {
  return { label, change: (known) => ({ ...known, top }), is: (known) => known.top === top }
}
