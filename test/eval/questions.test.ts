import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { foldForMatching } from './matching.ts'
import { readQuestions } from './questions.ts'
import { questionSets } from './sets.ts'
import { withTemporaryFolder } from './temporary-folder.ts'

describe.each(questionSets())('the question set $name', (set) => {
  it('gives each question an id of its own', async () => {
    const questions = await set.questions()
    expect(questions.length).toBeGreaterThan(100)
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length)
  })

  it('names only papers of its collection, and quotes their abstracts word for word', async () => {
    const papers = await set.papers()
    const abstracts = new Map(
      papers.map((paper) => [foldForMatching(paper.title), foldForMatching(paper.abstract)]),
    )
    for (const { id, papers: titles, also_fine, evidence, must_include } of await set.questions()) {
      const gold = titles.map((title) => abstracts.get(foldForMatching(title)))
      expect(gold, id).not.toContain(undefined)
      for (const title of also_fine) expect([...abstracts.keys()], id).toContain(foldForMatching(title))
      const spans = evidence.map(foldForMatching)
      for (const span of spans)
        expect(
          gold.some((abstract) => abstract?.includes(span)),
          `${id}: ${span}`,
        ).toBe(true)
      const said = [...spans, ...titles.map(foldForMatching)].join('\n')
      if (!set.tunedFor) for (const piece of must_include) expect(said, id).toContain(foldForMatching(piece))
    }
  })
})

describe('a question set that is no question set', () => {
  it.each([
    ['no JSON', 'line 2'],
    ['{"id":"fact-01","kind":"fact"}', 'question'],
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
