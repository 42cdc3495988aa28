import { describe, expect, it } from 'vitest'
import { holds } from './floor.ts'
import { judgeFigures } from './floors.ts'

const figure = { of: 'a set / fact / bot', measure: 'first', asked: 20 }

describe('a floor', () => {
  const recorded = { 'a set / fact / bot': { first: 0.9, wrongPaper: 0.1 } }
  const judge = (value: number, changes = {}) =>
    judgeFigures([{ ...figure, value, ...changes }], recorded, false).map(holds)

  it('allows what one question weighs below what was measured, and no more', () => {
    expect(judge(0.85)).toEqual([true])
    expect(judge(0.84)).toEqual([false])
  })

  it('allows two hundredths where a question weighs less', () => {
    expect(judge(0.88, { asked: 1_000 })).toEqual([true])
    expect(judge(0.87, { asked: 1_000 })).toEqual([false])
  })

  it('is a ceiling where less is better', () => {
    expect(judge(0.15, { measure: 'wrongPaper', less: true })).toEqual([true])
    expect(judge(0.16, { measure: 'wrongPaper', less: true })).toEqual([false])
  })

  it('allows nothing where chance has no part', () => {
    expect(judge(0.9, { exact: true })).toEqual([true])
    expect(judge(0.89, { exact: true })).toEqual([false])
  })

  it('is broken when nothing measures it any more, in a whole run', () => {
    expect(judgeFigures([], recorded, true).map(holds)).toEqual([false, false])
    expect(judgeFigures([], recorded, false)).toEqual([])
  })
})
