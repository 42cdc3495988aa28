import type { PaperId } from '../papers/paper.ts'
import { foldText } from '../papers/words.ts'
import type { Turn } from '../store/store.ts'

const ordinals: readonly RegExp[] = [
  /\b(?:first|1st|former) (?:one|paper)?\b|\b(?:number|no|paper) ?1\b|#1\b/,
  /\b(?:second|2nd|latter) (?:one|paper)?\b|\b(?:number|no|paper) ?2\b|#2\b/,
  /\b(?:third|3rd) (?:one|paper)?\b|\b(?:number|no|paper) ?3\b|#3\b/,
  /\b(?:fourth|4th) (?:one|paper)?\b|\b(?:number|no|paper) ?4\b|#4\b/,
  /\b(?:fifth|5th) (?:one|paper)?\b|\b(?:number|no|paper) ?5\b|#5\b/,
]

/** Words that point at what was said before, and openings of a question that goes on from it. */
const pointsBack =
  /\b(?:it|its|they|them|their|theirs|both|this (?:paper|one|work|method)|that (?:paper|one|work|method)|these|those|the (?:paper|authors|same))\b|^(?:and|but|so|also|what about|how about|why|which of|shorter|more)\b/

/**
 * Which earlier papers a follow-up is about, when its words point back: the one an ordinal picks ("the second one"),
 * else all papers of the last turn. Undefined when the question stands on its own.
 *
 * @param history newest turn first
 */
export function papersPointedAt(question: string, history: readonly Turn[]): readonly PaperId[] | undefined {
  const last = history.find(({ papers }) => papers.length > 0)
  if (!last) return undefined
  const text = foldText(question).trim()
  const ordinal = last.papers.find((_, index) => ordinals[index]?.test(text))
  if (ordinal !== undefined) return [ordinal]
  return pointsBack.test(text) ? last.papers : undefined
}
