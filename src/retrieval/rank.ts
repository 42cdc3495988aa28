import { occurrences, type StemmedPaper, type StemmedText } from '../papers/stemmed-text.ts'
import { type Concept, inverseFrequency, type Query } from './query.ts'

/** BM25's usual constants (Robertson and Zaragoza 2009); no other values did better on SciFact. */
const k1 = 1.2
const b = 0.75
/** What a word in the title or among the names counts for, against one in the abstract. */
const fieldWeight = { title: 3, names: 1, abstract: 1 }
/** Characters of a usual abstract in stems (some 150 words), the point from which longer ones are discounted. */
const usualLength = 900

/** How well a paper's words fit a question. */
export type WordFit = {
  /**
   * BM25F over the most it could be worth, 0 to 1. Over its own bound, and not over the best paper's, it says the same of
   * a question that no paper's words fit.
   */
  words: number
  /** The share of the question's words that occur at all, weighed by rarity, 0 to 1. */
  coverage: number
}

/** Looks for each spelling once, since this is done for every candidate of every question. */
export function wordFit({ concepts }: Pick<Query, 'concepts'>, text: StemmedPaper): WordFit {
  const length = 1 - b + (b * text.abstract.length) / usualLength
  const found = concepts.map(({ rarity, terms }) => {
    const present = terms.filter(({ stems }) => text.all.includes(stems))
    const worths = present.map(({ stems, trust }) => {
      const frequency =
        fieldWeight.title * occurrences(text.title, stems) +
        fieldWeight.names * occurrences(text.names, stems) +
        fieldWeight.abstract * occurrences(text.abstract, stems)
      return trust * saturation(frequency, length)
    })
    return { rarity, worth: Math.max(0, ...worths), trust: Math.max(0, ...present.map(({ trust }) => trust)) }
  })
  return { words: share(found, ({ worth }) => worth), coverage: share(found, ({ trust }) => trust) }
}

/** The same for each of some texts beside each other, such as the sentences of one abstract; rarity is counted in them. */
export function wordShares(
  concepts: readonly Concept[],
  texts: readonly { text: StemmedText; length: number }[],
): readonly number[] {
  const usual = texts.reduce((sum, { length }) => sum + length, 0) / Math.max(1, texts.length)
  const weighed = concepts.map((concept) => {
    const holding = texts.filter(({ text }) => presence(concept, text) > 0).length
    return { ...concept, rarity: inverseFrequency(holding, texts.length) }
  })
  return texts.map(({ text, length: own }) => {
    const length = 1 - b + (b * own) / Math.max(1, usual)
    return share(weighed, ({ terms }) =>
      Math.max(0, ...terms.map(({ stems, trust }) => trust * saturation(occurrences(text, stems), length))),
    )
  })
}

/** How surely a text holds a word of a question: the trust in the best spelling that occurs there, 0 when none does. */
export function presence({ terms }: Concept, text: StemmedText): number {
  let best = 0
  for (const { stems, trust } of terms) if (trust > best && text.includes(stems)) best = trust
  return best
}

/** The part of BM25 that grows with how often a word occurs, over its bound: from 0 to 1. */
function saturation(frequency: number, length: number): number {
  return frequency === 0 ? 0 : frequency / (frequency + k1 * length)
}

/** The mean of what concepts are worth, weighed by their rarity. */
function share<T extends Pick<Concept, 'rarity'>>(
  concepts: readonly T[],
  worth: (concept: T) => number,
): number {
  let sum = 0
  let most = 0
  for (const concept of concepts) {
    most += concept.rarity
    sum += concept.rarity * worth(concept)
  }
  return most === 0 ? 0 : sum / most
}
