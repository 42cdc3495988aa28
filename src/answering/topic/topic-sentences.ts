import { leansBack } from '../../language/leaning.ts'
import type { Paper } from '../../papers/paper.ts'
import type { Sentence } from '../../papers/sentences.ts'
import { stem, wordsOf } from '../../papers/words.ts'
import { sentenceTexts } from '../../retrieval/paper-text.ts'
import type { Query } from '../../retrieval/query.ts'
import { presence } from '../../retrieval/rank.ts'
import { holdsAddress, quantityIn } from '../../retrieval/rank-sentences.ts'
import { isThemeWord, type TermVector } from '../../retrieval/theme-terms.ts'
import { trustedSentences } from '../evidence.ts'
import { speaksOfOwnWork } from '../extractive/sentence-signs.ts'

/** A sentence as the summary of a topic sees it. */
export type TopicSentence = {
  sentence: Sentence
  /** Stems that say what it is about. */
  stems: ReadonlySet<string>
  /** 0 to about 1: how much it mentions the topic. */
  onTopic: number
  /** Whether it tells of the paper's own work, or stands behind a sentence that does. */
  own: boolean
}

/** A sentence that says less than this is no statement of its own. */
const fewestStems = 4
/** What decides among sentences: that one mentions the topic counts for more than all else together. */
const weights = { topic: 1, central: 0.35, own: 0.2, quantity: 0.1 }
/** A sentence that repeats this share of the words of one that was picked says the same again. */
export const nearDuplicate = 0.6
/** What a sentence loses that leans on the one before it, or only says where something can be downloaded. */
const leaning = 0.3
/** What likeness to picked sentences takes off (maximal marginal relevance, Carbonell and Goldstein 1998). */
const repetition = 0.6

/** The sentences of papers that may be quoted, in the order of their abstracts. */
export function topicSentences(
  papers: readonly Paper[],
  { concepts }: Pick<Query, 'concepts'>,
): readonly TopicSentence[] {
  const total = concepts.reduce((sum, { rarity }) => sum + rarity, 0)
  return papers.flatMap((paper) => {
    const trusted = new Set(trustedSentences(paper).map(({ id }) => id))
    const sentences = sentenceTexts(paper)
    const firstOwn = sentences.findIndex(({ sentence }) => speaksOfOwnWork(sentence.text))
    return sentences.flatMap(({ sentence, text }, index) => {
      const stems = topicalStems(sentence.text)
      if (!trusted.has(sentence.id) || stems.size < fewestStems) return []
      const said = concepts.reduce((sum, concept) => sum + concept.rarity * presence(concept, text), 0)
      return [
        {
          sentence,
          stems,
          onTopic: total === 0 ? 0 : said / total,
          own: firstOwn !== -1 && index >= firstOwn,
        },
      ]
    })
  })
}

/** Stems of the words of a sentence that say what it is about. */
export function topicalStems(text: string): ReadonlySet<string> {
  return new Set(wordsOf(text).filter(isThemeWord).map(stem))
}

/** The share of words that two sentences have in common, of all words of both (Jaccard). */
export function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = one.intersection(other).size
  return shared === 0 ? 0 : shared / (one.size + other.size - shared)
}

/**
 * The sentences that say most of a theme, best first, none that repeats another or one said before; every paper has a
 * say before one speaks twice.
 *
 * @param center what the theme is about
 * @param said sentences of the page that were picked already
 */
export function pickCentral(
  sentences: readonly TopicSentence[],
  center: TermVector,
  said: readonly TopicSentence[],
  limit: number,
): readonly TopicSentence[] {
  const most = Math.max(Number.EPSILON, ...sentences.map(({ stems }) => centrality(stems, center)))
  const scored = sentences.map((candidate) => ({
    candidate,
    score:
      weights.topic * candidate.onTopic +
      (weights.central * centrality(candidate.stems, center)) / most +
      (candidate.own ? weights.own : 0) +
      weights.quantity * (candidate.own ? quantityIn(candidate.sentence.text) : 0) -
      (leansBack(candidate.sentence.text) || holdsAddress(candidate.sentence.text) ? leaning : 0),
  }))
  const picked: TopicSentence[] = []
  while (picked.length < limit) {
    const before = [...said, ...picked]
    const repeats = (stems: ReadonlySet<string>) =>
      Math.max(0, ...before.map((other) => overlap(stems, other.stems)))
    const times = (paper: string) => picked.filter(({ sentence }) => sentence.paper === paper).length
    const open = scored.filter(
      ({ candidate }) => !picked.includes(candidate) && repeats(candidate.stems) < nearDuplicate,
    )
    const fewest = Math.min(...open.map(({ candidate }) => times(candidate.sentence.paper)))
    const [next] = open
      .filter(({ candidate }) => times(candidate.sentence.paper) === fewest)
      .map(({ candidate, score }) => ({ candidate, gain: score - repetition * repeats(candidate.stems) }))
      .sort((one, other) => other.gain - one.gain)
    if (!next) break
    picked.push(next.candidate)
  }
  return picked
}

/** How much of a theme's weight a sentence holds for its length. */
function centrality(stems: ReadonlySet<string>, center: TermVector): number {
  let sum = 0
  for (const word of stems) sum += center.get(word) ?? 0
  return sum / Math.sqrt(Math.max(stems.size, 8))
}
