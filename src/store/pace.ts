import { z } from 'zod'
import { readJson } from './json-columns.ts'

/** Of something at most so many in so many milliseconds. */
export type RateLimit = { most: number; within: number }

/** What all processes that share the database may do only so often together, such as asking one server. */
export type PaceLog = {
  /**
   * Takes so many turns, behind those that were taken before by whomever.
   *
   * @returns in how many milliseconds each of them is, ascending
   */
  reserve(name: string, count: number, pace: RateLimit): Promise<readonly number[]>
}

/** How far ahead turns are believed, in milliseconds and windows: what is later was written by a clock that ran ahead. */
const furthest = { milliseconds: 60_000, windows: 60 }

/** Turns behind those that were taken; all moments in milliseconds since 1970. */
export function takeTurns(
  taken: readonly number[],
  now: number,
  count: number,
  { most, within }: RateLimit,
): { turns: readonly number[]; taken: readonly number[] } {
  const last = now + Math.max(furthest.milliseconds, furthest.windows * within)
  const known = taken.filter((at) => at <= last)
  for (let turn = 0; turn < count; turn++)
    known.push(Math.max(now, (known.at(-most) ?? Number.NEGATIVE_INFINITY) + within))
  return { turns: known.slice(-count), taken: known.slice(-most) }
}

const Taken = z.array(z.number())

/** The turns in a row; none where nothing is known. */
export const readTaken = (value: unknown): readonly number[] =>
  typeof value === 'string' ? (Taken.safeParse(readJson(value)).data ?? []) : []
