import type { PaperId } from '../papers/paper.ts'
import { occurrences, type StemmedPaper, type StemmedText } from '../papers/stemmed-text.ts'
import type { Concept, Query } from './query.ts'

/** BM25's usual constants (Robertson and Zaragoza 2009); no other values did better on SciFact. */
const k1 = 1.2
const b = 0.75
/** What a word in the title or among the names counts for, against one in the abstract. */
const fieldWeight = { title: 3, names: 1, abstract: 1 }
/** Characters of a usual abstract in stems (some 150 words), the point from which longer ones are discounted. */
const usualLength = 900

export type Match = {
  id: PaperId
  /** BM25F over concepts: only comparable within one query. */
  relevance: number
  /** 0 to 1: the share of the question's weight that the paper speaks of. */
  coverage: number
}

/**
 * Ranks papers by how much of a question they speak of, best first. Unlike plain BM25 a concept counts once, by the
 * best of the words it may be expressed in, so that synonyms neither add up nor drown what was really asked.
 */
export function rankByWords(query: Query, papers: ReadonlyMap<PaperId, StemmedPaper>): readonly Match[] {
  const weight = query.concepts.reduce((sum, concept) => sum + concept.weight, 0)
  return [...papers]
    .map(([id, text]) => {
      let relevance = 0
      let covered = 0
      for (const concept of query.concepts) {
        const { saturation, presence } = match(concept, text)
        relevance += concept.rarity * saturation
        covered += concept.weight * presence
      }
      return { id, relevance, coverage: weight === 0 ? 0 : covered / weight }
    })
    .sort((one, other) => other.relevance - one.relevance || (one.id < other.id ? -1 : 1))
}

/** For the best of a concept's words: the part of BM25 that grows with how often it occurs, and its presence. */
function match({ terms }: Concept, text: StemmedPaper): { saturation: number; presence: number } {
  const length = 1 - b + (b * text.abstract.length) / usualLength
  const best = { saturation: 0, presence: 0 }
  for (const { stems, trust } of terms) {
    if (!text.all.includes(stems)) continue
    const frequency =
      fieldWeight.title * occurrences(text.title, stems) +
      fieldWeight.names * occurrences(text.names, stems) +
      fieldWeight.abstract * occurrences(text.abstract, stems)
    best.saturation = Math.max(best.saturation, (trust * frequency * (k1 + 1)) / (frequency + k1 * length))
    best.presence = Math.max(best.presence, trust)
  }
  return best
}

/** How surely a text speaks of a concept: the trust in its best word that occurs there, 0 when none does. */
export function presence(concept: Concept, text: StemmedText): number {
  let best = 0
  for (const { stems, trust } of concept.terms) if (trust > best && text.includes(stems)) best = trust
  return best
}
