import { describe, expect, it } from 'vitest'
import type { Embedder } from '../../src/retrieval/embedder.ts'
import { indexPapers } from '../../src/retrieval/index-papers.ts'
import { catEmbedder, openLibrary, paperOf } from '../fixtures/library.ts'

const papers = (count: number) =>
  Array.from({ length: count }, (_, index) => paperOf(`Cats ${index}`, 'They purr.'))
const never = new AbortController().signal

describe('indexPapers', () => {
  it('embeds title and abstract of every paper, and says how many there were', async () => {
    const { store } = await openLibrary([paperOf('Cats', 'They purr.'), paperOf('Dogs')])
    const embedder = catEmbedder()
    expect(await indexPapers({ store, embedder, signal: never })).toBe(2)
    expect(embedder.texts.toSorted()).toEqual(['Cats\n\nThey purr.', 'Dogs\n\n'])
    expect(await store.vectors.count('cats')).toBe(2)
  })

  it('embeds the title and each sentence, too, for a model that says so', async () => {
    const paper = paperOf('Cats', 'They purr. They hum.')
    const { store } = await openLibrary([paper])
    const embedder = { ...catEmbedder(), embedsSentences: true }
    await indexPapers({ store, embedder, signal: never })
    expect(embedder.texts).toEqual(['Cats\n\nThey purr. They hum.', 'Cats', 'They purr.', 'They hum.'])
    const vectors = (await store.vectors.get('cats', [paper.id])).get(paper.id)
    expect(vectors?.passages?.map((passage) => passage[0])).toEqual([1, 1, 0])
  })

  it('embeds nothing twice', async () => {
    const { store } = await openLibrary(papers(3))
    await indexPapers({ store, embedder: catEmbedder(), signal: never })
    expect(await indexPapers({ store, embedder: catEmbedder(), signal: never })).toBe(0)
  })

  it('embeds a paper again when its text has changed, and all of them for another model', async () => {
    const { store } = await openLibrary([paperOf('Cats'), paperOf('Dogs')])
    await indexPapers({ store, embedder: catEmbedder(), signal: never })
    await store.papers.put([paperOf('Cats', 'They purr.')])
    expect(await indexPapers({ store, embedder: catEmbedder(), signal: never })).toBe(1)
    expect(await indexPapers({ store, embedder: catEmbedder('other'), signal: never })).toBe(2)
  })

  it('keeps what was done when the server fails in the middle, and goes on from there', async () => {
    const { store } = await openLibrary(papers(300))
    const good = catEmbedder()
    let batches = 0
    const failing: Embedder = {
      model: 'cats',
      embedsSentences: false,
      embed: (texts, kind) =>
        batches++ === 0 ? good.embed(texts, kind) : Promise.reject(new Error('over quota')),
    }
    await expect(indexPapers({ store, embedder: failing, signal: never })).rejects.toThrow('over quota')
    const kept = await store.vectors.count('cats')
    expect(kept).toBeGreaterThan(0)
    expect(await indexPapers({ store, embedder: good, signal: never })).toBe(300 - kept)
  })

  it('finishes the batch under way when it is stopped', async () => {
    const { store } = await openLibrary(papers(300))
    const stop = new AbortController()
    const good = catEmbedder()
    const embedder: Embedder = {
      model: 'cats',
      embedsSentences: false,
      embed(texts, kind) {
        stop.abort()
        return good.embed(texts, kind)
      },
    }
    const done = await indexPapers({ store, embedder, signal: stop.signal })
    expect(done).toBeGreaterThan(0)
    expect(done).toBeLessThan(300)
    expect(await store.vectors.count('cats')).toBe(done)
  })
})
