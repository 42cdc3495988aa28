import { namesIn } from '../../papers/names.ts'
import type { Paper } from '../../papers/paper.ts'
import type { Sentence } from '../../papers/sentences.ts'
import { identityText, type StemmedText, sentenceTexts } from '../../retrieval/paper-text.ts'
import type { Concept, Query } from '../../retrieval/query.ts'
import { presence } from '../../retrieval/rank.ts'
import type { Wanted } from './question.ts'

export type ScoredSentence = { sentence: Sentence; text: StemmedText; score: number }

/** What a sentence earns besides the words it shares, as a share of the weight of all that was asked. */
const bonus = { number: 0.3, link: 1, gist: 0.3, proposal: 0.2, evaluation: 0.25, name: 0.1, neighbour: 0.2 }
/** A word of the title, or the method's name, says which paper, not which sentence. */
const identityDiscount = 0.3

/** From the surest sign of a quantity to the weakest, and what each counts for. */
const quantities: readonly (readonly [RegExp, number])[] = [
  [/\d\s?(?:%|x\b|×)|\d[\d.,]*\s?(?:percent|times|points?|fold|[MBK]\b|million|billion|trillion)/i, 1],
  [/\d/, 0.7],
  [/\b(?:two|three|four|five|six|seven|eight|nine|ten|twice|half|single|double|several)\b/i, 0.3],
]
const link = /https?:\/\//
const gist =
  /\b(?:we|this (?:paper|work|study)|our)\b.{0,60}\b(?:propos|introduc|present|develop|show|find|demonstrat|investigat|study|describ|provid)/i
const evaluation = /\b(?:experiment|evaluat|data ?set|benchmark|test|task)/i

/** Scores every sentence of a paper by how much of a question it answers, in the order of the abstract. */
export function scoreSentences(paper: Paper, query: Query, wanted: Wanted): readonly ScoredSentence[] {
  const identity = identityText(paper)
  const total = query.concepts.reduce((sum, { weight }) => sum + weight, 0)
  const weigh = (concept: Concept) =>
    concept.weight * (presence(concept, identity) > 0 ? identityDiscount : 1)
  const sentences = sentenceTexts(paper)
  const own = sentences.map(({ sentence, text }) => {
    const words = query.concepts.reduce((sum, concept) => sum + weigh(concept) * presence(concept, text), 0)
    const extra =
      (wanted.number ? bonus.number * quantityIn(sentence.text) : 0) +
      (wanted.link && link.test(sentence.text) ? bonus.link : 0) +
      (wanted.gist && gist.test(sentence.text) ? bonus.gist : 0) +
      (wanted.proposal && gist.test(sentence.text) ? bonus.proposal : 0) +
      (wanted.evaluation && evaluation.test(sentence.text) ? bonus.evaluation : 0) +
      (wanted.name && namesIn(sentence.text).length > 0 ? bonus.name : 0)
    return { words, extra: extra * total }
  })
  const ownWork = sentences.findIndex(({ sentence }) =>
    /\b(?:we|our|this (?:paper|work|study)|in this)\b/i.test(sentence.text),
  )
  return sentences.map(({ sentence, text }, index) => {
    const beside = Math.max(own[index - 1]?.words ?? 0, own[index + 1]?.words ?? 0)
    const { words = 0, extra = 0 } = own[index] ?? {}
    const score = (words + extra + bonus.neighbour * beside) * (index < ownWork ? +(process.env.BG ?? 1) : 1)
    return { sentence, text, score }
  })
}

function quantityIn(sentence: string): number {
  return quantities.find(([sign]) => sign.test(sentence))?.[1] ?? 0
}

/**
 * Picks the sentences that together say most, at most `limit`: each next one counts for what it adds, and one that
 * adds less than `share` of the best score is left out. Returned in the order of the abstract.
 */
export function pickSentences(
  scored: readonly ScoredSentence[],
  query: Query,
  limit: number,
  share: number,
): readonly ScoredSentence[] {
  const picked: ScoredSentence[] = []
  const best = Math.max(0, ...scored.map(({ score }) => score))
  const covered = (concept: Concept) => Math.max(0, ...picked.map(({ text }) => presence(concept, text)))
  while (picked.length < limit) {
    const gains = scored
      .filter((candidate) => !picked.includes(candidate))
      .map((candidate) => {
        const repeated = query.concepts.reduce(
          (sum, concept) =>
            sum + concept.weight * Math.min(covered(concept), presence(concept, candidate.text)),
          0,
        )
        return { candidate, gain: candidate.score - 0.3 * repeated }
      })
      .sort(
        (one, other) =>
          other.gain - one.gain || one.candidate.sentence.number - other.candidate.sentence.number,
      )
    const next = gains[0]
    if (!next || next.gain <= 0 || next.gain < share * best) break
    picked.push(next.candidate)
  }
  return picked.sort((one, other) => one.sentence.number - other.sentence.number)
}
