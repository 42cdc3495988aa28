import { describe, expect, it } from 'vitest'
import { readPeriod } from '../../../src/answering/topic/period.ts'

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
