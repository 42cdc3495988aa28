import { beforeAll, describe, expect, it } from 'vitest'
import { isNamed, namesByTitle } from '../../../src/answering/extractive/naming.ts'
import type { Paper } from '../../../src/papers/paper.ts'
import { type Library, openLibrary } from '../../fixtures/library.ts'
import { shippedPapers } from '../../fixtures/shipped-papers.ts'

let papers: readonly Paper[]
let library: Library
beforeAll(async () => {
  papers = await shippedPapers()
  library = await openLibrary(papers)
})

/** Titles of the papers that a question points at in the given way. */
async function pointedAt(question: string, points: typeof isNamed) {
  const { query } = await library.search(question)
  return papers.filter((paper) => points(question, query, paper)).map(({ title }) => title.split(/[:,]/)[0])
}

describe('isNamed', () => {
  it.each([
    ['a name it introduces', 'how does hstu work?', ['Actions Speak Louder than Words']],
    ['two names', 'TAROT or OptFS?', ['TAROT', 'Optimizing Feature Set for Click-Through Rate Prediction']],
    ['a name written in another way', 'what does the TFREX tool extract?', ['T-FREX']],
    [
      'words of its title written as a name',
      'what is the Deep Interest Network?',
      ['Deep Interest Network for Click-Through Rate Prediction'],
    ],
  ])('is true of a paper by %s', async (_, question, titles) => {
    expect(await pointedAt(question, isNamed)).toEqual(titles)
  })

  it.each([
    ['a name the papers only mention', 'who uses GradCAM?'],
    ['a name inside another word', 'which dinner was served?'],
    ['words alone', 'how do recommender systems rank items?'],
  ])('is true of none by %s', async (_, question) => {
    expect(await pointedAt(question, isNamed)).toEqual([])
  })
})

describe('namesByTitle', () => {
  const byTitle: typeof isNamed = (_, query, paper) => namesByTitle(query, paper)

  it('is true of a paper by two words of its title', async () => {
    expect(await pointedAt('the survey on replication in diffusion', byTitle)).toContain(
      'Replication in Visual Diffusion Models',
    )
  })

  it('is true of a paper that mentions a rare name', async () => {
    expect(await pointedAt('which one talks of GradCAM?', byTitle)).toEqual([
      'How explainable are adversarially-robust CNNs?',
    ])
  })

  it('is true of none by a single word of a title', async () => {
    expect(await pointedAt('hats', byTitle)).toEqual([])
  })
})
