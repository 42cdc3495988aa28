import { keySentence } from '../../papers/key-sentence.ts'
import type { Paper } from '../../papers/paper.ts'
import type { Sentence } from '../../papers/sentences.ts'
import type { StemmedText } from '../../papers/stemmed-text.ts'
import { identityText, sentenceTexts } from '../../retrieval/paper-text.ts'
import type { Concept, Query } from '../../retrieval/query.ts'
import { presence } from '../../retrieval/rank.ts'
import { trustedSentences } from '../evidence.ts'
import type { Wanted } from './question.ts'
import { signsOf, speaksOfOwnWork } from './sentence-signs.ts'

export type ScoredSentence = { sentence: Sentence; text: StemmedText; score: number }

/** A word of the title, or the method's name, says which paper, not which sentence. */
const identityDiscount = 0.3
/** What the better of its two neighbours lends a sentence: answers often follow what they answer. */
const neighbour = 0.2
/** What a sentence counts for that stands before the paper speaks of its own work. */
const background = 0.8
/** What the sentence that says what a paper does earns when just that is asked, as a share of all that was asked. */
const gist = 0.3
/** What is taken off for saying again what a picked sentence says. */
const repetition = 0.3

/**
 * Scores every trusted sentence of a paper by how much of a question it answers, in the order of the abstract.
 */
export function scoreSentences(paper: Paper, query: Query, wanted: Wanted): readonly ScoredSentence[] {
  const identity = identityText(paper)
  const total = weightOf(query, (concept) => concept.weight)
  const sentences = sentenceTexts(paper)
  const words = sentences.map(({ text }) =>
    weightOf(query, (concept) => {
      const discount = presence(concept, identity) > 0 ? identityDiscount : 1
      return discount * concept.weight * presence(concept, text)
    }),
  )
  const key = wanted.gist ? keySentence(paper)?.number : undefined
  const trusted = new Set(trustedSentences(paper).map(({ id }) => id))
  const firstOwn = sentences.findIndex(({ sentence }) => speaksOfOwnWork(sentence.text))
  return sentences
    .map(({ sentence, text }, index) => {
      const beside = Math.max(words[index - 1] ?? 0, words[index + 1] ?? 0)
      const score =
        (words[index] ?? 0) +
        neighbour * beside +
        total * (signsOf(sentence.text, wanted) + (sentence.number === key ? gist : 0))
      return { sentence, text, score: index < firstOwn ? background * score : score }
    })
    .filter(({ sentence }) => trusted.has(sentence.id))
}

/**
 * Picks the sentences that together say most, best first: each next one counts for what it adds.
 *
 * @param limit how many at the most
 * @param share a sentence that adds less than this share of the best score is left out
 */
export function pickSentences(
  scored: readonly ScoredSentence[],
  query: Query,
  { limit, share }: { limit: number; share: number },
): readonly ScoredSentence[] {
  const best = Math.max(0, ...scored.map(({ score }) => score))
  const picked: ScoredSentence[] = []
  while (picked.length < limit) {
    const [next] = scored
      .filter(({ text }) => !picked.some((sentence) => sentence.text === text))
      .map((candidate) => ({
        candidate,
        gain: candidate.score - repetition * repeated(candidate, picked, query),
      }))
      .sort((one, other) => other.gain - one.gain)
    if (!next || next.gain <= 0 || next.gain < share * best) break
    picked.push(next.candidate)
  }
  return picked
}

/** The weight of what a sentence shares with the picked ones. */
function repeated({ text }: ScoredSentence, picked: readonly ScoredSentence[], query: Query): number {
  return weightOf(query, (concept) => {
    const said = Math.max(0, ...picked.map((sentence) => presence(concept, sentence.text)))
    return concept.weight * Math.min(said, presence(concept, text))
  })
}

function weightOf({ concepts }: Query, weigh: (concept: Concept) => number): number {
  return concepts.reduce((sum, concept) => sum + weigh(concept), 0)
}
