import { beforeAll, describe, expect, it } from 'vitest'
import { type Query, readQuery, trust } from '../../src/retrieval/query.ts'
import { loadThesaurus } from '../../src/retrieval/thesaurus.ts'
import { type Library, openLibrary } from '../fixtures/library.ts'
import { shippedPapers } from '../fixtures/shipped-papers.ts'

describe('readQuery, over the shipped papers', () => {
  let library: Library
  beforeAll(async () => {
    library = await openLibrary(await shippedPapers())
  })
  const read = async (question: string) =>
    readQuery(question, library.store.words, await library.store.papers.count(), loadThesaurus())
  const conceptOf = ({ concepts }: Query, word: string) => {
    const found = concepts.find((concept) => concept.word === word)
    if (!found) throw new Error(`No concept ${word} among ${concepts.map((each) => each.word).join(', ')}`)
    return found
  }

  it('takes a question apart into the words that say what it is about', async () => {
    const { concepts } = await read('Hey, which papers talk about dropout for noisy labels?')
    expect(concepts.map(({ word }) => word)).toEqual(['talk', 'dropout', 'noisy', 'labels'])
  })

  it('weighs a rare word more than a common one, and everyday English least', async () => {
    const query = await read('does dropout help models quickly')
    const [dropout, models, quickly] = ['dropout', 'models', 'quickly'].map((word) => conceptOf(query, word))
    expect(dropout?.weight).toBeGreaterThan(models?.weight ?? Number.NaN)
    expect(quickly?.weight).toBeLessThan(0.5 * (quickly?.rarity ?? 0))
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

  it('adds other ways to write a word, and behind them words that only come close', async () => {
    const { terms } = conceptOf(await read('which chatbots were tried'), 'chatbots')
    expect(terms.map(({ trust }) => trust)).toEqual(terms.map(({ trust }) => trust).toSorted((a, b) => b - a))
    expect(terms.slice(1).map(({ words }) => words)).toContain('large language model')
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
    expect(await read(question)).toEqual({ concepts: [], phrases: [] })
  })
})
