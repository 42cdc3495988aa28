import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { averagePrecision, normalizedGain, recall, reciprocalRank } from './ranking-measures.ts'

const grades = new Map([
  ['good', 2],
  ['fair', 1],
  ['bad', 0],
])

describe('nDCG', () => {
  it('is 1 for the best order', () => expect(normalizedGain(['good', 'fair', 'bad'], grades, 10)).toBe(1))

  it('weighs grades linearly and ranks by log2(rank + 1)', () => {
    const ideal = 2 + 1 / Math.log2(3)
    expect(normalizedGain(['bad', 'fair', 'good'], grades, 10)).toBeCloseTo((1 / Math.log2(3) + 1) / ideal)
  })

  it('sees nothing below its depth', () => {
    expect(normalizedGain(['bad', 'good'], grades, 1)).toBe(0)
  })

  it('never falls when a better paper takes the place of the worse one before it', () => {
    const papers = ['good', 'fair', 'bad', 'unjudged', 'other']
    const shuffled = fc.shuffledSubarray(papers, { minLength: papers.length })
    const grade = (id: string) => grades.get(id) ?? 0
    fc.assert(
      fc.property(shuffled, fc.nat(papers.length - 2), (ranking, position) => {
        const [before = '', after = ''] = ranking.slice(position)
        fc.pre(grade(after) > grade(before))
        const better = ranking.with(position, after).with(position + 1, before)
        expect(normalizedGain(better, grades, 10)).toBeGreaterThan(normalizedGain(ranking, grades, 10))
      }),
    )
  })
})

describe('recall and reciprocal rank', () => {
  it('count relevant papers only', () => {
    expect(recall(['bad', 'fair'], grades, 10)).toBe(0.5)
    expect(recall(['bad', 'fair'], grades, 1)).toBe(0)
    expect(reciprocalRank(['bad', 'fair', 'good'], grades, 10)).toBe(0.5)
    expect(reciprocalRank(['bad'], grades, 10)).toBe(0)
  })
})

describe('average precision', () => {
  it('is the mean over relevant papers of the precision at their ranks', () => {
    expect(averagePrecision(['good', 'fair'], grades)).toBe(1)
    expect(averagePrecision(['bad', 'good', 'other', 'fair'], grades)).toBe((1 / 2 + 2 / 4) / 2)
    expect(averagePrecision(['good'], grades)).toBe(0.5)
    expect(averagePrecision(['bad'], grades)).toBe(0)
  })
})
