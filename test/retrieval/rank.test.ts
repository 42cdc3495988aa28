import { describe, expect, it } from 'vitest'
import { stemmedPaper, stemmedText } from '../../src/papers/stemmed-text.ts'
import type { Concept, Query, Term } from '../../src/retrieval/query.ts'
import { presence, wordFit, wordShares } from '../../src/retrieval/rank.ts'
import { paperOf } from '../fixtures/library.ts'

/** A word of a question that may be written with these stems, each with its trust. */
function conceptOf(trusted: Record<string, number>, rarity = 1): Concept {
  const terms: Term[] = Object.entries(trusted).map(([words, trust]) => ({
    words,
    stems: ` ${words} `,
    trust,
    frequency: 1,
  }))
  return { word: terms[0]?.words ?? '', rarity, terms, name: false }
}
const queryOf = (...concepts: Concept[]): Query => ({ concepts, grammar: [], phrases: [] })
const cat = conceptOf({ cat: 1 })
const dog = conceptOf({ dog: 1 })
const textOf = (sentence: string) => ({ text: stemmedText(sentence), length: sentence.split(' ').length })
const shareOf = (query: Query, title: string, abstract = '') =>
  wordFit(query, stemmedPaper(paperOf(title, abstract))).words

const coverageOf = (query: Query, abstract: string) =>
  wordFit(query, stemmedPaper(paperOf('Pets', abstract))).coverage

describe('the share that words are worth in a paper', () => {
  it('is more for more words of the question than for one of them often', () => {
    const query = queryOf(cat, dog)
    expect(shareOf(query, 'Pets', 'A cat and a dog.')).toBeGreaterThan(
      shareOf(query, 'Pets', 'A cat, a cat, and a cat.'),
    )
  })

  it('grows with how often a word occurs, never beyond 1', () => {
    const shares = [1, 3, 50].map((times) => shareOf(queryOf(cat), 'Pets', 'A cat. '.repeat(times)))
    expect(shares).toEqual(shares.toSorted((one, other) => one - other))
    expect(new Set(shares).size).toBe(3)
    expect(Math.max(...shares)).toBeLessThan(1)
  })

  it('counts a word once, by the best of its spellings, and a likely slip for less', () => {
    const both = queryOf(conceptOf({ cat: 1, kat: 0.8 }))
    expect(shareOf(both, 'Pets', 'A cat.')).toBe(shareOf(queryOf(cat), 'Pets', 'A cat.'))
    expect(shareOf(both, 'Pets', 'A kat.')).toBeCloseTo(0.8 * shareOf(queryOf(cat), 'Pets', 'A cat.'), 5)
  })

  it('is more for a word of the title than of the abstract, and less in a longer abstract', () => {
    const query = queryOf(cat)
    expect(shareOf(query, 'On cats', 'One pet.')).toBeGreaterThan(shareOf(query, 'On pets', 'One cat.'))
    expect(shareOf(query, 'Pets', `A cat. ${'Other matters fill the page. '.repeat(60)}`)).toBeLessThan(
      shareOf(query, 'Pets', 'A cat.'),
    )
  })

  it('is by rarity', () => {
    const query = queryOf(conceptOf({ cat: 1 }, 3), dog)
    expect(shareOf(query, 'Cats')).toBeGreaterThan(2 * shareOf(query, 'Dogs'))
  })

  it('is nothing where no word is shared or nothing is asked', () => {
    expect(shareOf(queryOf(cat), 'Birds', 'They sing.')).toBe(0)
    expect(shareOf(queryOf(), 'Cats')).toBe(0)
  })
})

describe('the shares of sentences beside each other', () => {
  it('count a word that all of them hold for less than one that tells them apart', () => {
    const [both = 0, onlyCat = 0, none = 1] = wordShares(
      [cat, dog],
      ['The cat and the dog.', 'The cat sleeps there.', 'It rains.'].map(textOf),
    )
    expect(both).toBeGreaterThan(onlyCat)
    expect(onlyCat).toBeGreaterThan(0)
    expect(none).toBe(0)
    const [common = 0, telling = 0] = wordShares(
      [cat, dog],
      ['The cat is here.', 'The dog is here.', 'One cat sleeps.'].map(textOf),
    )
    expect(telling).toBeGreaterThan(common)
  })

  it('are none of no sentences', () => {
    expect(wordShares([cat], [])).toEqual([])
  })
})

describe('coverage', () => {
  it('is the share of the words that occur at all, by rarity', () => {
    const query = queryOf(conceptOf({ cat: 1 }, 3), dog)
    expect(
      ['A cat.', 'A dog.', 'A dog, a cat, a cat.', 'A bird.'].map((text) => coverageOf(query, text)),
    ).toEqual([0.75, 0.25, 1, 0])
    expect(coverageOf(queryOf(), 'A cat.')).toBe(0)
  })
})

describe('presence', () => {
  it('is the trust in the best word that occurs', () => {
    const concept = conceptOf({ cat: 1, felin: 0.35 })
    expect(presence(concept, ' a cat and a felin ')).toBe(1)
    expect(presence(concept, ' a felin ')).toBe(0.35)
    expect(presence(concept, ' a dog ')).toBe(0)
  })

  it('looks for whole words and whole phrases', () => {
    expect(presence(cat, ' categori ')).toBe(0)
    expect(presence(conceptOf({ 'languag model': 1 }), ' languag and model ')).toBe(0)
    expect(presence(conceptOf({ 'languag model': 1 }), ' larg languag model ')).toBe(1)
  })
})
