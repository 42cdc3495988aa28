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
/** Milliseconds at the long text below which a quotient of times says nothing, and nobody has to wait. */
const floor = 10
/** Best of five; where that is too steep, of some more: other work on the machine has its moments. */
const runs = { usual: 5, doubtful: 25 }

/** The times of one call are a coin's throw on a busy machine: the best of several are compared. */
export const steepest = 40

type Texts = { own: string; beside: string }

function build(plan: Plan, text: string): unknown {
  switch (plan.kind) {
    case 'text':
      return text
    case 'value':
      return plan.value
    case 'date':
      return new Date('2026-08-12T12:00:00Z')
    case 'list':
      return plan.of.map((element) => build(element, text))
    case 'fields':
      return Object.fromEntries(
        Object.entries(plan.of).map(([name, of]) => [name, build(of, known[name] ?? text)]),
      )
    case 'map':
      return new Map([[build(plan.of[0] ?? plan, text), build(plan.of[1] ?? plan, text)]])
    case 'set':
      return new Set(plan.of.map((part) => build(part, text)))
    case 'promise':
      return Promise.resolve(build(plan.of, text))
    case 'call':
      return () => build(plan.gives, text)
  }
}

/** Fields that are checked before they come here. */
const known: Readonly<Record<string, string>> = {
  date: '2026-08-12',
  published: '2026-08-12',
  day: '2026-08-12',
  zone: 'Europe/Berlin',
}

function argumentsOf(name: string, call: readonly Plan[], { own, beside }: Texts): readonly unknown[] {
  const document = documents[name]
  const [first, ...rest] = call
  return [document ? document(own) : first && build(first, own), ...rest.map((plan) => build(plan, beside))]
}

async function timeOf(
  read: (...given: readonly unknown[]) => unknown,
  given: readonly unknown[],
): Promise<number> {
  const start = performance.now()
  await read(...given)
  return performance.now() - start
}

async function measure(reader: Reader): Promise<void> {
  const name = `${reader.file} ${reader.name}`
  const module: Record<string, unknown> = await import(
    new URL(`../../../src/${reader.file}`, import.meta.url).href
  )
  const read = module[reader.name]
  if (typeof read !== 'function') throw new Error(`${name} is no function`)
  const time = (call: readonly Plan[], texts: Texts) =>
    timeOf((...given) => read(...given), argumentsOf(name, call, texts))
  for (const call of reader.calls) {
    try {
      await time(call, { own: 'alpha beta', beside: 'alpha beta' })
    } catch (error) {
      tell({ kind: 'refused', reader: name, error: String(error).slice(0, 200) })
      continue
    }
    // Either the text itself is long, or what stands beside it.
    const sides = call.slice(1).some(bearsText) ? [true, false] : [true]
    for (const side of sides) {
      for (const shape of shapes) {
        const texts = (length: number): Texts =>
          side
            ? { own: shape.make(length), beside: shape.make(lengths.beside) }
            : { own: shape.make(lengths.beside), beside: shape.make(length) }
        tell({ kind: 'at', reader: name, shape: shape.name })
        try {
          let long = await time(call, texts(lengths.long))
          if (long < floor) continue
          let short = await time(call, texts(lengths.short))
          // Each run reads a text of its own: what is remembered of a text costs nothing the second time.
          for (let run = 1; run < runs.doubtful && long > floor && long / short > steepest / 2; run++) {
            if (run >= runs.usual && long / short <= steepest) break
            long = Math.min(long, await time(call, texts(lengths.long - run)))
            short = Math.min(short, await time(call, texts(lengths.short - run)))
          }
          if (long >= floor) tell({ kind: 'measured', reader: name, shape: shape.name, short, long })
        } catch {
          // A refusal is an answer, too.
        }
      }
    }
  }
}

function bearsText(plan: Plan): boolean {
  return JSON.stringify(plan).includes('"kind":"text"')
}

function tell(told: Told): void {
  parentPort?.postMessage(told)
}

const { readers = [] }: { readers?: readonly Reader[] } = workerData ?? {}
for (const reader of readers) await measure(reader)
