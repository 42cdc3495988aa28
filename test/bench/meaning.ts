import { join } from 'node:path'
import type { Verdict } from '../eval/floor.ts'
import { formatTable } from '../eval/table.ts'
import { findEngine } from './engines.ts'
import { type Failure, runAlone } from './run-alone.ts'
import { Timing } from './time-engine.ts'

const bench = join(import.meta.dirname, 'main.ts')
/** How long a question may take, in milliseconds at the middle, at a number of papers. */
const limits: Readonly<Record<number, number>> = { 1000: 30, 10000: 60 }
/** Up to so many papers, each is embedded. */
const mostEmbedded = 100

/**
 * What search by meaning costs beside words alone, over so many papers, each in a process of its own: time to build, for
 * a question until its whole answer is there, and memory. On Postgres in the process at 10,000 papers, search alone.
 */
export async function benchMeaning(
  sizes: readonly number[],
): Promise<{ table: string; verdicts: readonly Verdict[] }> {
  const rows: (readonly (string | number | undefined)[])[] = []
  const verdicts: Verdict[] = []
  for (const size of sizes) {
    const engines = [
      'words',
      size <= mostEmbedded ? 'meaning' : 'meaning-made',
      ...(size === 10_000 ? ['pglite', 'pglite-made'] : []),
    ]
    for (const name of engines) {
      const result = await runAlone([bench, '--engine', name, '--size', String(size), '--json'], Timing)
      rows.push([size.toLocaleString('en'), findEngine(name).name, ...cells(result)])
      const limit = limits[size]
      if (limit === undefined || !name.startsWith('meaning')) continue
      const measured = 'failed' in result ? undefined : result.answer?.p50
      verdicts.push({
        name: `question p50 ms by meaning, ${size.toLocaleString('en')} papers`,
        measured,
        bound: 'under',
        limit,
      })
    }
  }
  const head = ['papers', 'engine', 'build s', 'search p50 ms', 'p95', 'answer p50 ms', 'p95', 'memory MB']
  return { table: formatTable(head, rows), verdicts }
}

function cells(result: Timing | Failure): readonly (string | undefined)[] {
  if ('failed' in result) return [result.failed]
  const { buildSeconds, search, answer, megabytes } = result
  const times = [search.p50, search.p95, answer?.p50, answer?.p95].map((time) => time?.toFixed(1))
  return [buildSeconds.toFixed(1), ...times, megabytes.toFixed(0)]
}
