import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { foldTitle } from '../../src/papers/identity.ts'
import { sentencesOf } from '../../src/papers/sentences.ts'
import { readPageDump } from '../../src/papers/sources/page-dump.ts'
import { multiplyPapers } from './made-papers.ts'

const page = await readFile('data/huggingface-daily-papers-mar-13.txt', 'utf8')
const real = readPageDump(page, { today: new Date('2025-03-13') }).papers

describe('made papers', () => {
  const papers = multiplyPapers(real, 500)

  it('follow the real ones, each with a title of its own', () => {
    expect(papers.slice(0, real.length)).toEqual(real)
    expect(new Set(papers.map(({ title }) => foldTitle(title))).size).toBe(500)
  })

  it('are 6 to 12 real sentences, and nothing else', () => {
    const sentences = real.flatMap((paper) => sentencesOf(paper).map(({ text }) => text))
    const longestFirst = [...new Set(sentences)].sort((a, b) => b.length - a.length)
    for (const { abstract } of papers.slice(real.length)) {
      const marked = longestFirst.reduce((text, sentence) => text.replaceAll(sentence, '•'), abstract)
      expect(marked).toMatch(/^•( •){5,11}$/)
    }
  })

  it('are the same in every run', () => {
    expect(multiplyPapers(real, 500)).toEqual(papers)
  })

  it('leave fewer papers than the real ones as they are', () => {
    expect(multiplyPapers(real, 10)).toEqual(real.slice(0, 10))
  })
})
