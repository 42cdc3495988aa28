import type { Moment } from '../../fakes/moments.ts'
import type { Kill } from './stage.ts'

/** What goes wrong: one kill for each life that ends before its time. */
export type Case = { what: string; kills: readonly Kill[] }

export const at = (call: string, nth: number, moment: Moment): Kill => ({ call, nth, moment })

const moments = ['arrived', 'recorded', 'answered'] as const
/** Each of so many such calls, by what it is called, at each moment. */
export const every = (what: string, call: string, calls: number): readonly Case[] =>
  Array.from({ length: calls }, (_, index) => index + 1).flatMap((nth) =>
    moments.map((moment) => ({ what: `${what} ${nth} ${moment}`, kills: [at(call, nth, moment)] })),
  )

/** So long after a call, in milliseconds, its process waits before the next. */
const between = 300
/** The same with processes that are frozen, and woken when others have ended the work; also a while behind each call. */
export const everyFrozen = (what: string, call: string, calls: number): readonly Case[] =>
  [
    ...every(what, call, calls),
    ...Array.from({ length: calls }, (_, index) => ({
      what: `behind ${what} ${index + 1}`,
      kills: [{ ...at(call, index + 1, 'answered'), later: between }],
    })),
  ].map((one) => ({
    what: `${one.what}, frozen`,
    kills: one.kills.map((kill) => ({ ...kill, how: 'frozen' as const })),
  }))

/** Whether everything is played, which takes long, or a sample. */
export const isWhole = process.env.MATRIX === 'whole'

/** Those of a sample, whose parts are named by engine and platform. */
export const chosen = <One extends { what: string }>(
  cases: readonly One[],
  sample: Readonly<Record<string, RegExp>>,
  part: string,
): readonly One[] => cases.filter(({ what }) => isWhole || sample[part]?.test(what))
