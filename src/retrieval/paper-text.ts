import { LRUCache } from 'lru-cache'
import { nameForms, namesIn, namesOf } from '../papers/names.ts'
import type { Paper } from '../papers/paper.ts'
import { type Sentence, sentencesOf } from '../papers/sentences.ts'
import { stem, wordsOf } from '../papers/words.ts'

/** A text as a row of stems with a space on either side, so that a phrase is found as a substring of whole stems. */
export type StemmedText = string

/** A paper made ready for matching. */
export type PaperText = {
  title: StemmedText
  names: StemmedText
  abstract: StemmedText
  /** All three, for a first look. */
  all: StemmedText
  /** Words in the abstract. */
  length: number
}

export function stemmedText(text: string): StemmedText {
  return spaced(wordsOf(text))
}

/** How often a phrase (a stemmed text, too) occurs. */
export function occurrences(text: StemmedText, phrase: StemmedText): number {
  let count = 0
  // Neighbours share the space between them.
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + phrase.length - 1)) count++
  return count
}

/** The paper in stems, for ranking. */
export const paperText = remembered((paper): PaperText => {
  const words = wordsOf(paper.abstract)
  const names = new Set(namesIn(`${paper.title} ${paper.abstract}`).map(({ name }) => name))
  const parts = {
    title: stemmedText(paper.title),
    names: spaced([...names].flatMap(nameForms)),
    abstract: spaced(words),
  }
  return { ...parts, all: Object.values(parts).join('|'), length: words.length }
})

/** What tells a paper from others when people ask about it: its title and the names it introduces. */
export const identityText = remembered((paper): StemmedText => {
  const introduced = namesOf(paper).filter((name) => name.introduced)
  return stemmedText([paper.title, ...introduced.flatMap(({ name }) => nameForms(name))].join(' '))
})

/** The sentences of a paper in stems, for choosing among them. */
export const sentenceTexts = remembered((paper): readonly { sentence: Sentence; text: StemmedText }[] =>
  sentencesOf(paper).map((sentence) => ({ sentence, text: stemmedText(sentence.text) })),
)

function spaced(words: readonly string[]): StemmedText {
  return ` ${words.map(stem).join(' ')} `
}

/** Keeps what was made of the latest 10,000 papers, since neighbouring questions meet the same ones. */
function remembered<T>(make: (paper: Paper) => T): (paper: Paper) => T {
  const cache = new LRUCache<string, { paper: Paper; made: T }>({ max: 10_000 })
  return (paper) => {
    const known = cache.get(paper.id)
    if (known?.paper.abstract === paper.abstract && known.paper.title === paper.title) return known.made
    const made = make(paper)
    cache.set(paper.id, { paper, made })
    return made
  }
}
