import { describe, expect, it } from 'vitest'
import { makePaper } from '../../src/papers/make-paper.ts'
import type { Paper } from '../../src/papers/paper.ts'
import { sentencesOf } from '../../src/papers/sentences.ts'
import { areOne } from '../../src/retrieval/doubles.ts'
import { openServices } from '../answering/answerer.ts'
import { arxivCollection } from '../eval/sets.ts'
import { shippedPapers } from '../fixtures/shipped-papers.ts'
import { modelsDir } from '../fixtures/weights.ts'

/** The paper as a journal has it: another title and id, two sentences less, one more, some words in their place. */
const inJournal = ({ title, abstract, id }: Paper, index: number): Paper => {
  const [, second = '', ...rest] = sentencesOf({ id, abstract }).map(({ text }) => text)
  const kept = [second, ...rest.slice(1), 'Data are given in a supplement that only the journal has.']
  return makePaper({
    title: `A study of ${title.split(':')[0]?.toLowerCase()}`,
    source: 'file',
    ids: { doi: `10.1234/journal.${index}` },
    abstract: kept.join(' ').replaceAll('We ', 'The authors ').replaceAll('show', 'demonstrate'),
  })
}
const text =
  'Coastal walls are built of concrete, which cracks in winter when water freezes in it. We propose a coating on which ' +
  'seaweed grows, and which keeps water out. On 240 samples in two harbours it led to 30 % fewer cracks, at a tenth of ' +
  'the cost of paint, and fish came back to the walls within a year.'
const one = (title: string, more: Partial<Parameters<typeof makePaper>[0]> = {}) =>
  makePaper({ title, source: 'test', abstract: text, ...more })

describe('papers that are one under two titles', () => {
  it('are known by nearly the same abstract', async () => {
    expect(areOne(one('Seaweed on concrete'), one('Living walls'))).toBe(true)
    const papers = await shippedPapers()
    const joined = papers.filter((paper, index) => areOne(paper, inJournal(paper, index)))
    // What has a number in its title that the journal's lacks stays two.
    expect(joined.length).toBeGreaterThan(0.95 * papers.length)
  })

  it('are never two that differ', async () => {
    for (const papers of [await shippedPapers(), (await arxivCollection.papers()).slice(0, 100)])
      for (const [index, paper] of papers.entries())
        for (const other of papers.slice(index + 1)) expect(areOne(paper, other), other.title).toBe(false)
  })

  it.each([
    ['parts of a series', one('Living walls, Part I'), one('Living walls, Part II')],
    ['years of a series', one('Walls 2019: an overview'), one('Walls 2020: an overview')],
    ['ids of one place', one('A', { ids: { doi: '10.1/a' } }), one('B', { ids: { doi: '10.1/b' } })],
    ['authors', one('A', { authors: ['Ada Lovelace'] }), one('B', { authors: ['Turing, Alan'] })],
    [
      'too little text to tell',
      makePaper({ title: 'A', source: 'test', abstract: 'This paper has been withdrawn by its authors.' }),
      makePaper({ title: 'B', source: 'test', abstract: 'This paper has been withdrawn by its authors.' }),
    ],
  ])('are two for their %s', (_, first, second) => expect(areOne(first, second)).toBe(false))

  it('are one for another version, and for an author in common', () => {
    const authors = ['Ada Lovelace', 'Alan Turing']
    const [first, second] = [
      one('Walls', { authors }),
      one('Walls that live (v2)', { authors: ['Turing, A.'] }),
    ]
    expect(areOne(first, second)).toBe(true)
  })

  it('become one once they are embedded, found under both titles and ids', async () => {
    const services = await openServices(undefined, { EMBEDDING_MODEL: 'local', MODELS_DIR: modelsDir })
    const papers = (await services.store.papers.completions('', 76)).slice(0, 5)
    const before = await services.store.papers.count()
    await services.store.papers.put(papers.map(inJournal))
    expect(await services.store.papers.count()).toBe(before + 5)
    await services.embedding?.embedPapers()
    expect(await services.store.papers.count()).toBe(before)
    for (const [index, paper] of papers.entries()) {
      const [byId] = await services.store.papers.get([`doi:10.1234/journal.${index}`])
      expect(byId).toMatchObject({ id: paper.id, title: paper.title, abstract: paper.abstract })
    }
    await services.close()
  })
})
