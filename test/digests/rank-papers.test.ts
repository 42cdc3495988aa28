import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Merits, rankPapers, scoreOf } from '../../src/digests/rank-papers.ts'
import { makePaper } from '../../src/papers/make-paper.ts'

const newest = '2025-03-13'
const paper = (title: string, upvotes: number, date = newest, abstract = '') =>
  makePaper({ title, abstract, source: 'test', date, upvotes })
const order = (...given: Parameters<typeof rankPapers>) =>
  rankPapers(...given).map(({ paper }) => paper.title)

describe('the rank of papers in a post', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  const merits = fc.record({
    relevance: share,
    votes: share,
    freshness: share,
    unwanted: share,
    taste: share,
  })

  it('rises with relevance, votes, freshness and taste, and falls with likeness to what was unwanted', () => {
    const signs = { relevance: 1, votes: 1, freshness: 1, taste: 1, unwanted: -1 }
    fc.assert(
      fc.property(merits, share, (some: Merits, other) => {
        for (const [part, sign] of Object.entries(signs)) {
          const [less, more] = [0.1, 0.2].map((added) => scoreOf({ ...some, [part]: other + added }))
          expect(Math.sign((more ?? 0) - (less ?? 0))).toBe(sign)
        }
      }),
    )
  })

  it('never puts, for one taste, a paper that mentions none of the topic before one that mentions all of it', () => {
    fc.assert(
      fc.property(merits, merits, (one, other) => {
        const about = { ...one, relevance: 1, unwanted: 0, taste: other.taste }
        expect(scoreOf(about)).toBeGreaterThanOrEqual(scoreOf({ ...other, relevance: 0 }))
      }),
    )
  })

  it('counts votes for less the older they are, and the newest first among equals', () => {
    const papers = [paper('Old', 60, '2025-03-07'), paper('New', 30), paper('Quiet', 0)]
    expect(order(papers, newest, { less: [] })).toEqual(['New', 'Old', 'Quiet'])
    const days = [paper('Yesterday', 0, '2025-03-12'), paper('Today', 0)]
    expect(order(days, newest, { less: [] })).toEqual(['Today', 'Yesterday'])
  })

  it('puts what is like an unwanted paper last, whatever its votes', () => {
    const unwanted = paper('Diffusion models for images', 0, newest, 'We train diffusion models on images.')
    const alike = paper(
      'Diffusion models for video',
      40,
      newest,
      'We train diffusion models on video images.',
    )
    const other = paper('Graph search', 3, newest, 'Indexes find neighbors quickly.')
    expect(order([alike, other], newest, { less: [] })[0]).toBe(alike.title)
    expect(order([alike, other], newest, { less: [unwanted] })[0]).toBe(other.title)
  })

  it('puts what is like a liked paper first, by its words where nothing else is known', () => {
    const liked = paper('Diffusion models for images', 0, newest, 'We train diffusion models on images.')
    const alike = paper('Diffusion models for video', 0, newest, 'We train diffusion models on video images.')
    const other = paper('Graph search', 9, newest, 'Indexes find neighbors quickly.')
    expect(order([alike, other], newest, { less: [] })[0]).toBe(other.title)
    expect(order([alike, other], newest, { less: [], liked: [liked] })[0]).toBe(alike.title)
    const taste = new Map([
      [alike.id, -0.5],
      [other.id, 0.5],
    ])
    expect(order([alike, other], newest, { less: [], liked: [liked], taste })[0]).toBe(other.title)
  })

  it('breaks ties by id', () => {
    const twins = ['A', 'B', 'C', 'D'].map((title) => paper(title, 5))
    const ids = (papers: typeof twins) => rankPapers(papers, newest, { less: [] }).map((one) => one.paper.id)
    expect(ids(twins)).toEqual(ids(twins.toReversed()))
  })
})
