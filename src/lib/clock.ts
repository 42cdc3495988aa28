/** Where the time comes from; tests bring their own. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }

/** Midnight before a moment, in the time zone of the process, which is that of the setting `TIME_ZONE`. */
export function startOfDay(now: Date): Date {
  const day = new Date(now)
  day.setHours(0, 0, 0, 0)
  return day
}
