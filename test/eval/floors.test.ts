import { describe, expect, it } from 'vitest'
import { holds } from './floor.ts'
import { judgeScores, meanScore, type ScoredQuestion } from './floors.ts'

const found: ScoredQuestion = { kind: 'fact', score: { first: 1, refused: 0, failures: [] } }
const missed: ScoredQuestion = { kind: 'chatty', score: { first: 0, refused: 1, failures: [] } }

describe('the mean of a measure', () => {
  it('is over the questions of the kinds that have it', () => {
    expect(meanScore([found, missed], ['fact', 'chatty'], 'first')).toBe(0.5)
    expect(meanScore([found, missed], ['fact'], 'first')).toBe(1)
  })

  it('is undefined where no question has it', () => {
    expect(meanScore([found, missed], ['topic'], 'first')).toBeUndefined()
    expect(meanScore([found, missed], ['fact'], 'recallInTen')).toBeUndefined()
  })
})

describe('floors', () => {
  it('fail below what they ask for and above what they allow', () => {
    const failed = judgeScores([found, missed]).filter((verdict) => !holds(verdict))
    expect(failed.map(({ name }) => name)).toEqual([
      'fact + chatty: wanted paper first',
      'answerable but refused (paraphrase apart)',
    ])
  })

  it('say nothing of kinds that were not asked', () => {
    expect(judgeScores([]).every(holds)).toBe(true)
  })
})

describe('a bound', () => {
  it.each([
    ['at least', 1, true],
    ['at least', 0.99, false],
    ['at most', 1, true],
    ['at most', 1.01, false],
    ['under', 1, false],
    ['under', 0.99, true],
  ] as const)('of %s 1 on %d: %s', (bound, measured, expected) =>
    expect(holds({ name: 'a floor', bound, limit: 1, measured })).toBe(expected),
  )
})
