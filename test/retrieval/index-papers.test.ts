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

  it('embeds the newest papers first, and each sentence where the embedder does those', async () => {
    const old = { ...paperOf('Old cats', 'They purr. They sleep.'), date: '2025-03-13' }
    const recent = { ...paperOf('New dogs', 'They bark. No cat was there.'), date: '2025-03-14' }
    const { store } = await openLibrary([recent, old])
    const embedder = { ...catEmbedder(), sentences: true, batch: 1 }
    expect(await indexPapers({ store, embedder, signal: never })).toBe(2)
    expect(embedder.texts).toEqual([
      'New dogs\n\nThey bark. No cat was there.',
      'They bark.',
      'No cat was there.',
      'Old cats\n\nThey purr. They sleep.',
      'They purr.',
      'They sleep.',
    ])
    const [cat, other] = [Float32Array.of(1, 0), Float32Array.of(0, 1)]
    expect(await store.vectors.get('cats', [old.id, recent.id])).toEqual(
      new Map([
        [old.id, { paper: cat, sentences: [cat, other] }],
        [recent.id, { paper: cat, sentences: [other, cat] }],
      ]),
    )
  })

  it('goes on without a sentence, or a paper, that the model does not take', async () => {
    const { store } = await openLibrary([paperOf('Cats', 'They purr. Unreadable. They sleep.'), ...papers(3)])
    const good = catEmbedder()
    const asked: string[] = []
    const embedder: Embedder = {
      ...{ model: 'cats', sentences: true, batch: 2 },
      async embed(texts, kind) {
        asked.push(...texts)
        const vectors = await good.embed(texts, kind)
        return vectors.map((vector, index) =>
          /^Unreadable|^Cats 1/.test(texts[index] ?? '') ? undefined : vector,
        )
      },
    }
    expect(await indexPapers({ store, embedder, signal: never })).toBe(3)
    expect(asked.filter((text) => text.startsWith('Cats 1'))).toHaveLength(1)
    const { id } = paperOf('Cats')
    expect((await store.vectors.get('cats', [id])).get(id)?.sentences).toEqual([
      Float32Array.of(1, 0),
      Float32Array.of(0, 0),
      Float32Array.of(0, 1),
    ])
  })

  it('leaves a paper that changes while it is embedded until the next time', async () => {
    const { store } = await openLibrary([paperOf('Cats'), paperOf('Dogs')])
    const good = catEmbedder()
    const embedder: Embedder = {
      model: 'cats',
      async embed(texts, kind) {
        await store.papers.put([paperOf('Cats', `They purr ${good.texts.length}.`)])
        return good.embed(texts, kind)
      },
    }
    expect(await indexPapers({ store, embedder, signal: never })).toBe(1)
    expect(await store.vectors.missing('cats', 9)).toEqual([paperOf('Cats').id])
    expect(await indexPapers({ store, embedder: good, signal: never })).toBe(1)
  })

  it('makes all vectors anew, and says so, when the model gives some of another length', async () => {
    const { store } = await openLibrary(papers(3))
    await indexPapers({ store, embedder: catEmbedder(), signal: never })
    await store.papers.put([paperOf('Dogs')])
    const embed: Embedder['embed'] = async (texts) => texts.map(() => Float32Array.of(0, 0, 1))
    const warnings: object[] = []
    const log = { debug() {}, info() {}, error() {}, warn: (fields: object) => void warnings.push(fields) }
    const embedder = { model: 'cats', batch: 1, embed }
    expect(await indexPapers({ store, embedder, signal: never, log })).toBe(4)
    expect(warnings).toEqual([{ model: 'cats', dimensions: 3 }])
    expect(
      await store.vectors.search({ model: 'cats', dimensions: 3 }, Float32Array.of(0, 0, 1), 9),
    ).toHaveLength(4)
  })
})
