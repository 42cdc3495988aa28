import { wordsOf } from '../../papers/words.ts'
import { type Query, trust } from '../../retrieval/query.ts'
import { presence } from '../../retrieval/rank.ts'
import type { ScoredSentence } from './select-sentences.ts'
import { quantityIn } from './sentence-signs.ts'

/** Abstracts write these in many ways ("datasets", "benchmarks"), so that their words do not have to be found. */
const spelled = new Set(['data', 'sets', 'datasets', 'benchmarks', 'tasks'])
/** A lighter word ("people") may be counted under any other one. */
const leastWeight = 1

/**
 * Whether a question asks how many there are of something and the sentences give no number: none of those that speak
 * of the thing holds one, or none of the picked ones does.
 *
 * @param carried whether a conversation points at the papers: then one of their sentences has to speak of the thing
 */
export function lacksNumber(
  question: string,
  query: Query,
  sentences: readonly ScoredSentence[],
  picked: readonly ScoredSentence[],
  carried: boolean,
): boolean {
  if (!/\bhow (?:many|much)\b/i.test(question)) return false
  const counted = wordsOf(/\bhow many\b(.*)/i.exec(question)?.[1] ?? '').slice(0, 2)
  const thing = query.concepts.find(
    ({ word, weight }) => (carried || weight > leastWeight) && counted.includes(word),
  )
  const holdsNumber = ({ sentence }: ScoredSentence) => quantityIn(sentence.text) > 0
  const aboutThing = sentences.filter(({ text }) => thing && presence(thing, text) >= trust.corrected)
  const isSpokenOf = aboutThing.length > 0 || (carried && thing !== undefined && !spelled.has(thing.word))
  return !picked.some(holdsNumber) || (isSpokenOf && !aboutThing.some(holdsNumber))
}
