import { mkdir } from 'node:fs/promises'
import { z } from 'zod'
import type { Engine, EngineKind } from '../../bench/engine.ts'
import { findEngine } from '../../bench/engines.ts'
import { formatVerdicts, holds, type Verdict } from '../floor.ts'
import { createProgress } from '../progress.ts'
import { mean, percentile } from '../statistics.ts'
import { formatTable } from '../table.ts'
import { withTemporaryFolder } from '../temporary-folder.ts'
import { normalizedGain, recall, reciprocalRank } from './ranking-measures.ts'
import { type Collection, readCollection } from './read-collection.ts'

export type CollectionOptions = {
  folder: string
  /** The least nDCG@10; nothing is asked when left out. */
  floor?: number
  /** A folder for the databases, which are gone on with the next time; a temporary one when left out. */
  keep?: string
  /** What searches: its name in `engines.ts`; by words and by meaning, beside each other, when left out. */
  engine?: string
  json: boolean
}

/** As deep as recall looks. */
const depth = 100

/** What comes of a collection; without queries nothing can be measured. */
export const Measured = z.object({
  papers: z.number(),
  queries: z.number(),
  'nDCG@10': z.number().optional(),
  'Recall@100': z.number().optional(),
  'MRR@10': z.number().optional(),
  'p50 ms': z.number().optional(),
  'p95 ms': z.number().optional(),
})
export type Measured = z.infer<typeof Measured>

/**
 * Scores search on a collection in BEIR's layout; the text to print and whether the floor holds, which is that of the last
 * engine.
 */
export async function evaluateCollection(
  options: CollectionOptions,
): Promise<{ report: string; passed: boolean }> {
  const kinds = (options.engine === undefined ? ['words', 'meaning'] : [options.engine]).map(findEngine)
  const collection = await readCollection(options.folder)
  const all: Measured[] = []
  const { floor, keep } = options
  if (keep !== undefined) await mkdir(keep, { recursive: true })
  for (const kind of kinds) {
    const work = (folder: string) => measure(collection, kind, folder)
    all.push(await (keep === undefined ? withTemporaryFolder(work) : work(keep)))
  }
  const measured = all.at(-1)
  const verdicts: Verdict[] =
    floor === undefined
      ? []
      : [{ name: 'nDCG@10', measured: measured?.['nDCG@10'], bound: 'at least', limit: floor }]
  const passed = verdicts.every(holds)
  if (options.json)
    return {
      report: all.map((one) => `${JSON.stringify({ ...one, floors: verdicts })}\n`).join(''),
      passed,
    }
  const measures = Measured.keyof().options
  const table = formatTable(
    ['measure', ...kinds.map(({ name }) => name)],
    measures.map((name) => [name, ...all.map((one) => shown(name, one[name]))]),
  )
  return { report: `${table}\n${floor === undefined ? '' : `\n${formatVerdicts(verdicts)}\n`}`, passed }
}

async function measure({ papers, queries }: Collection, kind: EngineKind, folder: string): Promise<Measured> {
  const engine = await kind.build(papers, folder)
  try {
    const runs = await runQueries(queries, engine)
    const average = (score: (run: Run) => number) => mean(runs.map(score))
    const times = runs.map(({ milliseconds }) => milliseconds)
    return {
      papers: papers.length,
      queries: queries.length,
      'nDCG@10': average(({ ranking, grades }) => normalizedGain(ranking, grades, 10)),
      'Recall@100': average(({ ranking, grades }) => recall(ranking, grades, depth)),
      'MRR@10': average(({ ranking, grades }) => reciprocalRank(ranking, grades, 10)),
      'p50 ms': percentile(times, 0.5),
      'p95 ms': percentile(times, 0.95),
    }
  } finally {
    await engine.close?.()
  }
}

type Run = {
  ranking: readonly string[]
  grades: Collection['queries'][number]['grades']
  milliseconds: number
}

async function runQueries(queries: Collection['queries'], engine: Engine): Promise<readonly Run[]> {
  const runs: Run[] = []
  const progress = createProgress('Searching', queries.length)
  for (const { text, grades } of queries) {
    const started = performance.now()
    const ranking = await engine.search(text, depth)
    const milliseconds = performance.now() - started
    runs.push({ ranking, grades, milliseconds })
    progress.step(runs.length)
  }
  progress.end()
  return runs
}

/** Counts as they are, scores with four decimals as papers on retrieval give them, times with one. */
function shown(name: string, value: number | undefined): string | undefined {
  if (value === undefined || Number.isInteger(value)) return value?.toString()
  return value.toFixed(name.endsWith('ms') ? 1 : 4)
}
