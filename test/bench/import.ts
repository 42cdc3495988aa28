import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { systemClock } from '../../src/lib/clock.ts'
import { ingest } from '../../src/operator/ingest.ts'
import type { Paper } from '../../src/papers/paper.ts'
import { sentencesOf } from '../../src/papers/sentences.ts'
import { openStore } from '../../src/store/open.ts'
import { createRandom } from './random.ts'

export type ImportTiming = {
  papers: number
  perSecond: number
  /** Resident memory in megabytes: before, half-way, at the end and at the most. */
  memory: { start: number; middle: number; end: number; peak: number }
  /** How late the event loop was at the worst of 100 and of all moments, in milliseconds. */
  delay: { p99: number; most: number }
}

/** Imports so many made rows of arXiv's snapshot as `paperboy ingest` does, into a new database in the folder. */
export async function timeImport(
  real: readonly Paper[],
  count: number,
  folder: string,
): Promise<ImportTiming> {
  const file = await writeSnapshot(real, count, folder)
  const store = await openStore(`sqlite:${join(folder, `import-${count}.sqlite`)}`)
  const readings: number[] = []
  const read = () => readings.push(process.memoryUsage().rss / 1e6)
  read()
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const timer = setInterval(read, 100)
  const start = performance.now()
  const silent = { write: () => true }
  await ingest(
    { paths: [file] },
    { store, clock: systemClock, stdin: Readable.from([]), stdout: silent, stderr: silent },
  )
  const seconds = (performance.now() - start) / 1000
  clearInterval(timer)
  delay.disable()
  read()
  const papers = await store.papers.count()
  await store.close()
  return {
    papers,
    perSecond: papers / seconds,
    memory: {
      start: readings[0] ?? 0,
      middle: readings[Math.floor(readings.length / 2)] ?? 0,
      end: readings.at(-1) ?? 0,
      peak: Math.max(...readings),
    },
    delay: { p99: delay.percentile(99) / 1e6, most: delay.max / 1e6 },
  }
}

/** Writes a file with so many made rows of arXiv's snapshot; -> its path. */
export async function writeSnapshot(real: readonly Paper[], count: number, folder: string): Promise<string> {
  const file = join(folder, `snapshot-${count}.json`)
  await pipeline(Readable.from(snapshotLines(real, count)), createWriteStream(file))
  return file
}

export function formatImport({ papers, perSecond, memory, delay }: ImportTiming): string {
  const megabytes = ([name, value]: [string, number]) => `${name} ${value.toFixed(0)} MB`
  return `Import of ${papers.toLocaleString('en')} papers: ${perSecond.toFixed(0)} a second.
Memory: ${Object.entries(memory).map(megabytes).join(', ')}.
Event loop late by: p99 ${delay.p99.toFixed(0)} ms, at most ${delay.most.toFixed(0)} ms.
`
}

/** Rows as arXiv writes them: abstracts of 6 to 12 real sentences with line breaks, numbered titles of real words. */
function* snapshotLines(real: readonly Paper[], count: number): Generator<string> {
  const random = createRandom(20_250_313)
  const sentences = real.flatMap((paper) => sentencesOf(paper).map(({ text }) => text))
  const titles = real.map(({ title }) => title.split(' '))
  const words = titles.flat()
  const draw = (length: number, from: readonly string[]) => Array.from({ length }, () => random.pick(from))
  for (let number = 0; number < count; number += 1) {
    const [month, place] = [1 + Math.floor(number / 99_000), number % 99_000]
    const row = {
      id: `25${String(month).padStart(2, '0')}.${String(place + 1).padStart(5, '0')}`,
      submitter: null,
      authors: 'Ada Example and Bo M\\"uster',
      title: `${draw(random.pick(titles).length, words).join(' ')}\n  ${number}`,
      comments: '12 pages',
      categories: 'cs.CL cs.IR',
      abstract: `  ${draw(random.between(6, 12), sentences).join('\n')}\n`,
      versions: [{ version: 'v1', created: 'Thu, 13 Mar 2025 11:22:33 GMT' }],
      update_date: '2025-03-14',
      authors_parsed: [
        ['Example', 'Ada', ''],
        ['Müster', 'Bo', '', 'Lab 1'],
      ],
    }
    yield `${JSON.stringify(row)}\n`
  }
}
