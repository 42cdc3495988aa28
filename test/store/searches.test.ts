import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { wordsOf } from '../../src/papers/words.ts'
import { openSqliteStore } from '../../src/store/sqlite/store.ts'
import type { Store } from '../../src/store/store.ts'
import { shippedPapers } from '../fixtures/shipped-papers.ts'

describe('searches on a thread of their own', () => {
  let folder: string
  let here: Store
  let threaded: Store
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-'))
    const file = join(folder, 'paperboy.sqlite')
    here = await openSqliteStore(file)
    threaded = await openSqliteStore(file, { largeFrom: 1 })
  })
  afterEach(async () => {
    await here.close()
    await threaded.close()
    await rm(folder, { recursive: true })
  })

  it('find what the others find, at once after it was written', async () => {
    const papers = await shippedPapers()
    await here.papers.put(papers)
    for (const { title } of papers) {
      const words = wordsOf(title)
      expect(await threaded.words.search(words, 20)).toEqual(await here.words.search(words, 20))
    }
    await threaded.papers.put(
      papers.slice(0, 1).map((paper) => ({ ...paper, abstract: 'About a zebrafish.' })),
    )
    expect(await threaded.words.search(['zebrafish'], 5)).toMatchObject([{ id: papers[0]?.id }])
  })

  it('know vectors, also new ones', async () => {
    const [one, two] = await shippedPapers()
    if (!one || !two) throw new Error('no papers')
    await here.papers.put([one, two])
    const space = { model: 'small', dimensions: 2 }
    const near = () => threaded.vectors.search(space, Float32Array.of(1, 0), 5)
    await here.vectors.put(space, [{ of: one, paper: Float32Array.of(0, 1) }])
    expect(await near()).toEqual([{ id: one.id, score: 0 }])
    await here.vectors.put(space, [{ of: two, paper: Float32Array.of(1, 0) }])
    expect(await near()).toEqual([
      { id: two.id, score: 1 },
      { id: one.id, score: 0 },
    ])
  })

  it('know vectors after each of many changes as one who reads them all anew', async () => {
    const papers = (await shippedPapers()).slice(0, 12)
    const space = { model: 'small', dimensions: 3 }
    const question = Float32Array.of(0.6, 0.8, 0)
    await here.papers.put(papers)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ paper: fc.nat(papers.length - 1), angle: fc.nat(6), change: fc.boolean() })),
        async (changes) => {
          for (const { paper, angle, change } of changes) {
            const [of] = await here.papers.get([papers[paper]?.id ?? ''])
            if (!of) throw new Error('no paper')
            const writer = angle % 2 === 0 ? here : threaded
            const vector = Float32Array.of(Math.cos(angle), Math.sin(angle), 0)
            // Its vector goes with its text.
            if (change) await writer.papers.put([{ ...of, abstract: `${of.abstract} More.` }])
            else await writer.vectors.put(space, [{ of, paper: vector }])
            const fresh = await openSqliteStore(join(folder, 'paperboy.sqlite'))
            const expected = await fresh.vectors.search(space, question, 20)
            await fresh.close()
            expect(await threaded.vectors.search(space, question, 20)).toEqual(expected)
            expect(await here.vectors.search(space, question, 20)).toEqual(expected)
          }
        },
      ),
      { numRuns: 10 },
    )
  })

  it('leave everything else free meanwhile, and end with the store', async () => {
    await here.papers.put(await shippedPapers())
    let turns = 0
    const timer = setInterval(() => (turns += 1), 1)
    const searches = Array.from({ length: 300 }, () => threaded.words.search(['models', 'learning'], 20))
    await Promise.all(searches)
    clearInterval(timer)
    expect(turns).toBeGreaterThan(0)
    const late = expect(threaded.words.search(['models'], 20)).rejects.toThrow()
    await threaded.close()
    await late
  })
})
