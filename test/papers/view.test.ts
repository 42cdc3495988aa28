import { describe, expect, it } from 'vitest'
import type { Paper } from '../../src/papers/paper.ts'
import { dayInWords, gist, paperCard, paperPage, scoreInWords } from '../../src/papers/view.ts'
import { plainText } from '../../src/replies/plain.ts'
import type { Block } from '../../src/replies/reply.ts'

const bare: Paper = {
  id: 'p-1',
  title: 'On Cats',
  abstract: '',
  url: 'https://example.org/cats',
  source: 'page',
}
const full: Paper = {
  ...bare,
  abstract: 'Cats are hard. In this paper, we propose cats. They purr.',
  date: '2025-03-13',
  authors: ['Ada Lovelace', 'Grace Hopper'],
  ids: { arxiv: '2503.00001' },
  upvotes: 1,
}

const drawn = (...blocks: readonly Block[]) => plainText({ summary: '-', blocks })

describe('a card', () => {
  it('has number, link, reasons, day, votes and what the paper does', () => {
    expect(drawn(paperCard(full, { number: 2, facts: ['87% match'] }))).toBe(
      [
        '2. On Cats <https://example.org/cats>',
        '87% match · 13 March 2025 · 1 vote',
        'In this paper, we propose cats.',
      ].join('\n   '),
    )
  })

  it('of a paper of which only the title is known is only that', () => {
    expect(drawn(paperCard(bare))).toBe('On Cats <https://example.org/cats>')
  })

  it('has no link that a browser should not open', () => {
    expect(drawn(paperCard({ ...bare, url: 'javascript:alert(1)' }))).toBe('On Cats')
  })

  it('holds one line of a long sentence', () => {
    const line = gist({ id: 'x', abstract: `We propose ${'a very '.repeat(100)}long method.` })
    expect(line.length).toBeLessThanOrEqual(200)
    expect(line).toMatch(/^We propose .*…$/)
  })
})

describe('a page', () => {
  it('has what the paper does, the whole abstract and all facts', () => {
    expect(drawn(...paperPage(full))).toBe(
      [
        'On Cats <https://example.org/cats>',
        '> In this paper, we propose cats.',
        full.abstract,
        [
          'Featured: 13 March 2025',
          'Authors: Ada Lovelace, Grace Hopper',
          'arXiv: 2503.00001 <https://arxiv.org/abs/2503.00001>',
          'Votes: 1',
        ].join('\n'),
      ].join('\n\n'),
    )
  })

  it('says that an abstract is missing', () => {
    expect(drawn(...paperPage(bare))).toContain('No abstract is known')
  })
})

describe('words for numbers', () => {
  it.each([
    [0, '0% match'],
    [0.874, '87% match'],
    [1, '100% match'],
    [1.2, '100% match'],
  ])('score %s is %s', (score, words) => expect(scoreInWords(score)).toBe(words))

  it.each([
    ['2025-03-13', '13 March 2025'],
    ['someday', 'someday'],
    ['2025-03', 'March 2025'],
    ['2023', '2023'],
    ['2025-13', '2025-13'],
  ])('day %s is %s', (date, words) => expect(dayInWords(date)).toBe(words))
})
