import { describe, expect, it } from 'vitest'
import { holds } from '../eval/floor.ts'
import { formatTimings, judgeTimings } from './report.ts'
import type { Timing } from './time-engine.ts'

const paperboy: Timing = {
  engine: 'Paperboy',
  papers: 76,
  questions: 118,
  buildSeconds: 0.1,
  megabytes: 20,
  search: { p50: 2, p95: 3 },
  answer: { p50: 4, p95: 6 },
}
const plain: Timing = {
  engine: 'plain',
  papers: 76,
  questions: 20,
  buildSeconds: 0.05,
  megabytes: 8.4,
  search: { p50: 8, p95: 9 },
}

describe('the report', () => {
  it('has a table for each size, with ratios to the first engine', () => {
    const [title, , , first = '', second = ''] = formatTimings([paperboy, plain]).split('\n')
    expect(title).toBe('76 papers')
    expect(first.split(/\s{2,}/)).toEqual([
      'Paperboy',
      '118',
      '0.10',
      'x 1.0',
      '2.00',
      '3.00',
      'x 1.0',
      '4.00',
      '6.00',
      '-',
      '-',
    ])
    expect(second.split(/\s{2,}/)).toEqual([
      'plain',
      '20',
      '0.05',
      'x 0.5',
      '8.00',
      '9.00',
      'x 4.0',
      '-',
      '-',
      '-',
      '-',
    ])
  })
})

describe('the floors', () => {
  it('hold when Paperboy is fast enough, and say nothing of sizes that were not run', () => {
    expect(judgeTimings([paperboy, plain], 400).every(holds)).toBe(true)
  })

  it('fail when an answer or the start takes too long', () => {
    const slow = { ...paperboy, answer: { p50: 10, p95: 12 } }
    const failed = judgeTimings([slow, plain], 1_501).filter((verdict) => !holds(verdict))
    expect(failed.map(({ name }) => name)).toEqual(['answer p50 ms at 76 papers', 'start to first answer ms'])
  })
})
