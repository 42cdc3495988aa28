import { describe, expect, it } from 'vitest'
import { readJsonLines } from '../../../src/papers/sources/json-lines.ts'

function read(...lines: readonly unknown[]) {
  const written = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
  return readJsonLines({ text: written.join('\n'), first: 1, date: '2025-03-13' })
}

describe('a line of JSON Lines', () => {
  it('gives a paper with all it knows', () => {
    const { papers } = read({
      id: 'arXiv:2402.17152v2',
      title: 'Actions Speak\n  Louder',
      abstract: 'We gain 12.4\\%.',
      date: '2024-02-27T00:00:00Z',
      authors: 'A. Example, B. M\\"uster (Lab 1) and C. Third',
      upvotes: 12,
      keywords: ['HSTU'],
      something: 'else',
    })
    expect(papers).toMatchObject([
      {
        id: '2402.17152',
        title: 'Actions Speak Louder',
        abstract: 'We gain 12.4%.',
        url: 'https://arxiv.org/abs/2402.17152',
        date: '2024-02-27',
        authors: ['A. Example', 'B. Müster', 'C. Third'],
        upvotes: 12,
        keywords: ['HSTU'],
        source: 'json-lines',
      },
    ])
  })

  it('may be in the layout of BEIR or of Hugging Face', () => {
    const { papers } = read(
      { _id: '4983', title: 'One', text: 'Body.' },
      { arxivId: '2402.17152', title: 'Two', summary: 'Summary.' },
    )
    expect(papers.map(({ abstract }) => abstract)).toEqual(['Body.', 'Summary.'])
  })

  it('takes the day of the list when it has none, and passes over fields that are not what they should be', () => {
    const { papers } = read({
      title: 'One',
      date: 'yesterday',
      upvotes: 'many',
      authors: 7,
      abstract: null,
    })
    expect(papers).toMatchObject([{ title: 'One', abstract: '', date: '2025-03-13' }])
  })

  it('never brings an address that is not of the web', () => {
    const { papers } = read({ title: 'One', url: 'javascript:alert(1)' })
    expect(papers[0]?.url).toBe('https://huggingface.co/papers?q=One')
  })
})

describe('a bad line', () => {
  it('is reported with its number and reason, and costs only itself', () => {
    const { papers, warnings } = read(
      '{',
      { title: 'Good' },
      '',
      '[]',
      { abstract: 'No title.' },
      { title: ' ' },
      { title: '\u200B' },
      { title: 'Also good' },
    )
    expect(warnings).toEqual([
      { line: 1, what: 'Left out: not valid JSON.' },
      { line: 4, what: 'Left out: not an object.' },
      { line: 5, what: 'Left out: title is missing or not text.' },
      { line: 6, what: 'Left out: the title is empty.' },
      { line: 7, what: 'Left out: the title has no visible text.' },
    ])
    expect(papers).toHaveLength(2)
  })
})
