import { describe, expect, it } from 'vitest'
import { readDailyPapers } from '../../../src/papers/sources/huggingface.ts'

const inner = {
  id: '2611.04217',
  title: 'Lantern: $k$-sparse\n  retrieval for 2M tokens',
  summary: 'We study $O(n)$ lookups.\nThey are quick.',
  publishedAt: '2026-11-06T17:58:12.000Z',
  submittedOnDailyAt: '2026-11-10T00:00:00.000Z',
  upvotes: 12.0,
  ai_summary: null,
  ai_keywords: ['sparse retrieval'],
  githubRepo: 'https://github.com/example-lab/lantern',
  authors: [
    { _id: '1', name: 'Íñigo Ørsted-Łukasz', hidden: false },
    { _id: '2', name: 'Removed Person', hidden: true },
    { _id: '3' },
  ],
}
const item = (more: object = {}) => ({ paper: { ...inner, ...more }, title: inner.title, numComments: 3 })
const read = (...items: readonly unknown[]) => readDailyPapers(JSON.stringify(items), { day: '2026-11-09' })

describe("a page of Hugging Face's list", () => {
  it('gives papers with all they say, hidden authors left out', () => {
    expect(read(item()).papers).toEqual([
      {
        id: '2611.04217',
        ids: { arxiv: '2611.04217' },
        title: 'Lantern: k-sparse retrieval for 2M tokens',
        abstract: 'We study O(n) lookups. They are quick.',
        url: 'https://arxiv.org/abs/2611.04217',
        date: '2026-11-10',
        published: '2026-11-06',
        authors: ['Íñigo Ørsted-Łukasz'],
        upvotes: 12,
        keywords: ['sparse retrieval'],
        code: 'https://github.com/example-lab/lantern',
        source: 'huggingface',
        original: { title: inner.title, abstract: inner.summary },
      },
    ])
  })

  it('finds facts outside as well as inside, and the day asked for where none is given', () => {
    const { upvotes, submittedOnDailyAt, ...rest } = inner
    expect(read({ paper: rest, upvotes }).papers[0]).toMatchObject({ date: '2026-11-09', upvotes: 12 })
    expect(read({ ...rest, submittedOnDailyAt }).papers[0]).toMatchObject({ date: '2026-11-10' })
  })

  it('loses only what is wrong', () => {
    const { papers, warnings } = read(
      item({ upvotes: 'many', authors: 'x', publishedAt: 5 }),
      item({ id: undefined }),
      { paper: {} },
      null,
    )
    expect(papers).toMatchObject([{ id: '2611.04217' }])
    expect(papers[0]).not.toHaveProperty('upvotes')
    expect(warnings).toEqual([
      "Hugging Face's paper 2 of 2026-11-09 was left out: id is missing or not what it should be.",
      "Hugging Face's paper 3 of 2026-11-09 was left out: id is missing or not what it should be.",
      "Hugging Face's paper 4 of 2026-11-09 was left out: it is missing or not what it should be.",
    ])
  })

  it('marks what was withdrawn and completes short ids', () => {
    expect(read(item({ withdrawnAt: '2026-11-09T08:00:00.000Z' })).papers[0]?.withdrawn).toBe(true)
    expect(read(item({ id: '2611.421' })).papers[0]?.id).toBe('2611.00421')
  })

  it.each(['<!doctype html><p>Sorry', '{"error":"no"}', ''])('is refused when it is not one: %j', (text) => {
    expect(() => readDailyPapers(text)).toThrow('something other than a list of papers')
  })
})
