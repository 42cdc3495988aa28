import type { PaperId } from '../papers/paper.ts'
import { foldText } from '../papers/words.ts'
import type { Turn } from '../store/store.ts'

const ordinals = ['first|1st', 'second|2nd', 'third|3rd', 'fourth|4th', 'fifth|5th']

/** How the paper at each place of a list is picked: "the second one", "and the second?", "number 2", "#2". */
const picks: readonly RegExp[] = ordinals.map(
  (words, index) =>
    new RegExp(
      String.raw`\b(?:${words}) (?:one|paper|of)\b|\bthe (?:${words})\W*$|(?:\b(?:number|no\.?|paper) ?|#)${index + 1}\b`,
    ),
)
/** The same in a list of two. */
const picksOfTwo: readonly RegExp[] = [/\bthe former\b/, /\bthe latter\b/]

/** Words that stand for what was said before. */
const standsFor =
  /\b(?:it|they|them|both|this (?:paper|one|work|method)|that (?:paper|one|work|method)|the (?:paper|authors|same))\b/
/** Words that may point back or at the question's own words, and openings of a question that goes on. */
const mayPointBack =
  /\b(?:its|their|theirs|these|those)\b|^(?:and|but|so|also|what about|how about|why|which of|shorter|more)\b/

/** Words that speak of a list, which an answer from one paper is not. */
const ofSeveral = /\b(?:of (?:these|those|them|the (?:papers|list))|(?:these|those) (?:papers|ones)|both)\b/

export type PointedAt = {
  papers: readonly PaperId[]
  /** Whether the words say nothing without the papers, so that only a name in the question can lead elsewhere. */
  surely: boolean
}

/**
 * Which earlier papers a follow-up is about, when its words point back: the one an ordinal picks ("the second one"),
 * else all papers of the last turn. A place and "which of these" mean the latest list, also where the last turns spoke
 * of one of its papers. Undefined when the question stands on its own.
 *
 * @param history newest turn first
 */
export function papersPointedAt(question: string, history: readonly Turn[]): PointedAt | undefined {
  const last = history.find(({ papers }) => papers.length > 0)
  if (!last) return undefined
  const list = history.find(({ papers }) => papers.length > 1) ?? last
  const text = foldText(question).trim()
  const ordinal = list.papers.find((_, index) => picks[index]?.test(text) || picksOfTwo[index]?.test(text))
  if (ordinal !== undefined) return { papers: [ordinal], surely: true }
  const surely = standsFor.test(text)
  if (!surely && !mayPointBack.test(text)) return undefined
  return { papers: ofSeveral.test(text) ? list.papers : last.papers, surely }
}
