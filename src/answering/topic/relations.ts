import type { Claim } from '../types.ts'
import { overlap, type TopicSentence } from './topic-sentences.ts'

/** Sentences of two papers that stand on the same words, one claim each, so that a reader can hold them together. */
export type Pair = readonly [Claim, Claim]

/** How many pairs are shown. */
const mostPairs = 2
/** Two findings are about the same thing from this share of common words on, of which at least so many. */
const leastOverlap = 0.24
const leastShared = 4
/** Findings, not plans or background. */
const finding =
  /\b(?:show|find|found|demonstrat|reveal|observ|outperform|improv|achiev|result|reduc|increas|surpass|suggest|confirm|effective)/i

/**
 * What different papers find about the same: pairs of their sentences that share their words. Whether they agree is for
 * the reader to see: words alone do not tell.
 */
export function relateFindings(sentences: readonly TopicSentence[]): readonly Pair[] {
  const findings = sentences.filter(({ sentence, own }) => own && finding.test(sentence.text))
  const close = findings.flatMap((one, index) =>
    findings.slice(index + 1).flatMap((other) => {
      if (one.sentence.paper === other.sentence.paper) return []
      const shared = one.stems.intersection(other.stems).size
      const likeness = overlap(one.stems, other.stems)
      return shared >= leastShared && likeness >= leastOverlap ? [{ one, other, likeness }] : []
    }),
  )
  return pairsOf(close.sort((one, other) => other.likeness - one.likeness))
}

/** The closest pairs, no sentence twice. */
function pairsOf(close: readonly { one: TopicSentence; other: TopicSentence }[]): readonly Pair[] {
  const pairs: Pair[] = []
  const used = new Set<TopicSentence>()
  for (const { one, other } of close) {
    if (pairs.length === mostPairs) break
    if (used.has(one) || used.has(other)) continue
    used.add(one).add(other)
    pairs.push([quotedClaim(one), quotedClaim(other)])
  }
  return pairs
}

/** A sentence as a claim on itself. */
export function quotedClaim({ sentence }: TopicSentence): Claim {
  return { text: sentence.text, cites: [sentence] }
}
