import { describe, expect, it } from 'vitest'
import type { Says } from '../../../src/answering/comparison/matters.ts'
import { makePaper } from '../../../src/papers/make-paper.ts'
import { modelsDir } from '../../fixtures/weights.ts'
import { openServices } from '../answerer.ts'

const seaweed = makePaper({
  title: 'Seaweed on concrete',
  source: 'test',
  abstract: [
    'Coastal walls are built of concrete.',
    'Concrete still suffers from cracks, and earlier studies ignored what grows on it.',
    'We propose a coating on which seaweed grows.',
    'It holds spores in fine pores.',
    'We collected 240 samples of coated concrete in two harbours.',
    'Coated concrete had 30 % fewer cracks after three winters.',
    'The coating is effective and cheap.',
  ].join(' '),
})
const pureThought = makePaper({
  title: 'On knots',
  source: 'test',
  abstract: 'Knots are old. We prove that every knot of this kind can be untied. The proof is short.',
})

const textsOf = (says: Says) =>
  Object.fromEntries(Object.entries(says).map(([matter, found]) => [matter, found.map(({ text }) => text)]))
const rows = {
  problem: [
    'Coastal walls are built of concrete.',
    'Concrete still suffers from cracks, and earlier studies ignored what grows on it.',
  ],
  approach: ['We propose a coating on which seaweed grows.'],
  data: ['We collected 240 samples of coated concrete in two harbours.'],
  results: [
    'Coated concrete had 30 % fewer cracks after three winters.',
    'The coating is effective and cheap.',
  ],
  code: [],
}

describe('what abstracts say of each matter', () => {
  it.each([
    ['by the words of the examples where there is no model', { EMBEDDING_MODEL: 'off' }],
    ['by what it means', { EMBEDDING_MODEL: 'local', MODELS_DIR: modelsDir }],
  ])('is found %s', async (_, settings) => {
    const services = await openServices(undefined, settings)
    await services.store.papers.put([seaweed, pureThought])
    await services.embedding?.embedPapers()
    const { papers } = await services.compare([seaweed, pureThought])
    const [first, second] = papers.map(({ says }) => textsOf(says))
    expect(first).toEqual(rows)
    expect(second).toMatchObject({
      approach: ['We prove that every knot of this kind can be untied.'],
      data: [],
    })
    await services.close()
  })
})
