import { isStopWord, stem, wordsOf } from '../papers/words.ts'
import { quantitiesIn } from './quantities.ts'

/** "how many trainable parameters": the first word in the plural says what is counted. */
const asked = /\bhow many (?:[\p{L}\d-]{1,40} ){0,2}?([\p{L}-]{3,40}s)\b/iu

/** What a question wants to be counted, as its stem; undefined where it asks for no count. */
export function askedCount(question: string): string | undefined {
  const [, noun] = asked.exec(question) ?? []
  return noun === undefined ? undefined : stem(noun.toLowerCase())
}

/** Whether a sentence gives a number of them, with at most two words in between: "1.5 trillion parameters". */
export function givesCount(sentence: string, noun: string): boolean {
  return quantitiesIn(sentence).some(({ behind }) => behind.some((word) => stem(word) === noun))
}

/** Fewer words than these may stand beside a number by chance. */
const fewestWords = 2

/**
 * Whether a sentence holds a number and every word of a question that says something, so that the number is the one asked for.
 *
 * @param asked a question for how much or how many, without the names of papers
 */
export function givesAmount(sentence: string, asked: string): boolean {
  const wanted = new Set(
    wordsOf(asked)
      .filter((word) => !isStopWord(word))
      .map(stem),
  )
  if (wanted.size < fewestWords || !quantitiesIn(sentence).some(({ small }) => !small)) return false
  return wanted.isSubsetOf(new Set(wordsOf(sentence).map(stem)))
}
