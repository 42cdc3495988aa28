import { join } from 'node:path'
import { Measured } from '../eval/collection/evaluate-collection.ts'
import { readCollection } from '../eval/collection/read-collection.ts'
import { compared, findEngine } from './engines.ts'
import { type Beside, formatBeside, formatQuality } from './report.ts'
import { runAlone } from './run-alone.ts'
import { Timing } from './time-engine.ts'

const bench = join(import.meta.dirname, 'main.ts')
const evaluation = join(import.meta.dirname, '..', 'eval', 'main.ts')

/** From so many papers on, made papers alone take more than Node gives a process by itself. */
const many = 1_000_000
const largeHeap = '--max-old-space-size=16000'

/** A table of what every engine takes over so many made papers, each in a process of its own, one after another. */
export function timeBeside(size: number): Promise<string> {
  const options = size >= many ? [largeHeap] : []
  return beside(
    (name) => runAlone([...options, bench, '--engine', name, '--size', String(size), '--json'], Timing),
    (results) => formatBeside(size, results),
  )
}

/**
 * A table of what every engine finds in a collection in BEIR's layout, one after another.
 *
 * @throws PaperboyError when the folder holds none.
 */
export async function scoreBeside(folder: string): Promise<string> {
  await readCollection(folder)
  return beside(
    (name) => runAlone([evaluation, '--collection', folder, '--engine', name, '--json'], Measured),
    formatQuality,
  )
}

async function beside<Result>(
  run: (name: string) => Promise<Result>,
  format: (results: readonly Beside<Result>[]) => string,
): Promise<string> {
  const results: Beside<Result>[] = []
  for (const name of compared) results.push({ engine: findEngine(name).name, result: await run(name) })
  return format(results)
}
