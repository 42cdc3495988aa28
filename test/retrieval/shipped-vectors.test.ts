import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { createLog } from '../../src/lib/log.ts'
import { sentencesOf } from '../../src/papers/sentences.ts'
import { embedPapers } from '../../src/retrieval/index-papers.ts'
import { createLocalEmbedder } from '../../src/retrieval/models/local-embedder.ts'
import { fromVectorFile, toVectorFile } from '../../src/retrieval/vector-file.ts'
import { shippedPapers } from '../fixtures/shipped-papers.ts'
import { model, openWeights } from '../fixtures/weights.ts'

const file = new URL('../../data/shipped-vectors.int8', import.meta.url)
const cosine = (one: Float32Array, other: Float32Array) =>
  one.reduce((sum, value, index) => sum + value * (other[index] ?? Number.NaN), 0)

describe('the vectors that ship', () => {
  it('are those of every shipped paper, its title and each of its sentences', async () => {
    const papers = await shippedPapers()
    const vectors = fromVectorFile(await readFile(file), { model: model.id, papers })
    for (const paper of papers)
      expect(vectors.get(paper.id)?.passages, paper.title).toHaveLength(1 + sentencesOf(paper).length)
  })

  it('are what the model gives', { timeout: 60_000 }, async () => {
    const some = (await shippedPapers()).filter((_, index) => index % 12 === 5)
    const shipped = fromVectorFile(await readFile(file), { model: model.id, papers: some })
    const log = createLog('silent', [])
    const embedder = createLocalEmbedder({ model, folder: await openWeights(), sources: [], log })
    const made = await embedPapers(embedder, some)
    for (const [index, { id }] of some.entries()) {
      const own = [made[index]?.paper, ...(made[index]?.passages ?? [])]
      const theirs = [shipped.get(id)?.paper, ...(shipped.get(id)?.passages ?? [])]
      expect(own).toHaveLength(theirs.length)
      for (const [place, vector] of own.entries())
        expect(cosine(vector ?? Float32Array.of(), theirs[place] ?? Float32Array.of())).toBeGreaterThan(0.99)
    }
    await embedder.close()
  })
})

describe('a file of vectors', () => {
  const vector = (...numbers: number[]) => Float32Array.of(...numbers)

  it('gives nothing for another model, nor for a paper whose text has changed', async () => {
    const [paper, other] = await shippedPapers()
    if (!paper || !other) throw new Error('No papers ship.')
    const passages = ['title', ...sentencesOf(paper)].map(() => vector(0.6, 0.8))
    const bytes = toVectorFile('m', [{ paper, vectors: { paper: vector(1, 0), passages } }])
    const read = (model: string, now = paper) => fromVectorFile(bytes, { model, papers: [other, now] })
    expect(read('m').get(paper.id)?.paper).toEqual(vector(1, 0))
    expect(read('m').get(paper.id)?.passages?.at(-1)?.[0]).toBeCloseTo(0.6, 2)
    expect(read('n').size).toBe(0)
    expect(read('m', { ...paper, abstract: `${paper.abstract} More.` }).size).toBe(0)
    expect(read('m', { ...paper, title: 'Else' }).size).toBe(0)
    expect(() => fromVectorFile(bytes.subarray(0, -1), { model: 'm', papers: [] })).toThrow('cut short')
    expect(() => fromVectorFile(Buffer.from('{}'), { model: 'm', papers: [] })).toThrow()
  })
})
