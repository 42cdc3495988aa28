import { wordsOf } from '../../papers/words.ts'
import { type Query, trust } from '../../retrieval/query.ts'
import { presence } from '../../retrieval/rank.ts'
import type { ScoredSentence } from './select-sentences.ts'
import { quantityIn } from './sentence-signs.ts'

/** A lighter word ("people") may be counted under any other one. */
const leastWeight = 1

/**
 * Whether a question asks how many there are of something and the sentences give no number: none of those that speak
 * of the thing holds one, or none of the picked ones does.
 */
export function lacksNumber(
  question: string,
  query: Query,
  sentences: readonly ScoredSentence[],
  picked: readonly ScoredSentence[],
): boolean {
  if (!/\bhow (?:many|much)\b/i.test(question)) return false
  const counted = wordsOf(/\bhow many\b(.*)/i.exec(question)?.[1] ?? '').slice(0, 2)
  const thing = query.concepts.find(({ word, weight }) => weight > leastWeight && counted.includes(word))
  const holdsNumber = ({ sentence }: ScoredSentence) => quantityIn(sentence.text) > 0
  const aboutThing = sentences.filter(({ text }) => thing && presence(thing, text) >= trust.corrected)
  return !picked.some(holdsNumber) || (aboutThing.length > 0 && !aboutThing.some(holdsNumber))
}
