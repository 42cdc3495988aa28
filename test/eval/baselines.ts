import { stopwords } from '@orama/stopwords/english'
import { stemmer } from 'stemmer'
import type { Paper } from '../../src/papers/paper.ts'
import { sentencesOf } from '../../src/papers/sentences.ts'
import type { Shown, ShownSentence } from './shown.ts'

/** Answers a question in a way that takes no thought, from one paper: what the bot has to be better than. */
export type Baseline = { name: string; answer(question: string): Shown }

/** As many sentences as a short answer has. */
const sentencesShown = 4
/** As deep as anybody looks. */
const papersFound = 10
/** What a title counts for: its words are counted so many times. */
const titleWeight = 2
/** BM25's usual constants (Robertson and Zaragoza 2009). */
const k1 = 1.2
const b = 0.75

/** BM25 chooses the paper, and its four sentences that BM25 finds best are shown. It never refuses. */
export function bestByWords(papers: readonly Paper[]): Baseline {
  const search = rankerOf(
    papers.map(({ title, abstract }) => `${`${title} `.repeat(titleWeight)}${abstract}`),
  )
  return {
    name: 'BM25',
    answer(question) {
      const order = search(question)
        .map((index) => papers[index])
        .filter((paper) => paper !== undefined)
      const sentences = order[0] ? sentencesOf(order[0]) : []
      const best = rankerOf(sentences.map(({ text }) => text))(question).map(
        (index) => sentences[index]?.text ?? '',
      )
      return shownFrom(order, best.slice(0, sentencesShown))
    },
  }
}

/** The same paper, and its last three sentences: where an abstract tells what came of it. */
export function lastSentences(papers: readonly Paper[]): Baseline {
  const byWords = bestByWords(papers)
  const byTitle = new Map(papers.map((paper) => [paper.title, paper]))
  return {
    name: 'last three',
    answer(question) {
      const { papers: found } = byWords.answer(question)
      const order = found.map((title) => byTitle.get(title)).filter((paper) => paper !== undefined)
      const sentences = order[0] ? sentencesOf(order[0]).map(({ text }) => text) : []
      return shownFrom(order, sentences.slice(-3))
    },
  }
}

function shownFrom(order: readonly Paper[], texts: readonly string[]): Shown {
  const title = order[0]?.title ?? ''
  const sentences: readonly ShownSentence[] = texts.map((text) => ({ text, title }))
  return { kind: 'answered', sentences, papers: order.slice(0, papersFound).map((paper) => paper.title) }
}

/** Ranks texts for a question by BM25: their places, best first; equals in their own order. */
function rankerOf(texts: readonly string[]): (question: string) => readonly number[] {
  const documents = texts.map(countWords)
  const lengths = documents.map((words) => [...words.values()].reduce((sum, count) => sum + count, 0))
  const usual = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length)
  const holding = new Map<string, number>()
  for (const words of documents)
    for (const word of words.keys()) holding.set(word, (holding.get(word) ?? 0) + 1)
  return (question) => {
    const asked = [...countWords(question).keys()]
    const scores = documents.map((words, index) =>
      asked.reduce((sum, word) => {
        const count = words.get(word) ?? 0
        const frequency = holding.get(word) ?? 0
        const rarity = Math.log(1 + (documents.length - frequency + 0.5) / (frequency + 0.5))
        const length = 1 - b + (b * (lengths[index] ?? 0)) / usual
        return sum + (rarity * count * (k1 + 1)) / (count + k1 * length)
      }, 0),
    )
    return scores.map((_, index) => index).sort((one, other) => (scores[other] ?? 0) - (scores[one] ?? 0))
  }
}

const stopped = new Set(stopwords)

/** How often each word of a text occurs, in stems, without the words of grammar. */
export function countWords(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const word of text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? []) {
    if (stopped.has(word)) continue
    const stem = stemmer(word)
    counts.set(stem, (counts.get(stem) ?? 0) + 1)
  }
  return counts
}
