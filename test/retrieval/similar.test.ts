import { beforeAll, describe, expect, it } from 'vitest'
import type { Paper } from '../../src/papers/paper.ts'
import { createFindSimilar, type FindSimilar } from '../../src/retrieval/similar.ts'
import { weights } from '../../src/retrieval/weights.ts'
import { openLibrary, paperOf } from '../fixtures/library.ts'
import { dimensions, meaningBy } from '../fixtures/meaning.ts'
import { shippedPapers } from '../fixtures/shipped-papers.ts'

describe('similar papers among the shipped ones, without vectors', () => {
  let papers: readonly Paper[]
  let similar: FindSimilar
  beforeAll(async () => {
    papers = await shippedPapers()
    const { store } = await openLibrary(papers)
    similar = createFindSimilar({ store, meaning: meaningBy(() => [1], []) })
  })
  const idOf = (title: RegExp) => papers.find((paper) => title.test(paper.title))?.id ?? ''

  it('never hold the paper itself, and no paper twice', async () => {
    for (const { id } of papers) {
      const ids = (await similar(id, 5)).map(({ paper }) => paper.id)
      expect(ids).toHaveLength(5)
      expect(new Set([...ids, id]).size).toBe(6)
    }
  })

  it.each([
    [/^IDEAL/, /^(?:TAROT|Influence Scores)/],
    [/^ClassDiffusion/, /^(?:HiFi Tuner|ProSpect|InstantStyle|PreciseControl)/],
    [/^Deep Interest Network/, /CTR|Click-Through|User|Interest/],
  ])('share their topic: %s', async (title, close) => {
    const titles = (await similar(idOf(title), 4)).map(({ paper }) => paper.title)
    expect(titles.filter((each) => close.test(each))).not.toEqual([])
  })

  it('say which telling words both share, never grammar', async () => {
    for (const { score, shared, paper } of await similar(idOf(/^TAROT/), 5)) {
      expect(score > 0 && score <= 1).toBe(true)
      expect(shared.length).toBeGreaterThan(0)
      expect(shared.length).toBeLessThanOrEqual(4)
      expect(shared).not.toContain('the')
      for (const word of shared)
        expect(`${paper.title} ${paper.abstract}`.toLowerCase()).toContain(word.slice(0, 4))
    }
  })

  it('say what both speak of, not what one of them says in passing', async () => {
    const papers = [
      paperOf('Pruning of trees', 'We prune trees primarily in winter. Pruned trees grow.'),
      paperOf('Pruning roses', 'Roses are hurt by frost. We prune them primarily in spring.'),
      paperOf('Engines', 'They hum.'),
    ]
    const { store } = await openLibrary(papers)
    const [found] = await createFindSimilar({ store, meaning: meaningBy(() => [1], []) })(
      papers[0]?.id ?? '',
      1,
    )
    expect(found?.shared).toEqual(['pruning'])
  })

  it('are as many as were asked for', async () => {
    expect(await similar(idOf(/^TAROT/), 2)).toHaveLength(2)
  })

  it('are none for a paper nobody knows', async () => {
    expect(await similar('unknown', 5)).toEqual([])
  })
})

describe('similar papers by vectors', () => {
  const felines = paperOf('Felines', 'They purr.')
  const papers = [felines, paperOf('Engines', 'They hum.'), paperOf('Catnip', 'A plant.')]

  it('share no word, but their meaning', async () => {
    const { store } = await openLibrary(papers)
    const meaning = meaningBy(dimensions(/cat|feline/i), papers)
    const found = await createFindSimilar({ store, meaning })(felines.id, 5)
    expect(found.map(({ paper, shared }) => [paper.title, shared])).toEqual([
      ['Catnip', []],
      ['Engines', []],
    ])
    // Meaning has its share of the score, and words the rest.
    expect(found[0]?.score).toBeCloseTo(1 / (1 + weights.similar.words), 5)
    expect(found[1]?.score).toBeLessThan(0.1)
    expect(await createFindSimilar({ store, meaning })(felines.id, 1)).toHaveLength(1)
  })

  it('are found by words alone while a paper has no vector yet', async () => {
    const { store } = await openLibrary([...papers, paperOf('Lions', 'Felines that purr.')])
    const meaning = meaningBy(dimensions(/cat|feline/i), papers.slice(1))
    const found = await createFindSimilar({ store, meaning })(felines.id, 5)
    expect(found.map(({ paper }) => paper.title)).toEqual(['Lions'])
  })
})
