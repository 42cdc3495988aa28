import { readFile } from 'node:fs/promises'
import { PaperboyError } from '../../src/lib/errors.ts'
import { reportError } from '../../src/operator/report.ts'
import { readPageDump } from '../../src/papers/sources/page-dump.ts'
import { readOptions } from '../eval/command-line.ts'
import { formatVerdicts, holds, type Verdict } from '../eval/floor.ts'
import { readQuestions } from '../eval/questions.ts'
import { withTemporaryFolder } from '../eval/temporary-folder.ts'
import { benchAcks } from './acks.ts'
import { miniSearch, okapiBm25 } from './baselines.ts'
import { scoreBeside, timeBeside } from './beside.ts'
import { timeColdStart } from './cold-start.ts'
import { benchDailyPosts } from './daily-posts.ts'
import { benchEmbedding } from './embedding.ts'
import { findEngine } from './engines.ts'
import { formatImport, timeImport } from './import.ts'
import { multiplyPapers } from './made-papers.ts'
import { benchMeaning } from './meaning.ts'
import { benchModel } from './model.ts'
import { paperboy } from './paperboy.ts'
import { benchPath } from './path.ts'
import { formatBeside, formatTimings, judgeTimings } from './report.ts'
import { soak } from './soak.ts'
import { type Timing, timeEngine } from './time-engine.ts'

const usage = `Times search, extractive answers and the start, beside two plain engines on the same papers and questions.
Exits with 0 when every floor holds, else with 1.

  npm run bench                  76, 10,000 and 100,000 papers, then --meaning (some minutes, 4 GB of memory)
  npm run bench -- --quick       without the 100,000
  npm run bench -- --size 10000  one size
  npm run bench -- --beside      only search beside three plain engines, on SQLite and on Postgres in the process: time
                                 and memory over 10,000 and 100,000 papers, or --size; each in a process of its own
  npm run bench -- --beside --collection DIR  how well the same engines find, on a collection in BEIR's layout
  npm run bench -- --engine NAME  only search with one engine: sqlite, pglite (Postgres in this process), postgres (a
                                 server of this machine), minisearch, orama or okapibm25; words, meaning, meaning-made
                                 (made vectors) and pglite-made answer, too; --json: a JSON object a size
  npm run bench -- --import 100000  only the import of so many rows of arXiv's snapshot: rate, memory, event loop
  npm run bench -- --acks 100000    only the bot in Slack while so many papers are imported: acks, event loop
  npm run bench -- --meaning     only what search by meaning costs beside words alone, over 76, 1,000, 10,000 and 100,000
                                 papers, or --size: time to build, questions, memory; vectors are made from 1,000 on
  npm run bench -- --embedding   only the model of this machine: papers a second, event loop, questions (half a minute)
  npm run bench -- --digests     only a year of daily posts
  npm run bench -- --model       only answers that a model writes: what comes on top of its time, many at once, what one costs
  npm run bench -- --path        only the way from an event of Slack to the posted answer (a minute)
  npm run bench -- --soak        only two busy hours in some minutes: memory and handles
`

const page = 'data/huggingface-daily-papers-mar-13.txt'

try {
  const values = readOptions({
    size: { type: 'string' },
    engine: { type: 'string' },
    beside: { type: 'boolean', default: false },
    collection: { type: 'string' },
    json: { type: 'boolean', default: false },
    import: { type: 'string' },
    acks: { type: 'string' },
    meaning: { type: 'boolean', default: false },
    embedding: { type: 'boolean', default: false },
    digests: { type: 'boolean', default: false },
    model: { type: 'boolean', default: false },
    path: { type: 'boolean', default: false },
    soak: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  })
  if (values.help) process.stdout.write(usage)
  else if (values.engine !== undefined) await benchEngine(values.engine, values)
  else if (values.collection !== undefined) process.stdout.write(await scoreBeside(values.collection))
  else if (values.beside) await benchBeside(sizesFrom(values, [10_000, 100_000]))
  else if (values.import !== undefined) await benchImport(numberOf('import', values.import))
  else if (values.acks !== undefined)
    process.exitCode = report(await acks(numberOf('acks', values.acks))) ? 0 : 1
  else if (values.meaning) process.exitCode = report(await benchMeaning(meaningSizes(values))) ? 0 : 1
  else if (values.embedding)
    process.exitCode = report(await benchEmbedding(await readReal(), await shipped())) ? 0 : 1
  else if (values.digests) process.exitCode = (await benchDailyPosts(print)) ? 0 : 1
  else if (values.path) process.exitCode = report(await benchPath(await shipped())) ? 0 : 1
  else if (values.model) process.exitCode = report(await benchModel()) ? 0 : 1
  else if (values.soak) process.exitCode = report(await withTemporaryFolder(soak)) ? 0 : 1
  else {
    const isQuick = await bench(sizesFrom(values))
    process.exitCode = report(await benchMeaning(meaningSizes(values))) && isQuick ? 0 : 1
  }
} catch (error) {
  reportError(error, process.stderr)
  process.exitCode = 2
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

function report({ table, verdicts }: { table: string; verdicts: readonly Verdict[] }): boolean {
  print(`${table}\n\n${formatVerdicts(verdicts)}`)
  return verdicts.every(holds)
}

async function benchEngine(name: string, { json, ...values }: Sizes & { json: boolean }): Promise<void> {
  const kind = findEngine(name)
  const [real, questions] = [await readReal(), await shipped()]
  for (const size of sizesFrom(values)) {
    const timing = await timeEngine(kind, multiplyPapers(real, size), questions)
    print(json ? JSON.stringify(timing) : formatBeside(size, [{ engine: kind.name, result: timing }]))
  }
}

async function benchBeside(sizes: readonly number[]): Promise<void> {
  for (const size of sizes) print(await timeBeside(size))
}

async function benchImport(count: number): Promise<void> {
  const real = await readReal()
  await withTemporaryFolder(async (folder) => {
    process.stdout.write(formatImport(await timeImport(real, count, folder)))
  })
}

async function acks(count: number) {
  const [real, questions] = [await readReal(), await shipped()]
  return withTemporaryFolder((folder) => benchAcks(real, { count, questions, folder }))
}

async function shipped() {
  return (await readQuestions('data/eval/questions.jsonl')).map(({ question }) => question)
}

async function readReal() {
  return readPageDump(await readFile(page, 'utf8'), { today: new Date('2025-03-13') }).papers
}

async function bench(sizes: readonly number[]): Promise<boolean> {
  const [real, questions] = [await readReal(), await shipped()]
  return withTemporaryFolder(async (folder) => {
    const coldStart = await timeColdStart(folder)
    const timings: Timing[] = []
    for (const size of sizes) {
      const papers = multiplyPapers(real, size)
      for (const kind of [paperboy, miniSearch, okapiBm25])
        timings.push(await timeEngine(kind, papers, questions))
    }
    const written = await benchModel()
    const verdicts = [...judgeTimings(timings, coldStart), ...written.verdicts]
    print(`${formatTimings(timings)}\n${written.table}\n\n${formatVerdicts(verdicts)}`)
    return verdicts.every(holds)
  })
}

type Sizes = { size?: string; quick: boolean }

function sizesFrom({ size, quick }: Sizes, sizes = [76, 10_000, 100_000]): readonly number[] {
  if (size === undefined) return quick ? sizes.slice(0, -1) : sizes
  return [numberOf('size', size)]
}

function meaningSizes(values: Sizes): readonly number[] {
  return sizesFrom(values, [76, 1_000, 10_000, 100_000])
}

function numberOf(option: string, value: string): number {
  if (/^[1-9]\d{0,6}$/.test(value)) return Number(value)
  throw new PaperboyError(`--${option} must be a number of papers.`, `For example: --${option} 10000`)
}
