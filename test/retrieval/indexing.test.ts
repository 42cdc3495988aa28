import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRunner } from '../../src/jobs/runner.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { makePaper } from '../../src/papers/make-paper.ts'
import type { Paper } from '../../src/papers/paper.ts'
import type { Embedder } from '../../src/retrieval/embedder.ts'
import { textOf } from '../../src/retrieval/index-papers.ts'
import { createIndexing, type IndexingParts } from '../../src/retrieval/indexing.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { silentLog as log } from '../digests/posting.ts'
import { mortal, never } from '../jobs/mortal.ts'

const second = 1_000
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

let store: Store
beforeEach(async () => {
  vi.useFakeTimers()
  store = await openStore('sqlite::memory:')
})
afterEach(async () => {
  vi.useRealTimers()
  await store.close()
})

/** Another direction for every text. */
function vectorOf(text: string): Float32Array {
  let angle = 0
  for (const letter of text) angle = (angle * 31 + (letter.codePointAt(0) ?? 0)) % 6283
  return Float32Array.of(Math.cos(angle / 1000), Math.sin(angle / 1000))
}

/** One process that makes vectors, two papers in a second. */
function startProcess(more: Partial<IndexingParts> = {}) {
  const life = mortal(store.jobs)
  const stopping = new AbortController()
  let isAlive = true
  let working = 0
  const texts: string[] = []
  const embedder: Embedder = {
    model: 'angles',
    embedsSentences: false,
    batch: 2,
    async embed(asked) {
      working += 1
      texts.push(...asked)
      await new Promise((resolve) => setTimeout(resolve, second))
      working -= 1
      return isAlive ? asked.map(vectorOf) : never()
    },
  }
  const runner = createRunner({ store: { jobs: life.log }, clock: systemClock, log })
  const indexing = createIndexing({ store, embedder, runner, log, signal: stopping.signal, ...more })
  return {
    ...indexing,
    texts,
    isWorking: () => isAlive && working > 0,
    stop: () => stopping.abort(),
    kill: () => {
      isAlive = false
      life.kill()
    },
  }
}

const paperOf = (number: number, abstract = '', date = '2025-03-12') =>
  makePaper({ title: `Paper ${number}`, abstract, source: 'test', date })

async function vectorsOf(papers: readonly Paper[]) {
  const vectors = await store.vectors.get(
    'angles',
    papers.map(({ id }) => id),
  )
  return papers.map(({ id }) => vectors.get(id)?.paper)
}

describe('vectors of papers', () => {
  it('are right in the end, whatever comes and changes meanwhile, and whichever process is killed over it', async () => {
    const event = fc.oneof(
      fc.record({
        do: fc.constant('put' as const),
        paper: fc.nat(9),
        abstract: fc.constantFrom('a', 'b', 'c'),
      }),
      fc.record({ do: fc.constant('end' as const), how: fc.constantFrom('kill' as const, 'stop' as const) }),
      fc.record({ do: fc.constant('start' as const) }),
      fc.record({ do: fc.constant('pass' as const), time: fc.integer({ min: 100, max: 20 * second }) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 25 }), async (events) => {
        await store.close()
        store = await openStore('sqlite::memory:')
        const papers = new Map<string, Paper>()
        const processes = [startProcess()]
        const start = () => {
          const one = startProcess()
          processes.push(one)
          one.keepLooking()
        }
        processes[0]?.keepLooking()
        for (const one of events) {
          if (one.do === 'start') start()
          else if (one.do === 'pass') await pass(one.time)
          else if (one.do === 'end') processes.shift()?.[one.how]()
          else {
            const paper = paperOf(one.paper, one.abstract)
            papers.set(paper.id, paper)
            await store.papers.put([paper])
          }
          await pass(0)
          expect(processes.filter((process) => process.isWorking()).length).toBeLessThanOrEqual(1)
        }
        start()
        await pass(60 * second)
        const all = [...papers.values()]
        const expected = all.map((paper) => vectorOf(textOf(paper)))
        for (const [index, vector] of (await vectorsOf(all)).entries())
          for (const place of [0, 1]) expect(vector?.[place]).toBeCloseTo(expected[index]?.[place] ?? 9, 1)
        expect(await processes.at(-1)?.left()).toBe(0)
        for (const { stop } of processes) stop()
        await pass(second)
      }),
      { numRuns: 25 },
    )
  })

  it('are made of the newest papers first, also of those that come meanwhile', async () => {
    const days = ['2025-03-10', '2025-03-13', '2025-03-11', '2025-03-12']
    await store.papers.put(days.map((day, index) => paperOf(index, '', day)))
    const process = startProcess()
    const looking = process.look()
    await pass(10 * second)
    await looking
    expect(process.texts.map((text) => text.trim())).toEqual(['Paper 1', 'Paper 3', 'Paper 2', 'Paper 0'])
  })

  it('are made by one process at a time, and by the next at once when that one stops', async () => {
    await store.papers.put(Array.from({ length: 20 }, (_, number) => paperOf(number)))
    const [one, other] = [startProcess(), startProcess()]
    one.keepLooking()
    await pass(1.5 * second)
    other.keepLooking()
    await pass(second)
    expect([one.isWorking(), other.isWorking()]).toEqual([true, false])
    one.stop()
    await pass(30 * second)
    expect(await store.vectors.count('angles')).toBe(20)
    expect(new Set([...one.texts, ...other.texts]).size).toBe(one.texts.length + other.texts.length)
    other.stop()
  })

  it('are left to others beyond what one command makes', async () => {
    await store.papers.put(Array.from({ length: 9 }, (_, number) => paperOf(number)))
    const process = startProcess({ most: 5 })
    const shown: string[] = []
    const looking = process.look({ onProgress: (done, all) => shown.push(`${done} of ${all}`) })
    await pass(20 * second)
    await looking
    await process.look()
    expect(shown).toEqual(['2 of 5', '4 of 5', '5 of 5'])
    expect(await process.left()).toBe(4)
  })

  it('wait for a model that is not there, and cost no embedding server a request before', async () => {
    await store.papers.put([paperOf(1)])
    let isThere = false
    const ready = async () => {
      if (!isThere) throw new Error('not fetched')
    }
    const process = startProcess({ ready })
    process.keepLooking()
    await pass(60 * second)
    expect(process.texts).toEqual([])
    isThere = true
    await pass(180 * second)
    expect(await process.left()).toBe(0)
    process.stop()
  })

  it('are not asked for again and again where the model does not take a text', async () => {
    await store.papers.put([paperOf(1), paperOf(2)])
    const process = startProcess()
    let asked = 0
    const embed: Embedder['embed'] = async (texts) => {
      asked += texts.length
      return texts.map((text) => (text.includes('1') ? undefined : vectorOf(text)))
    }
    const picky = startProcess({ embedder: { model: 'angles', embedsSentences: false, embed } })
    picky.keepLooking()
    await pass(120 * second)
    expect(asked).toBe(2)
    expect(await process.left()).toBe(1)
    picky.stop()
  })
})
