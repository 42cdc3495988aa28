import { beforeAll, describe, expect, it } from 'vitest'
import { type Query, readQuery, trust } from '../../src/retrieval/query.ts'
import { type Library, openLibrary } from '../fixtures/library.ts'
import { shippedPapers } from '../fixtures/shipped-papers.ts'

describe('readQuery, over the shipped papers', () => {
  let library: Library
  beforeAll(async () => {
    library = await openLibrary(await shippedPapers())
  })
  const read = async (question: string) =>
    readQuery(question, library.store.words, await library.store.papers.count())
  const conceptOf = ({ concepts }: Query, word: string) => {
    const found = concepts.find((concept) => concept.word === word)
    if (!found) throw new Error(`No concept ${word} among ${concepts.map((each) => each.word).join(', ')}`)
    return found
  }

  it('takes a question apart into its words, without grammar', async () => {
    const { concepts } = await read('Hey, which papers talk about dropout for noisy labels?')
    expect(concepts.map(({ word }) => word)).toEqual(['papers', 'talk', 'dropout', 'noisy', 'labels'])
  })

  it('keeps a letter or digit alone that is no grammar, since it tells one thing from another', async () => {
    const { concepts } = await read('Which of them report A/B tests, vitamin C or type 1 diabetes?')
    expect(concepts.map(({ word }) => word)).toEqual([
      ...['report', 'b', 'tests', 'vitamin', 'c', 'type', '1', 'diabetes'],
    ])
  })

  it('weighs a rare word more than a common one', async () => {
    const query = await read('does dropout help models quickly')
    expect(conceptOf(query, 'dropout').rarity).toBeGreaterThan(conceptOf(query, 'models').rarity)
    expect(Math.min(...query.concepts.map(({ rarity }) => rarity))).toBeGreaterThan(0)
  })

  it('looks for a word itself first, and says how many papers hold it', async () => {
    const [own] = conceptOf(await read('what is TAROT'), 'tarot').terms
    expect(own).toEqual({ words: 'tarot', stems: ' tarot ', trust: trust.own, frequency: 1 })
  })

  it('looks for American spellings as for the word itself', async () => {
    const { terms } = conceptOf(await read('personalisation of images'), 'personalisation')
    expect(terms.filter((term) => term.trust === trust.own).map(({ words }) => words)).toContain(
      'personalization',
    )
  })

  it('adds no other words: those that mean the same are for meaning to find', async () => {
    expect(conceptOf(await read('suggestions of images'), 'images').terms.map(({ words }) => words)).toEqual([
      'images',
    ])
  })

  it('corrects a word that no paper holds, and no other', async () => {
    const query = await read('transfromers for recommendation')
    expect(conceptOf(query, 'transfromers').terms).toContainEqual(
      expect.objectContaining({ words: 'transform', trust: trust.corrected }),
    )
    expect(conceptOf(query, 'recommendation').terms.map((term) => term.trust)).not.toContain(trust.corrected)
  })

  it('looks for no stem twice', async () => {
    const { concepts } = await read(
      'which recommender systems recommend recommendations to users, shoppers and customers?',
    )
    for (const { terms } of concepts) {
      const stems = terms.map((term) => term.stems)
      expect(stems).toEqual([...new Set(stems)])
    }
  })

  it('marks names, and keeps names of several words together', async () => {
    const query = await read('does Segment Anything beat HSTU on images?')
    expect(query.phrases).toEqual([{ words: 'Segment Anything', stems: ' segment anyth ' }])
    expect(query.concepts.filter(({ name }) => name).map(({ word }) => word)).toEqual(['segment', 'hstu'])
  })

  it.each(['', '???', 'what is it?', '🎉', '\u0000'])('finds nothing in "%s"', async (question) => {
    expect(await read(question)).toMatchObject({ concepts: [], phrases: [] })
  })
})
