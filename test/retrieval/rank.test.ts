import { describe, expect, it } from 'vitest'
import type { Paper } from '../../src/papers/paper.ts'
import { stemmedPaper } from '../../src/papers/stemmed-text.ts'
import type { Concept, Query, Term } from '../../src/retrieval/query.ts'
import { presence, rankByWords } from '../../src/retrieval/rank.ts'
import { paperOf } from '../fixtures/library.ts'

/** A concept of weight 1 that may be expressed in these stems, each with its trust. */
function conceptOf(trusted: Record<string, number>, weight = 1): Concept {
  const terms: Term[] = Object.entries(trusted).map(([words, trust]) => ({
    words,
    stems: ` ${words} `,
    trust,
    frequency: 1,
  }))
  return { word: terms[0]?.words ?? '', rarity: weight, weight, terms, name: false }
}
const queryOf = (...concepts: Concept[]): Query => ({ concepts, phrases: [] })
/** Papers as they are ranked, each with its title. */
function ranked(query: Query, ...papers: readonly Paper[]) {
  const titles = new Map(papers.map(({ id, title }) => [id, title]))
  const texts = new Map(papers.map((paper) => [paper.id, stemmedPaper(paper)]))
  return rankByWords(query, texts).map((match) => ({ title: titles.get(match.id), ...match }))
}
const titles = (query: Query, ...papers: readonly Paper[]) =>
  ranked(query, ...papers).map(({ title }) => title)

describe('rankByWords', () => {
  it('puts the paper first that speaks of more of the question', () => {
    const query = queryOf(conceptOf({ cat: 1 }), conceptOf({ dog: 1 }))
    const both = paperOf('Pets', 'A cat and a dog.')
    const one = paperOf('Felines', 'A cat, a cat, and a cat.')
    expect(titles(query, one, both)).toEqual(['Pets', 'Felines'])
  })

  it('counts a concept once, by the best of its words', () => {
    const cat = queryOf(conceptOf({ cat: 1, felin: 0.35, pet: 0.35 }))
    const synonyms = paperOf('Others', 'A feline pet, that is a pet feline.')
    const plain = paperOf('Plain', 'A cat.')
    expect(titles(cat, synonyms, plain)).toEqual(['Plain', 'Others'])
    expect(ranked(cat, synonyms)[0]?.coverage).toBe(0.35)
  })

  it('values a word in the title above one in the abstract', () => {
    const query = queryOf(conceptOf({ cat: 1 }))
    expect(titles(query, paperOf('Pets', 'On one cat.'), paperOf('On cats', 'About one pet.'))[0]).toBe(
      'On cats',
    )
  })

  it('values a word less the longer the abstract is', () => {
    const query = queryOf(conceptOf({ cat: 1 }))
    const long = paperOf('Long', `A cat. ${'Other matters fill the page. '.repeat(60)}`)
    expect(titles(query, long, paperOf('Short', 'A cat.'))[0]).toBe('Short')
  })

  it('says how much of the question a paper covers, by weight', () => {
    const query = queryOf(conceptOf({ cat: 1 }, 3), conceptOf({ dog: 1 }, 1))
    const coverage = ranked(query, paperOf('Cats'), paperOf('Dogs'), paperOf('Birds')).map((match) => [
      match.title,
      match.coverage,
    ])
    expect(coverage).toEqual([
      ['Cats', 0.75],
      ['Dogs', 0.25],
      ['Birds', 0],
    ])
  })

  it('puts equals in the order of their ids, in whichever order they came', () => {
    const papers = ['Cat one', 'Cat two', 'Cat six'].map((title) => paperOf(title))
    const query = queryOf(conceptOf({ cat: 1 }))
    expect(titles(query, ...papers)).toEqual(titles(query, ...papers.toReversed()))
  })

  it('covers nothing of a question without concepts', () => {
    expect(ranked(queryOf(), paperOf('Cats'))).toMatchObject([{ relevance: 0, coverage: 0 }])
    expect(ranked(queryOf(conceptOf({ cat: 1 })))).toEqual([])
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
    expect(presence(conceptOf({ cat: 1 }), ' categori ')).toBe(0)
    expect(presence(conceptOf({ 'languag model': 1 }), ' languag and model ')).toBe(0)
    expect(presence(conceptOf({ 'languag model': 1 }), ' larg languag model ')).toBe(1)
  })
})
