import { parentPort, workerData } from 'node:worker_threads'
import { documents } from './documents.ts'
import type { Plan, Reader } from './exported-readers.ts'
import { shapes } from './shapes.ts'

/** What the measuring thread tells: before each text, so that one without an end can be named, and after it. */
export type Told =
  | { kind: 'at'; reader: string; shape: string }
  | { kind: 'refused'; reader: string; error: string }
  | { kind: 'measured'; reader: string; shape: string; short: number; long: number }

/** Lengths of the texts in UTF-16 units, and how long what stands beside the text under test is. */
export const lengths = { short: 1_000, long: 16_000, beside: 500 }
/**
 * Milliseconds at the long text below which a quotient says nothing: that of a clock's own time, and of the copying of
 * memory, which is quicker as long as a text is short.
 */
const floor = 1
/** Best of five; where that is too steep, of some more: a compiler and a cleaner work beside the function. */
const runs = { usual: 5, doubtful: 25 }
/** So many short texts are timed together: as much text as one long one, so that a clock tells both alike. */
const shorts = lengths.long / lengths.short

/** How many times the time for the short text the long one may take. */
export const steepest = 40

type Texts = { own: string; beside: string }

function build(plan: Plan, text: string, place = 0): unknown {
  switch (plan.kind) {
    case 'text':
      return text
    case 'value':
      return plan.value
    case 'date':
      return new Date('2026-08-12T12:00:00Z')
    case 'list':
      return plan.of.map((element, index) => build(element, text, index))
    case 'fields': {
      const ids = idsOf(plan.of, place + 1)
      return Object.fromEntries(
        Object.entries(plan.of).map(([name, of]) => [name, ids[name] ?? build(of, known[name] ?? text)]),
      )
    }
    case 'map':
      return new Map([plan.of.map((part) => build(part, text))].filter(isPair))
    case 'set':
      return new Set(plan.of.map((part) => build(part, text)))
    case 'promise':
      return Promise.resolve(build(plan.of, text))
    case 'call':
      return () => build(plan.gives, text)
  }
}

const isPair = (parts: readonly unknown[]): parts is [unknown, unknown] => parts.length === 2

/** Fields that are checked before they come here. */
const known: Readonly<Record<string, string>> = {
  date: '2026-08-12',
  published: '2026-08-12',
  day: '2026-08-12',
  alternate: '2026-08-12',
  pausedUntil: '2026-08-12',
  zone: 'Europe/Berlin',
}

/** Ids are ours, and short: those of papers, each with its own in a list, and of sentences of the first of them. */
function idsOf(fields: Readonly<Record<string, Plan>>, place: number): Readonly<Record<string, string>> {
  if ('id' in fields && 'abstract' in fields) return { id: `2608.0000${place}` }
  if ('paper' in fields && 'number' in fields) return { id: `2608.00001#${place}`, paper: '2608.00001' }
  return {}
}

function argumentsOf(name: string, call: readonly Plan[], { own, beside }: Texts): readonly unknown[] {
  const document = documents[name]
  const [first, ...rest] = call
  return [document ? document(own) : first && build(first, own), ...rest.map((plan) => build(plan, beside))]
}

const cell = new Int32Array(new SharedArrayBuffer(4))

/**
 * Milliseconds that this thread has worked: what else the machine does meanwhile does not count. A system brings its
 * books up to date when a thread sleeps, so this one does for a moment.
 */
function worked(): number {
  Atomics.wait(cell, 0, 0, 0.05)
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

async function measure(reader: Reader): Promise<void> {
  const name = `${reader.file} ${reader.name}`
  const module: Record<string, unknown> = await import(
    new URL(`../../../src/${reader.file}`, import.meta.url).href
  )
  const read = module[reader.name]
  if (typeof read !== 'function') throw new Error(`${name} is no function`)
  const time = async (call: readonly Plan[], texts: readonly Texts[], shape = '') => {
    tell({ kind: 'at', reader: name, shape })
    const given = texts.map((each) => argumentsOf(name, call, each))
    const start = worked()
    for (const one of given) await read(...one)
    return worked() - start
  }
  for (const call of reader.calls) {
    try {
      await time(call, [{ own: 'alpha beta', beside: 'alpha beta' }])
    } catch (error) {
      tell({ kind: 'refused', reader: name, error: String(error).slice(0, 200) })
      continue
    }
    // Either the text itself is long, or what stands beside it.
    const sides = call.slice(1).some(bearsText) ? [true, false] : [true]
    for (const side of sides) {
      for (const shape of shapesFor(name)) {
        const texts = (length: number): Texts =>
          side
            ? { own: shape.make(length), beside: shape.make(lengths.beside) }
            : { own: shape.make(lengths.beside), beside: shape.make(length) }
        // Each run reads texts of its own: what is remembered of a text costs nothing the second time.
        const timeLong = (run: number) => time(call, [texts(lengths.long - run)], shape.name)
        const timeShort = async (run: number) => {
          const first = lengths.short - run * shorts
          const several = Array.from({ length: shorts }, (_, index) => texts(first - index))
          return (await time(call, several, shape.name)) / shorts
        }
        try {
          let long = await timeLong(0)
          if (long < floor) continue
          const shortTimes = [await timeShort(0)]
          let short = median(shortTimes)
          for (let run = 1; run < runs.doubtful && long > floor && long / short > steepest / 2; run++) {
            if (run >= runs.usual && long / short <= steepest) break
            long = Math.min(long, await timeLong(run))
            shortTimes.push(await timeShort(run))
            short = median(shortTimes)
          }
          if (long >= floor) tell({ kind: 'measured', reader: name, shape: shape.name, short, long })
        } catch {
          // A refusal is an answer, too.
        }
      }
    }
  }
}

/** Not the least: once in a hundred times a system's books are behind, and short work seems to have cost nothing. */
function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[times.length >> 1] ?? 0
}

function bearsText(plan: Plan): boolean {
  return JSON.stringify(plan).includes('"kind":"text"')
}

function tell(told: Told): void {
  parentPort?.postMessage(told)
}

const { readers = [] }: { readers?: readonly Reader[] } = workerData ?? {}
for (const reader of readers) await measure(reader)

/** All shapes with `LINEAR=whole`, which takes a quarter of an hour; else every function meets a sixth of them, by its name. */
function shapesFor(name: string): typeof shapes {
  if (process.env.LINEAR === 'whole') return shapes
  return shapes.filter((_, index) => (index + name.length) % 6 === 0)
}
