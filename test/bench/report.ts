import type { Measured } from '../eval/collection/evaluate-collection.ts'
import type { Verdict } from '../eval/floor.ts'
import { type Cell, formatTable } from '../eval/table.ts'
import type { Failure } from './run-alone.ts'
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
      return titled(size, table)
    })
    .join('\n')
}

/** What came of an engine that ran in a process of its own. */
export type Beside<Result> = { engine: string; result: Result }

/** What engines take over a number of papers; the ratio is to the first, above 1 for slower. */
export function formatBeside(size: number, engines: readonly Beside<Timing | Failure>[]): string {
  const [first] = engines
  const base = first && !('failed' in first.result) ? first.result.search.p50 : undefined
  const head = [
    'questions',
    'build s',
    'papers/s',
    'first p50 ms',
    'search p50 ms',
    'search p95 ms',
    'to search',
    'memory MB',
  ]
  const table = formatEngines(
    head,
    engines,
    ({ papers, questions, buildSeconds, search: { first: unread, p50, p95 }, megabytes }) => [
      questions,
      buildSeconds.toFixed(2),
      (papers / buildSeconds).toFixed(0),
      unread?.toFixed(2),
      p50?.toFixed(2),
      p95?.toFixed(2),
      ratio(p50, base),
      megabytes.toFixed(0),
    ],
  )
  return titled(size, table)
}

/** How well engines find what a collection wants, with four decimals as papers on retrieval give them. */
export function formatQuality(engines: readonly Beside<Measured | Failure>[]): string {
  const scores = ['nDCG@10', 'Recall@100', 'MRR@10'] as const
  const table = formatEngines([...scores, 'p50 ms'], engines, (measured) => [
    ...scores.map((score) => measured[score]?.toFixed(4)),
    measured['p50 ms']?.toFixed(1),
  ])
  return `${table}\n`
}

/** A row for each engine; one that failed has only the reason. */
function formatEngines<Result extends object>(
  head: readonly string[],
  engines: readonly Beside<Result | Failure>[],
  cells: (result: Result) => readonly Cell[],
): string {
  const rows = engines.map(({ engine, result }) =>
    'failed' in result ? [`${engine}: ${result.failed}`] : [engine, ...cells(result)],
  )
  return formatTable(['engine', ...head], rows)
}

function titled(size: number, table: string): string {
  return `${size.toLocaleString('en')} papers\n${table}\n`
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
