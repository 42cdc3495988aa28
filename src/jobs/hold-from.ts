import type { Hold } from '../store/deliveries.ts'

/** A hold from now on, for so many milliseconds. */
export const holdFrom = (now: Date, holder: string, milliseconds: number): Hold => ({
  holder,
  now,
  until: new Date(now.getTime() + milliseconds),
})
