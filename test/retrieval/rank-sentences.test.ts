import { describe, expect, it } from 'vitest'
import { readQuery } from '../../src/retrieval/query.ts'
import { type RankedSentence, rankSentences } from '../../src/retrieval/rank-sentences.ts'
import { openLibrary, paperOf } from '../fixtures/library.ts'
import { dimensions, vectorsBy } from '../fixtures/meaning.ts'

const vectorOf = dimensions(/sleep|rest|doze/i, /purr|sound|hum/i, /cat|feline/i)
const asked = { asksQuantity: false }

/** The sentences of an abstract as they are ranked for a question. */
async function rank(
  abstract: string,
  question: string,
  {
    title = 'Felines',
    meant = question,
    words = '',
    ...wanted
  }: Partial<typeof asked> & {
    title?: string
    meant?: string
    words?: string
  } = {},
): Promise<readonly RankedSentence[]> {
  const paper = paperOf(title, abstract)
  const { store } = await openLibrary([paper])
  const query = await readQuery(words, store.words, 1)
  const vector = Float32Array.from(vectorOf(meant))
  const length = Math.hypot(...vector)
  const vectors = vectorsBy(vectorOf, paper)
  return rankSentences(
    paper,
    { query, vector: vector.map((value) => value / length), ...asked, ...wanted },
    vectors,
  )
}
const texts = (ranked: readonly RankedSentence[]) => ranked.map(({ sentence }) => sentence.text)

describe('sentences', () => {
  it('are ranked by what they mean, where they share no word with the question', async () => {
    const ranked = await rank('They doze all day. They hum when they eat. They eat fish.', 'which sound?')
    expect(texts(ranked)[0]).toBe('They hum when they eat.')
  })

  it('are not taken for an answer because they say what the title says', async () => {
    const abstract = 'The felines. They doze all day. Nobody knows why.'
    const ranked = await rank(abstract, 'how long do cats sleep?')
    expect(texts(ranked)[0]).toBe('They doze all day.')
    const [first] = ranked
    const titled = ranked.find(({ sentence }) => sentence.text === 'The felines.')
    expect(first?.meaning ?? 0).toBeGreaterThan(titled?.meaning ?? 1)
  })

  it('gain by the words of the question', async () => {
    const abstract = 'They doze on mats. They doze on sofas. They doze.'
    const ranked = await rank(abstract, 'where do they sleep?', { words: 'mats' })
    expect(texts(ranked)[0]).toBe('They doze on mats.')
    expect(ranked[0]?.words).toBeGreaterThan(0)
    expect(ranked[1]?.words).toBe(0)
  })

  it('gain towards the end, where outcomes are told', async () => {
    const ranked = await rank(
      'They doze one way. They doze another way. They doze a third way.',
      'how do they rest?',
    )
    expect(texts(ranked)).toEqual(['They doze a third way.', 'They doze another way.', 'They doze one way.'])
  })

  it('gain by a quantity where one is asked for, most with a unit', async () => {
    const abstract = 'They doze for 16 hours. They doze in room 16. They doze very long.'
    expect(texts(await rank(abstract, 'how long do they sleep?', { asksQuantity: true }))[0]).toBe(
      'They doze for 16 hours.',
    )
    expect(texts(await rank(abstract, 'do they sleep?'))[0]).toBe('They doze very long.')
  })

  it('are ranked by BM25 without vectors, and stay in order where nothing tells them apart', async () => {
    const paper = paperOf('Felines', 'They doze. They hum on mats. They purr. They eat fish, 3 kg a day.')
    const { store } = await openLibrary([paper])
    const query = await readQuery('mats', store.words, 1)
    const ranked = rankSentences(paper, { query, ...asked }, undefined)
    expect(texts(ranked)).toEqual([
      'They hum on mats.',
      'They doze.',
      'They purr.',
      'They eat fish, 3 kg a day.',
    ])
    expect(ranked.map(({ meaning }) => meaning)).toEqual([undefined, undefined, undefined, undefined])
    expect(ranked.slice(1).map(({ score }) => score)).toEqual([0, 0, 0])
  })

  it('gain without vectors by a quantity, and by words of grammar where others tell nothing', async () => {
    const paper = paperOf('Felines', 'They doze. Fish is eaten by them. They eat 3 kg a day. They purr.')
    const { store } = await openLibrary([paper])
    const query = await readQuery('how much is eaten by whom?', store.words, 1)
    const byWords = rankSentences(paper, { query, ...asked }, undefined)
    expect(texts(byWords)[0]).toBe('Fish is eaten by them.')
    const grammar = await readQuery('is it by a?', store.words, 1)
    const counted = rankSentences(paper, { query: grammar, ...asked, asksQuantity: true }, undefined)
    expect(texts(counted).slice(0, 2)).toEqual(['They eat 3 kg a day.', 'Fish is eaten by them.'])
  })

  it('are ranked by words alone where the vectors are those of another text', async () => {
    const paper = paperOf('Felines', 'They doze. They purr.')
    const { store } = await openLibrary([paper])
    const query = await readQuery('purr', store.words, 1)
    const vectors = vectorsBy(vectorOf, paperOf('Felines', 'They doze.'))
    const ranked = rankSentences(paper, { query, vector: Float32Array.of(1, 0, 0, 0), ...asked }, vectors)
    expect(texts(ranked)).toEqual(['They purr.', 'They doze.'])
    expect(ranked[0]?.meaning).toBeUndefined()
  })
})
