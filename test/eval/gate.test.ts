import { describe, expect, it } from 'vitest'
import { evaluatePart, parts } from './evaluate.ts'
import { holds } from './floor.ts'
import { judgeFigures, readFloors } from './floors.ts'
import { questionSets } from './sets.ts'

describe('quality', () => {
  it('does not fall below its floors', { timeout: 600_000 }, async () => {
    const sets = questionSets()
    const figures = []
    for (const part of parts) figures.push(...(await evaluatePart(part, sets)).figures)
    const verdicts = judgeFigures(figures, await readFloors(), true)
    expect(verdicts.length).toBeGreaterThan(100)
    expect(verdicts.filter((verdict) => !holds(verdict))).toEqual([])
  })
})
