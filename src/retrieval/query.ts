import { type StemmedText, stemmedText } from '../papers/stemmed-text.ts'
import { wordsOf } from '../papers/words.ts'
import type { WordIndex } from '../store/store.ts'
import { isLightWord } from './light-words.ts'
import { cleanQuestion, properNames, properPhrases, topicWords } from './question-words.ts'
import { americanSpelling, correctSpelling } from './spelling.ts'
import type { Synonym, Thesaurus } from './thesaurus.ts'

/** One notion of a question, and the words under which papers may speak of it. */
export type Concept = {
  /** As the person wrote it, folded. */
  word: string
  /** Inverse document frequency: what finding it is worth among papers. */
  rarity: number
  /** What it says of the topic: its rarity, less for everyday English. */
  weight: number
  /** What to look for; its own word first. */
  terms: readonly Term[]
  /** Written like a name (HSTU, Cora, H100): a paper that lacks it speaks of something else. */
  name: boolean
}

/** A word or phrase that stands for a concept. */
export type Term = {
  words: string
  stems: StemmedText
  /** 1 for the word itself, less for a corrected one or a synonym. */
  trust: number
  /** How many papers hold it. */
  frequency: number
}

export type Query = {
  concepts: readonly Concept[]
  /** Names of several words, such as "Segment Anything". */
  phrases: readonly { words: string; stems: StemmedText }[]
}

/** How far a word stands behind the one that was typed: chosen on the question set (`npm run eval`). */
export const trust = { own: 1, same: 0.9, corrected: 0.8, synonym: 0.45 }

/** What everyday English counts for against words of the topic. */
const lightWeight = 0.3

/**
 * Takes a question apart into what it is about, weighs each notion by how rare it is among the papers, corrects words
 * no paper holds, and adds the words papers use for it.
 *
 * @param papers how many papers there are
 */
export async function readQuery(
  text: string,
  index: WordIndex,
  papers: number,
  thesaurus: Thesaurus,
): Promise<Query> {
  const question = cleanQuestion(text)
  const names = properNames(question)
  const synonyms = thesaurus.expand(wordsOf(question))
  const concepts = topicWords(question).map(async (word) => {
    const terms = await termsOf(word, synonyms.get(word) ?? [], index)
    const written = terms.filter((term) => term.trust >= trust.same).map((term) => term.frequency)
    const rarity = inverseFrequency(Math.max(...written), papers)
    return {
      word,
      rarity,
      weight: rarity * (isLightWord(word) ? lightWeight : 1),
      terms,
      name: names.has(word),
    }
  })
  const phrases = properPhrases(question).map((words) => ({ words, stems: stemmedText(words) }))
  return { concepts: await Promise.all(concepts), phrases }
}

/** The word itself, its American spelling, its synonyms, or failing all that the word it may be a slip of. */
async function termsOf(
  word: string,
  synonyms: readonly Synonym[],
  index: WordIndex,
): Promise<readonly Term[]> {
  const wanted = new Map([word, americanSpelling(word)].map((own) => [own, trust.own]))
  for (const { words, same } of synonyms) {
    if (!wanted.has(words)) wanted.set(words, same ? trust.same : trust.synonym)
  }
  const unknown = [...(await index.frequencies([...wanted.keys()])).values()].every(
    (frequency) => frequency === 0,
  )
  const corrected = unknown && !isLightWord(word) ? await correctSpelling(word, index) : undefined
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
function inverseFrequency(frequency: number, papers: number): number {
  return Math.log(1 + (papers - frequency + 0.5) / (frequency + 0.5))
}
