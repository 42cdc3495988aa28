/** Where the time comes from; tests bring their own. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }

/** Midnight before a moment, in the time zone of the process, which is that of the setting `TIME_ZONE`. */
export function startOfDay(now: Date): Date {
  const day = new Date(now)
  day.setHours(0, 0, 0, 0)
  return day
}

/**
 * The latest ISO day that a list of papers may be of: tomorrow, since lists open in the evening before and days begin
 * earlier in the east. A later one is a slip, and newest for ever if it counted.
 */
export function latestListDay(now: Date): string {
  return new Date(now.getTime() + 24 * 3_600_000).toISOString().slice(0, 10)
}

/** The ISO day of a moment in the time zone of the process. */
export function localDay(moment: Date): string {
  const [month, day] = [moment.getMonth() + 1, moment.getDate()].map((part) => String(part).padStart(2, '0'))
  return `${String(moment.getFullYear()).padStart(4, '0')}-${month}-${day}`
}
