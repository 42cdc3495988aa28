import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { createLog } from '../../src/lib/log.ts'
import { sentencesOf } from '../../src/papers/sentences.ts'
import { embedPapers } from '../../src/retrieval/index-papers.ts'
import { dotInt8, fromInt8, lengthInt8, toInt8 } from '../../src/retrieval/int8.ts'
import { createLocalEmbedder } from '../../src/retrieval/models/local-embedder.ts'
import { fromVectorFile, toVectorFile } from '../../src/retrieval/vector-file.ts'
import { shippedPapers } from '../fixtures/shipped-papers.ts'
import { model, openWeights } from '../fixtures/weights.ts'

const file = new URL('../../data/shipped-vectors.int8', import.meta.url)
const cosine = (one: Float32Array, other: Float32Array) =>
  one.reduce((sum, value, index) => sum + value * (other[index] ?? Number.NaN), 0)

describe('the vectors that ship', () => {
  it('are those of every shipped paper and each of its sentences', async () => {
    const papers = await shippedPapers()
    const vectors = fromVectorFile(await readFile(file), { model: model.id, papers })
    for (const paper of papers)
      expect(vectors.get(paper.id)?.sentences, paper.title).toHaveLength(sentencesOf(paper).length)
  })

  it('are what the model gives', { timeout: 60_000 }, async () => {
    const some = (await shippedPapers()).filter((_, index) => index % 12 === 5)
    const shipped = fromVectorFile(await readFile(file), { model: model.id, papers: some })
    const log = createLog('silent', [])
    const embedder = createLocalEmbedder({ model, folder: await openWeights(), sources: [], log })
    const made = await embedPapers(embedder, some)
    for (const [index, { id }] of some.entries()) {
      const own = [made[index]?.paper, ...(made[index]?.sentences ?? [])]
      const theirs = [shipped.get(id)?.paper, ...(shipped.get(id)?.sentences ?? [])]
      expect(own).toHaveLength(theirs.length)
      for (const [place, vector] of own.entries())
        expect(
          cosine(vector ?? Float32Array.of(), fromInt8(theirs[place] ?? Int8Array.of())),
        ).toBeGreaterThan(0.99)
    }
    await embedder.close()
  })
})

describe('a file of vectors', () => {
  const vector = (...numbers: number[]) => Float32Array.of(...numbers)

  it('gives nothing for another model, nor for a paper whose text has changed', async () => {
    const [paper, other] = await shippedPapers()
    if (!paper || !other) throw new Error('No papers ship.')
    const sentences = sentencesOf(paper).map(() => vector(0.6, 0.8))
    const bytes = toVectorFile('m', [{ paper, vectors: { paper: vector(1, 0), sentences } }])
    const read = (model: string, now = paper) => fromVectorFile(bytes, { model, papers: [other, now] })
    expect(read('m').get(paper.id)?.paper).toEqual(Int8Array.of(127, 0))
    expect(read('m').get(paper.id)?.sentences.at(-1)).toEqual(Int8Array.of(95, 127))
    expect(read('n').size).toBe(0)
    expect(read('m', { ...paper, abstract: `${paper.abstract} More.` }).size).toBe(0)
    expect(read('m', { ...paper, title: 'Else' }).size).toBe(0)
    expect(() => fromVectorFile(bytes.subarray(0, -1), { model: 'm', papers: [] })).toThrow('cut short')
    expect(() => fromVectorFile(Buffer.from('{}'), { model: 'm', papers: [] })).toThrow()
  })
})

describe('toInt8', () => {
  it('keeps the angle between vectors', () => {
    const one = Float32Array.from({ length: 384 }, (_, index) => Math.sin(index) / Math.sqrt(192))
    const other = Float32Array.from({ length: 384 }, (_, index) => Math.sin(index * 1.01) / Math.sqrt(192))
    const [small, small2] = [toInt8(one), toInt8(other)]
    const exact = cosine(one, other) / Math.hypot(...one) / Math.hypot(...other)
    expect(dotInt8(small, small2) / lengthInt8(small) / lengthInt8(small2)).toBeCloseTo(exact, 2)
    expect(Math.max(...small)).toBe(127)
    expect(toInt8(Float32Array.of(0, 0))).toEqual(Int8Array.of(0, 0))
  })
})
