import { LRUCache } from 'lru-cache'
import { foldName, namesOf } from '../papers/names.ts'
import type { Paper } from '../papers/paper.ts'
import { type Sentence, sentencesOf } from '../papers/sentences.ts'
import { type StemmedText, stemmedPaper, stemmedText } from '../papers/stemmed-text.ts'
import { isStopWord, wordsOf } from '../papers/words.ts'

/** Of a paper's title and abstract, in characters: arXiv takes no longer ones. */
const usualLength = 2_500

/** The paper in stems. */
export const paperText = remembered(stemmedPaper)

/** The names that a paper introduces, as it writes them. */
export const introducedNames = remembered((paper): readonly string[] =>
  namesOf(paper).flatMap(({ name, introduced }) => (introduced ? [name] : [])),
)

/** The same as names are compared. */
export const foldedNames = remembered(
  (paper): ReadonlySet<string> => new Set(introducedNames(paper).map(foldName)),
)

/** A sentence in stems, and how many of its words are not grammar. */
export type SentenceText = { sentence: Sentence; text: StemmedText; length: number }

/** The sentences of a paper, for choosing among them. */
export const sentenceTexts = remembered((paper): readonly SentenceText[] =>
  sentencesOf(paper).map((sentence) => ({
    sentence,
    text: stemmedText(sentence.text),
    length: wordsOf(sentence.text).filter((word) => !isStopWord(word)).length,
  })),
)

/**
 * Keeps what was made of the latest 2,000 papers, since neighbouring questions meet the same ones; of fewer, where they
 * hold whole bodies of text.
 */
function remembered<T>(make: (paper: Paper) => T): (paper: Paper) => T {
  const cache = new LRUCache<string, { paper: Paper; made: T }>({
    max: 2_000,
    maxSize: 2_000 * usualLength,
    sizeCalculation: ({ paper }) => paper.title.length + paper.abstract.length + 1,
  })
  return (paper) => {
    const known = cache.get(paper.id)
    if (known?.paper.abstract === paper.abstract && known.paper.title === paper.title) return known.made
    const made = make(paper)
    cache.set(paper.id, { paper, made })
    return made
  }
}
