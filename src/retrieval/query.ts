import { type StemmedText, stemmedText } from '../papers/stemmed-text.ts'
import { isStopWord, wordsOf } from '../papers/words.ts'
import type { WordIndex } from '../store/store.ts'
import { cleanQuestion, properNames, properPhrases } from './question-words.ts'
import { americanSpelling, correctSpelling } from './spelling.ts'

/** One word of a question, and the spellings under which papers may hold it. */
export type Concept = {
  /** As the person wrote it, folded. */
  word: string
  /** Inverse document frequency: what finding it is worth among papers. */
  rarity: number
  /** What to look for; its own spelling first. */
  terms: readonly Term[]
  /** Written like a name (HSTU, Cora, H100). */
  name: boolean
}

/** A spelling that stands for a concept. */
export type Term = {
  words: string
  stems: StemmedText
  /** 1 for the word itself and another spelling of it, less for one it may be a slip of. */
  trust: number
  /** How many papers hold it. */
  frequency: number
}

export type Query = {
  /** Those that say what it is about: they find papers. */
  concepts: readonly Concept[]
  /** The words of grammar between them, which find nothing. */
  grammar: readonly Concept[]
  /** Names of several words, such as "Segment Anything". */
  phrases: readonly { words: string; stems: StemmedText }[]
}

/** How far a spelling stands behind the word that was typed. */
export const trust = { own: 1, corrected: 0.8 }

/**
 * Takes a question apart into its words, weighs each by how rare it is among the papers, and corrects those that no
 * paper holds.
 *
 * @param papers how many papers there are
 */
export async function readQuery(text: string, index: WordIndex, papers: number): Promise<Query> {
  const question = cleanQuestion(text)
  const names = properNames(question)
  const words = [...new Set(wordsOf(question))]
  const grammar = words.filter(isGrammar)
  const content = words.filter((word) => !isGrammar(word))
  const concepts = content.map(async (word) => {
    const terms = await termsOf(word, index)
    const own = terms.filter((term) => term.trust === trust.own).map((term) => term.frequency)
    return { word, rarity: inverseFrequency(Math.max(...own), papers), terms, name: names.has(word) }
  })
  const phrases = properPhrases(question).map((words) => ({ words, stems: stemmedText(words) }))
  return { concepts: await Promise.all(concepts), grammar: grammar.map(grammarConcept), phrases }
}

const isGrammar = isStopWord

const grammarConcept = (word: string): Concept => ({
  word,
  rarity: 0,
  name: false,
  terms: [{ words: word, stems: stemmedText(word), trust: trust.own, frequency: 0 }],
})

/** The word itself, its American spelling, or failing both the word it may be a slip of. */
async function termsOf(word: string, index: WordIndex): Promise<readonly Term[]> {
  const wanted = new Map([word, americanSpelling(word)].map((own) => [own, trust.own]))
  const known = [...(await index.frequencies([...wanted.keys()])).values()].some((frequency) => frequency > 0)
  const corrected = known ? undefined : await correctSpelling(word, index)
  if (corrected !== undefined) wanted.set(corrected, trust.corrected)
  const frequencies = await index.frequencies([...wanted.keys()])
  const terms = [...wanted].map(([words, trusted]) => ({
    words,
    stems: stemmedText(words),
    trust: trusted,
    frequency: frequencies.get(words) ?? 0,
  }))
  return terms.filter((term, place) => terms.findIndex(({ stems }) => stems === term.stems) === place)
}

/** Robertson and Spärck Jones' weight as BM25 uses it, never negative. */
export function inverseFrequency(frequency: number, texts: number): number {
  return Math.log(1 + (texts - frequency + 0.5) / (frequency + 0.5))
}
