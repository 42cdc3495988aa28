import type { Paper } from './paper.ts'
import { type Sentence, sentencesOf } from './sentences.ts'

const names = 'propose|introduce|present'
const makes = 'develop|devise|design|build|construct|create|release|provide|describe|formulate|offer|leverage'
const here = '(?:paper|work|study|article|survey|report|research)'
/** A few words between "we" and what is done: "we first propose", "we then proceed to introduce". */
const few = String.raw`(?:\s+[\w-]+){0,3}?\s+`

/** What marks the sentence that says what a paper does, the surest sign first. */
const signs: readonly RegExp[] = [
  new RegExp(String.raw`\bwe\b${few}(?:${names})\b`, 'i'),
  new RegExp(String.raw`\b(?:this|our) ${here}${few}?(?:${names})`, 'i'),
  new RegExp(String.raw`\bwe\b.{0,150}\band (?:${names})\b`, 'i'),
  new RegExp(String.raw`\bwe\b${few}(?:${makes})\b`, 'i'),
  new RegExp(String.raw`\b(?:this|our) ${here}\b`, 'i'),
  /\bwe\b/i,
]

/**
 * The sentence of the abstract that says what the paper does ("We propose ..."); without such a sentence the first
 * one, and nothing when there is no abstract.
 */
export function keySentence(paper: Pick<Paper, 'id' | 'abstract'>): Sentence | undefined {
  const sentences = sentencesOf(paper)
  for (const sign of signs) {
    const found = sentences.find((sentence) => sign.test(sentence.text))
    if (found) return found
  }
  return sentences[0]
}
