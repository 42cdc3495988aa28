import type { Paper } from '../papers/paper.ts'
import { keyPhrases } from '../retrieval/key-phrases.ts'
import type { Meaning } from '../retrieval/meaning.ts'
import { introducedNames } from '../retrieval/paper-text.ts'
import { createReadMatters, type Says } from './comparison/matters.ts'
import { type Pair, relateFindings } from './topic/relations.ts'
import { topicSentences } from './topic/topic-sentences.ts'

export type ComparedPaper = {
  paper: Paper
  /** As people call it: the method it introduces, else its title. */
  name: string
  says: Says
  /** Phrases that only this one of the compared papers uses. */
  only: readonly string[]
}

export type Comparison = {
  papers: readonly ComparedPaper[]
  /** Phrases that all of them use. */
  shared: readonly string[]
  /** Sentences of two of them that are about the same thing. */
  related: readonly Pair[]
}

const phrasesShown = 3
/** Longer than this a title is no name for a column. */
const longestName = 40

export type ComparePapers = (papers: readonly Paper[]) => Promise<Comparison>

/**
 * Compares papers matter by matter, in sentences of their abstracts only: where nothing was found, a cell stays empty.
 * Where the papers find the same or the opposite about the same, both sentences stand beside each other.
 */
export function createComparePapers(meaning: Meaning): ComparePapers {
  const readMatters = createReadMatters(meaning)
  return async (papers) => beside(await readMatters(papers))
}

function beside(read: readonly { paper: Paper; says: Says }[]): Comparison {
  const papers = read.map(({ paper }) => paper)
  const words = (paper: Paper, others: readonly Paper[], limit: number) =>
    keyPhrases([paper], others, { without: [], limit })
  const everywhere = keyPhrases(papers, [], { without: [], limit: 20 }).filter(
    ({ words, papers: holders }) => holders === papers.length && /[\s-]|\p{Lu}/u.test(words),
  )
  const sentences = topicSentences(papers, { concepts: [] })
  return {
    papers: read.map(({ paper, says }) => {
      const others = papers.filter(({ id }) => id !== paper.id)
      const elsewhere = others.map(({ title, abstract }) => `${title} ${abstract}`.toLowerCase()).join(' ')
      const own = words(paper, others, 12).filter((phrase) => !elsewhere.includes(phrase.words.toLowerCase()))
      return {
        paper,
        name: nameOf(paper),
        says,
        only: own.slice(0, phrasesShown).map((phrase) => phrase.words),
      }
    }),
    shared: everywhere.slice(0, phrasesShown).map((phrase) => phrase.words),
    related: relateFindings(sentences),
  }
}

/** How people call a paper: the method it introduces, else its title, shortened between words. */
function nameOf(paper: Paper): string {
  const [name] = introducedNames(paper)
  if (name !== undefined) return name
  if (paper.title.length <= longestName) return paper.title
  return `${paper.title.slice(0, longestName).replace(/\s+\S*$/, '')}…`
}
