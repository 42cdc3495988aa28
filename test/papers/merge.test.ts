import { describe, expect, it } from 'vitest'
import { makePaper, type RawPaper } from '../../src/papers/make-paper.ts'
import { mergePapers, samePaper } from '../../src/papers/merge.ts'

const paper = (more: Partial<RawPaper> = {}) =>
  makePaper({ title: 'Deep Cats', abstract: 'We pet cats.', source: 'page', ...more })

describe('mergePapers', () => {
  it('keeps the id and the title people know the paper by', () => {
    const known = paper()
    const merged = mergePapers(known, paper({ title: 'Deep cats', ids: { arxiv: '2503.00001' } }))
    expect(merged).toMatchObject({ id: known.id, title: 'Deep Cats', ids: { arxiv: '2503.00001' } })
  })

  it('adds what only the newer version knows', () => {
    const merged = mergePapers(paper(), paper({ authors: ['Ada'], upvotes: 3, keywords: ['cats'] }))
    expect(merged).toMatchObject({ authors: ['Ada'], upvotes: 3, keywords: ['cats'] })
  })

  it('keeps what only the known version knows', () => {
    const known = paper({ ids: { arxiv: '2503.00001' }, date: '2025-03-13', authors: ['Ada'] })
    expect(mergePapers(known, paper())).toEqual(known)
  })

  it('takes the newer of two facts', () => {
    expect(mergePapers(paper({ upvotes: 3 }), paper({ upvotes: 9 })).upvotes).toBe(9)
  })

  it('replaces an abstract by a newer one, but never by none', () => {
    const longer = paper({ abstract: 'We pet cats. They purr.' })
    expect(mergePapers(paper(), longer).abstract).toBe('We pet cats. They purr.')
    expect(mergePapers(longer, paper({ abstract: '' })).abstract).toBe('We pet cats. They purr.')
    expect(mergePapers(paper({ abstract: '' }), longer).abstract).toBe('We pet cats. They purr.')
  })

  it.each([
    ['2025-03-13', '2025-04-01'],
    ['2025-04-01', '2025-03-13'],
  ])('keeps the first day it was featured: %s, then %s', (one, other) => {
    expect(mergePapers(paper({ date: one }), paper({ date: other })).date).toBe('2025-03-13')
  })

  it('keeps its address until the arXiv page is known', () => {
    const known = paper({ url: 'https://example.org/cats' })
    expect(mergePapers(known, paper({ url: 'https://example.org/dogs' })).url).toBe(
      'https://example.org/cats',
    )
    expect(mergePapers(known, paper({ ids: { arxiv: '2503.00001' } })).url).toContain('2503.00001')
  })

  it('keeps the original of the text it keeps', () => {
    const written = paper({ abstract: 'We pet $k$ cats.' })
    expect(mergePapers(written, paper({ abstract: '' })).original?.abstract).toBe('We pet $k$ cats.')
    expect(mergePapers(paper({ abstract: '' }), written).original?.abstract).toBe('We pet $k$ cats.')
  })

  it('changes nothing when the same paper comes again', () => {
    const known = paper({
      ids: { arxiv: '2503.00001' },
      date: '2025-03-13',
      authors: ['Ada'],
      abstract: 'We pet $k$ cats.',
    })
    expect(samePaper(mergePapers(known, known), known)).toBe(true)
  })
})

describe('the same paper from several sources', () => {
  const id = { ids: { arxiv: '2503.00001' } }
  const arxiv = paper({ ...id, source: 'arxiv', title: 'Deep {C}ats', abstract: 'We pet 2x3 cats.' })
  const face = paper({
    ...id,
    source: 'huggingface',
    abstract: 'We pet 2times3 cats.',
    date: '2025-03-13',
    upvotes: 9,
    authors: ['Ada'],
    code: 'https://github.com/example/cats',
  })
  const pasted = paper({ abstract: 'We pet 2 3 cats.', upvotes: 3 })

  it.each([
    ['arXiv last', [pasted, face, arxiv]],
    ['arXiv first', [arxiv, face]],
    ['Hugging Face twice', [arxiv, face, face]],
  ])('keeps the best text and loses no fact: %s', (_, [first = pasted, ...rest]) => {
    const merged = rest.reduce(mergePapers, first)
    expect(merged).toMatchObject({
      abstract: 'We pet 2x3 cats.',
      source: 'arxiv',
      date: '2025-03-13',
      upvotes: 9,
      authors: ['Ada'],
      code: 'https://github.com/example/cats',
    })
  })

  it('lets the votes be counted anew by whichever source counts them', () => {
    expect(mergePapers(mergePapers(arxiv, face), { ...face, upvotes: 12 }).upvotes).toBe(12)
  })

  it('takes a text from a worse source only where there is none', () => {
    const bare = paper({ ...id, source: 'arxiv', abstract: '' })
    expect(mergePapers(bare, face)).toMatchObject({ abstract: face.abstract, source: 'huggingface' })
  })
})

describe('samePaper', () => {
  it('compares every fact, lists too', () => {
    expect(samePaper(paper({ authors: ['Ada'] }), paper({ authors: ['Ada'] }))).toBe(true)
    expect(samePaper(paper({ authors: ['Ada'] }), paper({ authors: ['Bob'] }))).toBe(false)
    expect(samePaper(paper(), paper({ upvotes: 0 }))).toBe(false)
  })
})
