import type { PaperId } from '../../papers/paper.ts'
import { foldText } from '../../papers/words.ts'
import { isLightWord } from '../../retrieval/light-words.ts'
import { topicWords } from '../../retrieval/question-words.ts'
import type { Turn } from '../../store/store.ts'

const ordinals = ['first|1st', 'second|2nd', 'third|3rd', 'fourth|4th', 'fifth|5th']

/** How the paper at each place of a list is picked: "the second one", "and the second?", "number 2", "#2". */
const picks: readonly RegExp[] = ordinals.map(
  (words, index) =>
    new RegExp(
      String.raw`\b(?:the )?(?:${words}) (?:one|paper|of (?:these|them|those))\b|\bthe (?:${words})(?=\W*$)|(?:\b(?:number|no\.?|paper) ?|#)${index + 1}\b`,
    ),
)
/** The same from the end. */
const lastPick = /\bthe last (?:one|paper|of (?:these|them|those))\b|\bthe last(?=\W*$)/
/** And in a list of two. */
const picksOfTwo: readonly RegExp[] = [/\bthe former\b/, /\bthe latter\b/]

/** Words that stand for what was said before. */
const standsFor =
  /\b(?:it|they|them|both|this (?:paper|one|work|method|approach|model)|that (?:paper|one|work|method|approach|model)|the (?:paper|authors|same))\b/
/** Words that may point back or at the question's own words, and openings of a question that goes on. */
const mayPointBack =
  /\b(?:its|their|theirs|these|those)\b|^(?:and|but|so|also|what about|how about|why|which of|shorter|more)\b/

/** Words that speak of a list, which an answer from one paper is not. */
const ofSeveral =
  /\b(?:of (?:these|those|them|the (?:papers|list))|(?:these|those) (?:papers|ones)|both|which ones?)\b/

/** What one asks of any paper: without a word of a topic beside these, a question is about the papers just shown. */
const aspects = new Set(
  `data dataset datasets set sets benchmark benchmarks metric metrics result results number numbers code repo
  repository github limitation limitations drawback drawbacks weakness weaknesses baseline baselines author authors
  accuracy gain gains improvement improvements evaluation evaluate evaluated experiment experiments tested trained
  training method methods approach approaches architecture model models size parameters cost costs speed faster problem
  problems idea contribution contributions conclusion conclusions finding findings task tasks performance
  future abstract link url paper papers key main`.split(/\s+/),
)
/** "what is a data set?" asks what a word means. */
const asksMeaning = /^(?:what|who)(?:'?s| is| are) (?:an? )?\w+(?: \w+)?\W*$/

const whichOfThese =
  /\bwhich (?:ones?(?: of (?:these|those|them))?|of (?:these|those|them)(?: (?:papers|ones))?)\b/

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
 * @param history the turns that the question leans on, nearest first
 */
export function papersPointedAt(question: string, history: readonly Turn[]): PointedAt | undefined {
  const last = history.find(({ papers }) => papers.length > 0)
  if (!last) return undefined
  const list = history.find(({ papers }) => papers.length > 1) ?? last
  const text = foldText(question).trim()
  const picked = list.papers.filter((_, index) => picks[index]?.test(text) || picksOfTwo[index]?.test(text))
  if (picked.length > 0) return { papers: picked, surely: true }
  const end = list.papers.slice(-1)
  if (lastPick.test(text)) return { papers: end, surely: true }
  const surely = standsFor.test(text) || asksOfAnyPaper(text)
  if (!surely && !mayPointBack.test(text)) return undefined
  return { papers: ofSeveral.test(text) ? list.papers : last.papers, surely }
}

/** Whether a question says nothing without papers that were shown before, and there are none. */
export function leansOnNothing(question: string, history: readonly Turn[]): boolean {
  if (history.some(({ papers }) => papers.length > 0)) return false
  const text = foldText(question).trim()
  const leans = pointsAtPlace(text) || pointerIn(text) !== undefined || /\b(?:these|those|its)\b/.test(text)
  return leans && topicWords(text).every((word) => aspects.has(word) || isLightWord(word))
}

/** Whether words name a place in a list ("the second one"). */
export function pointsAtPlace(words: string): boolean {
  const text = foldText(words).trim()
  return [...picks, ...picksOfTwo, lastPick].some((pick) => pick.test(text))
}

/** Where a question has a pronoun or a place in a list instead of a paper's name. */
export function pointerIn(question: string): { index: number; length: number } | undefined {
  const text = question.toLowerCase()
  const found = [...picks, ...picksOfTwo, lastPick, whichOfThese, standsFor].map((form) => form.exec(text))
  const [first] = found.filter((match) => match !== null)
  return first && { index: first.index, length: first[0].length }
}

function asksOfAnyPaper(text: string): boolean {
  if (asksMeaning.test(text)) return false
  const words = topicWords(text)
  return (
    words.some((word) => aspects.has(word)) && words.every((word) => aspects.has(word) || isLightWord(word))
  )
}
