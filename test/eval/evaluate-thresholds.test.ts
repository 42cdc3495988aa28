import { describe, expect, it } from 'vitest'
import { areaUnder, formatCurves, type ScoredSet } from './evaluate-thresholds.ts'

const scored = (kind: string, doubt: number, lead = 0, far = 0) => ({
  ...{ kind, doubt, lead, far },
  answerable: kind === 'fact',
})
const set: ScoredSet = {
  name: 'pets',
  questions: [
    scored('fact', -0.2),
    scored('fact', Number.NEGATIVE_INFINITY, -0.1, -0.5),
    scored('unanswerable', -0.1),
    scored('unanswerable', Number.POSITIVE_INFINITY),
    scored('offtopic', 0, 0.12, -0.05),
  ],
}

describe('curves of the thresholds', () => {
  it('tell what is on which side of each limit, the calibrated one among them', () => {
    const told = formatCurves([set], {
      near: 0.21,
      sure: 0.3,
      lead: 0,
      margin: 0.05,
      doubt: -0.15,
      unsaid: 0,
    })
    expect(told).toMatch(/-0\.25 +1\.00 +0\.50/)
    expect(told).toMatch(/-0\.15 \* +1\.00 +0\.00/)
    expect(told).toMatch(/0\.10 +0\.50 +0\.00/)
    expect(told).toMatch(/0\.21 \* +1\.00 +0\.50/)
    expect(told.match(/0\.05 \*/g)).toHaveLength(1)
  })

  it('leave out sets that have nothing to part', () => {
    const all = formatCurves([set, { name: 'facts', questions: [scored('fact', 0)] }], {
      near: 0,
      sure: 0,
      lead: 0,
      margin: 0,
      doubt: 0,
      unsaid: 0,
    })
    expect(all).toContain('pets')
    expect(all).not.toContain('facts')
  })
})

it('the area under a curve is the share of pairs in the right order', () => {
  const [low, high] = [scored('fact', 0.1), scored('fact', 0.9)]
  expect(areaUnder([high], [low], 'doubt')).toBe(1)
  expect(areaUnder([low], [high], 'doubt')).toBe(0)
  expect(areaUnder([low, high], [low], 'doubt')).toBe(0.75)
})
