import type { Verdict } from '../eval/floor.ts'
import { formatTable } from '../eval/table.ts'
import type { Timing } from './time-engine.ts'

/** A table for each number of papers; ratios are to the first engine, above 1 for slower. */
export function formatTimings(timings: readonly Timing[]): string {
  const sizes = [...new Set(timings.map(({ papers }) => papers))]
  return sizes
    .map((size) => {
      const [first, ...others] = timings.filter(({ papers }) => papers === size)
      const rows = [first, ...others].flatMap((timing) => (timing ? [row(timing, first)] : []))
      const head = [
        'search p50 ms',
        'search p95 ms',
        'to search',
        'answer p50 ms',
        'answer p95 ms',
        'summary p50 ms',
        'summary p95 ms',
      ]
      const table = formatTable(['engine', 'questions', 'build s', 'to build', ...head], rows)
      return `${size.toLocaleString('en')} papers\n${table}\n`
    })
    .join('\n')
}

function row(timing: Timing, first: Timing | undefined) {
  const { engine, questions, buildSeconds, search, answer, summarize } = timing
  return [
    engine,
    questions,
    buildSeconds.toFixed(2),
    ratio(buildSeconds, first?.buildSeconds),
    search.p50?.toFixed(2),
    search.p95?.toFixed(2),
    ratio(search.p50, first?.search.p50),
    answer?.p50?.toFixed(2),
    answer?.p95?.toFixed(2),
    summarize?.p50?.toFixed(2),
    summarize?.p95?.toFixed(2),
  ]
}

function ratio(value: number | undefined, base: number | undefined): string | undefined {
  return value === undefined || base === undefined ? undefined : `x ${(value / base).toFixed(1)}`
}

/** What Paperboy's times are held to, in milliseconds; sizes that were not run say nothing. */
export function judgeTimings(timings: readonly Timing[], coldStart: number | undefined): readonly Verdict[] {
  const at = (size: number) => timings.find(({ papers, answer }) => papers === size && answer)
  return [
    { name: 'answer p50 ms at 76 papers', measured: at(76)?.answer?.p50, bound: 'under', limit: 10 },
    { name: 'search p50 ms at 10,000 papers', measured: at(10_000)?.search.p50, bound: 'under', limit: 5 },
    {
      name: 'summary p95 ms at 10,000 papers',
      measured: at(10_000)?.summarize?.p95,
      bound: 'under',
      limit: 1_000,
    },
    { name: 'start to first answer ms', measured: coldStart, bound: 'under', limit: 1_500 },
  ]
}
