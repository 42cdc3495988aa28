import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Figure } from './figures.ts'
import type { Verdict } from './floor.ts'

/**
 * What was measured when a figure was last recorded, by what it is of and its measure. A floor is that, less what
 * chance may take away: the larger of 0.02 and one question.
 */
const Recorded = z.record(z.string(), z.record(z.string(), z.number()))
export type Recorded = z.infer<typeof Recorded>

const file = new URL('floors.json', import.meta.url)
const slack = 0.02
/** Figures are recorded with so many decimals. */
const decimals = 4

/** @throws when the file is missing or no record of figures */
export async function readFloors(): Promise<Recorded> {
  return Recorded.parse(JSON.parse(await readFile(file, 'utf8')))
}

/**
 * Every figure that has a floor beside it.
 *
 * @param whole whether everything was run: a floor of which nothing was measured is then broken, too
 */
export function judgeFigures(
  figures: readonly Figure[],
  recorded: Recorded,
  whole: boolean,
): readonly Verdict[] {
  const verdicts = figures.flatMap((figure): readonly Verdict[] => {
    const { of, measure, value, asked, less, exact } = figure
    const last = recorded[of]?.[measure]
    if (last === undefined) return []
    const chance = exact ? 0 : Math.max(slack, 1 / asked)
    const limit = less ? last + chance : last - chance
    // What was rounded when it was recorded holds.
    const rounding = 10 ** -decimals
    return [
      {
        name: `${of}: ${measure}`,
        measured: value,
        bound: less ? 'at most' : 'at least',
        limit: less ? limit + rounding : limit - rounding,
      },
    ]
  })
  const measured = new Set(verdicts.map(({ name }) => name))
  const lost = Object.entries(recorded).flatMap(([of, measures]) =>
    Object.keys(measures)
      .map((measure) => `${of}: ${measure}`)
      .filter((name) => whole && !measured.has(name)),
  )
  return [
    ...verdicts,
    ...lost.map((name): Verdict => ({ name, measured: Number.NaN, bound: 'at least', limit: 0 })),
  ]
}

/**
 * Records figures that are new or better than before; what became worse stays as it was, to be lowered by hand in a
 * commit that says why.
 *
 * @returns how many were recorded
 */
export async function recordFigures(figures: readonly Figure[]): Promise<number> {
  const before = await readFloors().catch((): Recorded => ({}))
  const next: Recorded = structuredClone(before)
  let count = 0
  for (const { of, measure, value, less } of figures) {
    const last = before[of]?.[measure]
    if (last !== undefined && (less ? value >= last : value <= last)) continue
    next[of] = { ...next[of], [measure]: Number(value.toFixed(decimals)) }
    count += 1
  }
  await writeFile(file, `${JSON.stringify(next, undefined, 2)}\n`)
  return count
}
