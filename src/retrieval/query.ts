import { distance } from 'fastest-levenshtein'
import { namesIn } from '../papers/names.ts'
import { isStopWord, stem, wordsOf } from '../papers/words.ts'
import type { WordIndex } from '../store/store.ts'
import { isLightWord } from './light-words.ts'
import { type StemmedText, stemmedText } from './paper-text.ts'
import type { Thesaurus } from './thesaurus.ts'

/** One notion of a question, and the words under which papers may speak of it. */
export type Concept = {
  /** As the person wrote it, folded. */
  word: string
  /** How many papers hold the word itself. */
  frequency: number
  /** Inverse document frequency: what finding it is worth among papers. */
  rarity: number
  /** What it says of the topic: its rarity, less for everyday English. */
  weight: number
  /** What to look for; its own word first. `trust` is 1 for the word itself, less for a guess or a synonym. */
  terms: readonly { words: string; stems: StemmedText; trust: number }[]
  /** Written like a name (HSTU, Cora, H100): a paper that lacks it speaks of something else. */
  name: boolean
  /** Whether any paper holds the word itself, or what it is a misspelling of. */
  known: boolean
}

export type Query = { concepts: readonly Concept[] }

/** How far a word stands behind the one that was typed: chosen on the question set (`npm run eval`). */
const trust = { own: 1, corrected: 0.9, synonym: 0.5 }

/** What everyday English counts for against words of the topic. */
const lightWeight = 0.3

/** Small talk about papers, which says nothing of their topic. */
const talk = new Set(
  `paper papers abstract abstracts article articles study studies author authors work works batch list dump corpus
  summarise summarize summary overview tell say says said mention mentions mentioned describe describes find
  finds look looking show shows know knows kno called call title topic`
    .split(/\s+/)
    .map(stem),
)

/** A person's words without mentions, mark-up and greetings: `<@U123>`, `@name`, `<#C1>`, `*bold*`. */
export function cleanQuestion(text: string): string {
  return text
    .replace(/<[@#!][^>]*>/g, ' ')
    .replace(/(^|\s)@\w+/g, ' ')
    .replace(/[*_~`]{1,3}(?=\S)(.+?)(?<=\S)[*_~`]{1,3}/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
}

/**
 * Takes a question apart into what it is about, weighs each notion by how rare it is among the papers, corrects words
 * no paper holds, and adds the words papers use for it.
 */
export async function readQuery(
  text: string,
  index: WordIndex,
  papers: number,
  thesaurus: Thesaurus,
): Promise<Query> {
  const question = cleanQuestion(text)
  const words = [...new Set(wordsOf(question).filter((word) => !isStopWord(word) && word.length > 1))]
  const topical = words.filter((word) => !talk.has(stem(word)))
  const chosen = topical.length > 0 ? topical : words
  const names = properNames(question)
  const expansions = thesaurus.expand(wordsOf(question))
  const frequencies = await index.frequencies(chosen)
  const concepts = chosen.map(async (word) => {
    const frequency = frequencies.get(word) ?? 0
    const corrected = frequency === 0 ? await correct(word, index) : undefined
    const american = americanSpelling(word)
    const synonyms = expansions.get(word) ?? []
    const rarity = inverseFrequency(frequency, papers)
    return {
      word,
      frequency,
      rarity,
      weight: rarity * (isLightWord(word) ? lightWeight : 1),
      terms: [
        { words: word, trust: trust.own },
        ...(american === word ? [] : [{ words: american, trust: trust.own }]),
        ...(corrected ? [{ words: corrected, trust: trust.corrected }] : []),
        ...synonyms.map((words) => ({ words, trust: trust.synonym })),
      ].map((term) => ({ ...term, stems: stemmedText(term.words) })),
      name: names.has(word),
      known: frequency > 0 || corrected !== undefined,
    }
  })
  return { concepts: await Promise.all(concepts) }
}

/** The words of a question that are written like names, or with a capital within a sentence. */
function properNames(question: string): ReadonlySet<string> {
  const capitalised = question.matchAll(/(?<=[\p{Ll}\p{N},;:'"’)] ["'“‘(]?)\p{Lu}\p{Ll}+/gu)
  const names = [...namesIn(question).map(({ name }) => name), ...[...capitalised].map(([word]) => word)]
  return new Set(names.flatMap(wordsOf))
}

/** British endings as American abstracts spell them; other words as they are. */
function americanSpelling(word: string): string {
  if (word.length < 6) return word === 'colour' ? 'color' : word
  return word
    .replace(/is(e|ed|es|er|ers|ing|ation|ations)$/, 'iz$1')
    .replace(/ys(e|ed|es|er|ing)$/, 'yz$1')
    .replace(/our(s|ed|ing|ite|ites|al|able|ful)?$/, 'or$1')
    .replace(/lling$|lled$/, (ending) => ending.slice(1))
    .replace(/tre(s)?$/, 'ter$1')
}

/** Robertson and Spärck Jones' weight as BM25 uses it, never negative. */
function inverseFrequency(frequency: number, papers: number): number {
  return Math.log(1 + (papers - frequency + 0.5) / (frequency + 0.5))
}

/** The indexed word that an unknown one most likely means: one it begins, or one a letter or two away. */
async function correct(word: string, index: WordIndex): Promise<string | undefined> {
  if (word.length < 5 || /\d/.test(word) || isLightWord(word)) return undefined
  const stemmed = stem(word)
  const completions = stemmed.length < 5 ? [] : await index.completions(stemmed, 3)
  if (completions.length > 0 && completions.length < 3) return completions[0]
  const allowed = word.length < 6 ? 0 : word.length < 10 ? 1 : 2
  const similar = await index.completions(stemmed.slice(0, 2), 5_000)
  const close = similar
    .map((known) => ({ known, edits: distance(stemmed, known) }))
    .filter(({ edits }) => edits <= allowed)
    .sort((a, b) => a.edits - b.edits || (a.known < b.known ? -1 : 1))
  return close[0]?.known
}
