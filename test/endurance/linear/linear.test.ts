import { Worker } from 'node:worker_threads'
import { beforeAll, describe, expect, it } from 'vitest'
import { exceptions } from './exceptions.ts'
import { exportedReaders, type Reader } from './exported-readers.ts'
import { steepest, type Told } from './measure.ts'

const nameOf = ({ file, name }: Reader) => `${file} ${name}`
/** A function that takes longer than this over 16,000 characters has no end. */
const patience = 20_000

type Outcome = {
  reached: ReadonlySet<string>
  refused: ReadonlyMap<string, string>
  steep: readonly string[]
}

/** Measures readers on a thread of its own; one that does not come to an end is told, and the next one measured. */
async function measureAll(readers: readonly Reader[]): Promise<Outcome> {
  const reached = new Set<string>()
  const refused = new Map<string, string>()
  const worst = new Map<string, { quotient: number; words: string }>()
  let open = readers
  while (open.length > 0) {
    const at = await new Promise<Told | undefined>((resolve, reject) => {
      const thread = new Worker(new URL('./measure.ts', import.meta.url), {
        workerData: { readers: open },
        // With room for what a call makes, clearing it up is not part of the call.
        resourceLimits: { maxYoungGenerationSizeMb: 256 },
      })
      let current: Told | undefined
      let isEndless = false
      let timer: NodeJS.Timeout | undefined
      thread.on('message', (told: Told) => {
        clearTimeout(timer)
        reached.add(told.reader)
        if (told.kind === 'refused') refused.set(told.reader, told.error)
        if (told.kind === 'measured') {
          const quotient = told.long / told.short
          if (quotient > (worst.get(told.reader)?.quotient ?? 0))
            worst.set(told.reader, {
              quotient,
              words: `${told.reader} ${told.shape}: ${told.long.toFixed(1)} ms`,
            })
        }
        current = told
        timer = setTimeout(() => {
          isEndless = true
          void thread.terminate()
        }, patience)
      })
      thread.on('error', reject)
      thread.on('exit', () => {
        clearTimeout(timer)
        resolve(isEndless ? current : undefined)
      })
    })
    if (!at) break
    worst.set(at.reader, { quotient: Number.POSITIVE_INFINITY, words: `${at.reader}: no end` })
    open = open.slice(open.findIndex((reader) => nameOf(reader) === at.reader) + 1)
  }
  const ranked = [...worst.values()].sort((one, other) => other.quotient - one.quotient)
  const [first] = ranked
  if (first)
    process.stdout.write(
      `${readers.length} functions; the steepest: ${first.words}, ${first.quotient.toFixed(0)} times\n`,
    )
  return {
    reached,
    refused,
    steep: ranked
      .filter(({ quotient }) => quotient > steepest)
      .map(({ words, quotient }) => `${words}, ${quotient.toFixed(0)} times`),
  }
}

describe('functions that read text', () => {
  const all = exportedReaders()
  const read = all.filter((reader) => !exceptions.has(nameOf(reader)))
  let outcome: Outcome
  beforeAll(async () => {
    outcome = await measureAll(read)
  }, 1_500_000)

  it('are found by the compiler', () => {
    expect(all.length).toBeGreaterThan(300)
    expect(all.map(nameOf)).toContain('commands/reference.ts readReference')
  })

  it('are excepted by a name that is one', () => {
    const names = new Set(all.map(nameOf))
    expect([...exceptions.keys()].filter((name) => !names.has(name))).toEqual([])
  })

  it('are all measured: a thread that ends early measures none of the others', () => {
    expect(read.map(nameOf).filter((name) => !outcome.reached.has(name))).toEqual([])
  })

  it('take a short plain text, so that what is measured is their work', () => {
    expect([...outcome.refused]).toEqual([])
  })

  it('take 16,000 characters in at most 40 times the time of 1,000, whatever these are', () => {
    expect(outcome.steep).toEqual([])
  })
})
