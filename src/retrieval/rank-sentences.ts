import type { Paper } from '../papers/paper.ts'
import type { Sentence } from '../papers/sentences.ts'
import type { PaperVectors } from '../store/vectors.ts'
import { cosine, without } from './cosine.ts'
import { sentenceTexts } from './paper-text.ts'
import type { Query } from './query.ts'
import { wordShares } from './rank.ts'
import { weights as usual, type Weights } from './weights.ts'

/** A question as the sentences of one paper are held against it. */
export type SentenceQuestion = {
  query: Query
  /** What it means, without the names of papers; left out where there is no model. */
  vector?: Float32Array
  /** Whether a quantity would answer it. */
  asksQuantity: boolean
}

export type RankedSentence = {
  sentence: Sentence
  score: number
  /** Cosine with the question, once the title is taken out of both; left out without vectors. */
  meaning?: number
  /** Whether words of the question occur in it. */
  words: number
}

const address = /https?:\/\//
/** From the surest sign of a quantity to the weakest, and what each counts for. */
const quantities: readonly (readonly [RegExp, number])[] = [
  [/\d\s?(?:\\?%|x\b|×|[a-zA-Z]{2,})/, 1],
  [/\d/, 0.6],
]

/** How surely a sentence holds a quantity: 1 for one with its unit, 0 for none. */
export function quantityIn(sentence: string): number {
  return quantities.find(([sign]) => sign.test(sentence))?.[1] ?? 0
}

/** Whether a sentence gives an address. */
export const holdsAddress = (sentence: string): boolean => address.test(sentence)

/**
 * The sentences of an abstract by how well they answer a question, best first; equals in the order of the abstract.
 * Without vectors it is BM25 beside the same signs, and words of grammar decide what those leave equal.
 */
export function rankSentences(
  paper: Paper,
  question: SentenceQuestion,
  vectors: PaperVectors | undefined,
  weights: Weights = usual,
): readonly RankedSentence[] {
  const sentences = sentenceTexts(paper)
  const words = wordShares(question.query.concepts, sentences)
  const meanings = meaningsOf(question.vector, vectors, sentences.length, weights)
  const grammar = meanings ? [] : wordShares(question.query.grammar, sentences)
  const { sentence: weigh } = weights
  return sentences
    .map(({ sentence }, index) => {
      const share = words[index] ?? 0
      const meaning = meanings?.[index]
      const place = sentences.length < 2 ? 1 : index / (sentences.length - 1)
      const said =
        meaning === undefined
          ? share
          : weigh.meaning * meaning + weigh.words * share + weigh.place * place ** 2
      const sign = question.asksQuantity ? weigh.quantity * quantityIn(sentence.text) : 0
      const ranked = {
        sentence,
        words: share,
        score: said + sign,
        ...(meaning !== undefined && { meaning }),
      }
      return { tie: grammar[index] ?? 0, ranked }
    })
    .sort((one, other) => other.ranked.score - one.ranked.score || other.tie - one.tie)
    .map(({ ranked }) => ranked)
}

/** The cosine of each sentence with the question; undefined where there are no vectors for just these sentences. */
function meaningsOf(
  question: Float32Array | undefined,
  vectors: PaperVectors | undefined,
  sentences: number,
  { titleTakenOut }: Weights,
): readonly number[] | undefined {
  const [title, ...passages] = vectors?.passages ?? []
  if (!question || !title || passages.length !== sentences || title.length !== question.length)
    return undefined
  const asked = without(question, title, titleTakenOut)
  return passages.map((passage) => cosine(asked, without(passage, title, titleTakenOut)))
}
