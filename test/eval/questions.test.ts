import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readPageDump } from '../../src/papers/sources/page-dump.ts'
import { foldForMatching } from './matching.ts'
import { kinds, readQuestions, shippedQuestions } from './questions.ts'
import { withTemporaryFolder } from './temporary-folder.ts'

describe('the question set that ships', () => {
  it('has questions of every kind, each with an id of its own', async () => {
    const questions = await readQuestions(shippedQuestions)
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length)
    expect(kinds.filter((kind) => !questions.some((question) => question.kind === kind))).toEqual([])
  })

  it('names only papers of the page that ships', async () => {
    const page = await readFile('data/huggingface-daily-papers-mar-13.txt', 'utf8')
    const { papers } = readPageDump(page, { today: new Date('2025-03-14') })
    const titles = new Set(papers.map(({ title }) => foldForMatching(title)))
    const wanted = (await readQuestions(shippedQuestions)).flatMap((question) => question.papers)
    expect(wanted.filter((title) => !titles.has(foldForMatching(title)))).toEqual([])
  })
})

describe('a question set that is no question set', () => {
  it.each([
    ['no JSON', 'line 2'],
    ['{"id":"fact-01","kind":"riddle"}', 'kind'],
    [
      '{"id":"fact-01","kind":"fact","question":"why","papers":[],"must_include":[],"answerable":true}',
      'needs papers',
    ],
  ])('is refused with its line: %s', async (row, reason) => {
    await withTemporaryFolder(async (folder) => {
      const file = join(folder, 'questions.jsonl')
      await writeFile(file, `\n${row}\n`)
      await expect(readQuestions(file)).rejects.toThrow(reason)
    })
  })

  it('is refused when it is missing', async () => {
    await expect(readQuestions('data/eval/nowhere.jsonl')).rejects.toThrow('cannot be read')
  })
})
