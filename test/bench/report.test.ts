import { describe, expect, it } from 'vitest'
import { holds } from '../eval/floor.ts'
import { formatBeside, formatQuality, formatTimings, judgeTimings } from './report.ts'
import type { Timing } from './time-engine.ts'

const paperboy: Timing = {
  engine: 'Paperboy',
  papers: 76,
  questions: 118,
  buildSeconds: 0.1,
  megabytes: 20,
  search: { first: 5, p50: 2, p95: 3 },
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

describe('engines that ran by themselves', () => {
  const cellsOf = (line: string | undefined) => line?.split(/\s{2,}/)

  it('have their speed and memory in a row, with the ratio to the first', () => {
    const [title, , , first, second] = formatBeside(76, [
      { engine: 'one', result: paperboy },
      { engine: 'other', result: plain },
    ]).split('\n')
    expect(title).toBe('76 papers')
    expect(cellsOf(first)).toEqual(['one', '118', '0.10', '760', '5.00', '2.00', '3.00', 'x 1.0', '20'])
    expect(cellsOf(second)).toEqual(['other', '20', '0.05', '1520', '-', '8.00', '9.00', 'x 4.0', '8'])
  })

  it('have only the reason when they failed, and no ratios to what is not there', () => {
    const [, , , first, second] = formatBeside(76, [
      { engine: 'one', result: { failed: 'did not fit' } },
      { engine: 'other', result: plain },
    ]).split('\n')
    expect(first).toBe('one: did not fit')
    expect(cellsOf(second)).toEqual(['other', '20', '0.05', '1520', '-', '8.00', '9.00', '-', '8'])
  })

  it('have the quality with four decimals', () => {
    const measured = { papers: 2, queries: 1, 'nDCG@10': 0.70334, 'Recall@100': 1, 'p50 ms': 3.14 }
    const [, , first, second] = formatQuality([
      { engine: 'one', result: measured },
      { engine: 'other', result: { failed: 'failed: boom' } },
    ]).split('\n')
    expect(cellsOf(first)).toEqual(['one', '0.7033', '1.0000', '-', '3.1'])
    expect(second).toBe('other: failed: boom')
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
