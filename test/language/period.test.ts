import { describe, expect, it } from 'vitest'
import { readDay, readPeriod, spansIn } from '../../src/language/period.ts'

/** A Friday. */
const today = '2025-03-14'

const read = (text: string) => {
  const { topic, period } = readPeriod(text, today)
  return period ? `${topic} | ${period.from} ${period.to}` : topic
}

describe('a span of time behind a topic', () => {
  it.each([
    ['diffusion this week', 'diffusion | 2025-03-10 2025-03-14'],
    ['diffusion last week', 'diffusion | 2025-03-03 2025-03-09'],
    ['diffusion from last month', 'diffusion | 2025-02-01 2025-02-28'],
    ['ranking this year?', 'ranking | 2025-01-01 2025-03-14'],
    ['diffusion since March', 'diffusion | 2025-03-01 2025-03-14'],
    ['diffusion since April', 'diffusion | 2024-04-01 2025-03-14'],
    ['fairness in March 2024', 'fairness | 2024-03-01 2024-03-31'],
    ['fairness in 2024', 'fairness | 2024-01-01 2024-12-31'],
    ['fairness in 2024-02', 'fairness | 2024-02-01 2024-02-29'],
    ['fairness on 2025-03-13', 'fairness | 2025-03-13 2025-03-13'],
    ['fairness 2025-03-01..2025-03-05', 'fairness | 2025-03-01 2025-03-05'],
    ['fairness from 2025-03-01 to 2025-03-05', 'fairness | 2025-03-01 2025-03-05'],
    ['fairness between January 2025 and February 2025', 'fairness | 2025-01-01 2025-02-28'],
    ['agents over the last 7 days', 'agents | 2025-03-08 2025-03-14'],
    ['agents yesterday', 'agents | 2025-03-13 2025-03-13'],
    ['today', ' | 2025-03-14 2025-03-14'],
    ['this week', ' | 2025-03-10 2025-03-14'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected))

  it.each([
    'diffusion',
    'time series over time',
    'in context learning',
    'fairness on 2025-02-30',
    'fairness in 2025-13',
    'fairness from 2025-03-05 to 2025-03-01',
    'what weeks hold',
  ])('%s stays as it is', (text) => expect(read(text)).toBe(text))
})

describe('a day in words', () => {
  it.each([
    ['2025-03-13', '2025-03-13'],
    ['yesterday', '2025-03-13'],
    ['mon', '2025-03-10'],
    ['friday', '2025-03-14'],
    ['13 March', '2025-03-13'],
    ['March 15th', '2024-03-15'],
    ['1 Jan 2020', '2020-01-01'],
    ['31 June', undefined],
    ['2025-02-30', undefined],
    ['soon', undefined],
  ])('%s', (said, day) => expect(readDay(said, '2025-03-14')).toBe(day))
})

describe('spans of time within a line', () => {
  const spans = (line: string) => spansIn(line, today).map(({ from, to, words }) => `${words}: ${from} ${to}`)

  it.each([
    ['what came in since Monday?', 'since Monday: 2025-03-10 2025-03-14'],
    ['anything from May 6?', 'from May 6: 2024-05-06 2024-05-06'],
    ['papers of 6 May 2024 with code', 'of 6 May 2024: 2024-05-06 2024-05-06'],
    ['papers before 2025 about music', 'before 2025: 0001-01-01 2024-12-31'],
    ['papers after March 12', 'after March 12: 2025-03-13 2025-03-14'],
    ['papers until last week on fairness', 'until last week: 0001-01-01 2025-03-09'],
    ['papers between May 1 and May 6', 'between May 1 and May 6: 2024-05-01 2024-05-06'],
    ['what was added two weeks ago', undefined],
    ['a second opinion in the long run', undefined],
    ['papers in 2 years', undefined],
    ['may I see it on sun exposure', undefined],
    ['marching in a row', undefined],
  ])('%s', (line, ...expected) => expect(spans(line)).toEqual(expected.filter((one) => one !== undefined)))
})
