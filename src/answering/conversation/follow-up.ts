import { quantitiesIn } from '../../language/quantities.ts'
import { namesIn } from '../../papers/names.ts'
import type { PaperId } from '../../papers/paper.ts'
import { foldText } from '../../papers/words.ts'
import { topicWords } from '../../retrieval/question-words.ts'
import type { Turn } from '../../store/store.ts'
import { readStyle } from './answer-style.ts'
import { isTopical, saysNoTopic } from './aspects.ts'
import { withoutOwnPronouns } from './own-pronouns.ts'
import { placeIn, placeWords, pointsAtPlace } from './places.ts'

/** Words that stand for what was said before. */
const standsFor =
  /\b(?:it|they|them|both|(?:this|that) (?:paper|one|work|method|approach|model)|the (?:paper|authors|same))\b|\b(?:does|did|do|can|could|would|will) (?:this|that|these|those)\b/
const whichOfThese =
  /\bwhich (?:ones?(?: of (?:these|those|them))?|of (?:these|those|them)(?: (?:papers|ones))?)\b/
/** "which one is newer?": compared with what was mentioned. */
const comparesThem = /\bwhich (?:one )?(?:is|was|are|were) (?:the )?(?:\w{2,}er|better|worse|more|less)\b/
/** "are linear models affected, too?", "how large is the method?": about what was mentioned, though it is not named. */
const goesOn =
  /\b(?:too|as well|instead|there|this|that)\W*$|\bthe (?:method|approach|framework|technique|algorithm|study|analysis|experiments?|evaluation|authors?)\b(?! (?:of|for|that|which|to|by|in)\b)/
/** Words that may point back or at the question's own words, and openings of a question that goes on. */
const mayPointBack =
  /\b(?:its|their|theirs|these|those|ones|the (?:model|system|work|data ?sets?))\b|^(?:and|but|so|also|what about|how about|why|which (?:of|ones?)|shorter|more)\b/
/** "without fine-tuning?": a piece of a question that goes on. */
const piece = /^(?:up to|without|with|on|for|in|by|at|from|to|using|under|after|before|than|compared to)\b/
const mostPieceWords = 6
/** "and its limits?": something of what was mentioned. */
const owned = /^(?:(?:and|but|so|what about|how about|what (?:is|are|was|were)|whats) )*(?:its|their)\b/
/** "how many dimensions?" */
const shortCount = /^how (?:many|much|long|large|big|often|far|old) \S+(?: \S+)?\W*$/

/** "the one about text-to-image models", "the playlist one": one of a list, by what it is about. */
const described =
  /\bthe (?<what>one|paper) (?:about|on|with|from|by|that|which|for|using|of)\b|\bthe (?!same\b|first\b|second\b|third\b|last\b|other\b|next\b)(?:(?!of\b|this\b|that\b|in\b|and\b)[\w-]+ ){1,3}?(?<what>one|paper)\b/
const singular = /\b(?:it|its|(?:this|that) (?:paper|one|work|method|approach|model))\b/
const plural = /\b(?:they|them|their|these|those|each|all|both|ones)\b/
/** Of more papers than these nobody asks at once without a word for several. */
const mostAtOnce = 3
/** Words that refer to a list, which an answer from one paper is not. */
const ofSeveral =
  /\b(?:of (?:these|those|them|the (?:papers|list))|(?:these|those) (?:papers|ones)|which ones?)\b/

/** Asked of all papers, whatever was shown before. */
const asksOfAll = /\b(?:papers?|others?|else|anyone|works?|studies|list|all|any|every|most)\b/

/** "does it scale?": who is asked about stands where nothing was said yet. */
const asksAboutIt =
  /^(?:(?:and|so|but) )?(?:does|do|did|is|are|was|were|can|will|how|what|where|why|when|which)(?: \w+){0,2} (?:it|they)\b/
const asksForOthers =
  /\b(?:other|another|one more) (?:\w+ )?(?:papers?|works?|one|study|studies)\b|\b(?:who|which papers?|anybody|anyone) else\b/

export type PointedAt =
  | {
      kind: 'papers'
      papers: readonly PaperId[]
      /**
       * Whether the words say nothing without the papers, so that only a name in the question can lead elsewhere; may
       * point at them; or do not point at all, but would be about them where they fit as well as any.
       */
      how: 'surely' | 'maybe' | 'hardly'
      /** Set where only one of them is meant: the one that fits best, or the first if it fits about as well. */
      one?: 'best' | 'first'
    }
  | { kind: 'beyond'; place: number; length: number }

/**
 * Which earlier papers a follow-up is about: the one it picks by its place ("the second one"), else all papers of the
 * last turn; "which of these" means the latest list, also where the last turns mentioned one of its papers. Undefined
 * when nothing was shown before, or the question is asked of all papers.
 *
 * @param history the turns that the question leans on, nearest first
 */
export function papersPointedAt(question: string, history: readonly Turn[]): PointedAt | undefined {
  const last = history.find(({ papers }) => papers.length > 0)
  if (!last) return undefined
  const place = placeIn(question, history)
  if (place) return place.kind === 'beyond' ? place : { ...place, how: 'surely' }
  const list = history.find(({ papers }) => papers.length > 1)
  const text = withoutOwnPronouns(foldText(question).trim())
  const description = described.exec(text)?.groups
  const spoken = [...new Set(history.flatMap(({ papers }) => papers))]
  const several = list?.papers ?? spoken
  if (description && spoken.length > 1) {
    // "the deepfake paper" may be one that was never shown, "the deepfake one" is not.
    const isOne = description.what === 'one'
    return {
      kind: 'papers',
      papers: isOne ? several : spoken,
      how: isOne ? 'surely' : 'maybe',
      one: 'best',
    }
  }
  const papers = ofSeveral.test(text) ? several : last.papers
  const isPiece = piece.test(text) && text.split(/\s+/).length <= mostPieceWords
  const isOwned = owned.test(text) && text.split(/\s+/).length <= mostPieceWords
  const isClosed = list?.question?.startsWith('compare ') && whichOfThese.test(text)
  if (
    isPiece ||
    isOwned ||
    isClosed ||
    shortCount.test(text) ||
    standsFor.test(text) ||
    (comparesThem.test(text) && papers.length > 1) ||
    goesOn.test(text) ||
    saysNoTopic(text)
  ) {
    const one = singular.test(text) || (papers.length > mostAtOnce && !plural.test(text))
    return { kind: 'papers', papers, how: 'surely', ...(one && { one: 'first' }) }
  }
  if (mayPointBack.test(text)) return { kind: 'papers', papers, how: 'maybe' }
  return asksOfAll.test(text) ? undefined : { kind: 'papers', papers, how: 'hardly' }
}

/** What a question calls a paper by what it is about ("the drone paper"), and the question without that. */
export function describedPaper(question: string): { what: string; rest: string } | undefined {
  const found = described.exec(question)
  if (!found || !/\bpaper$/i.test(found[0])) return undefined
  const what = found[0].replace(/^the\s+|\s+paper$/gi, '')
  return { what, rest: question.slice(0, found.index) + question.slice(found.index + found[0].length) }
}

/** The papers just shown, where a question asks for others than those. */
export function papersLeftOut(question: string, history: readonly Turn[]): readonly PaperId[] {
  if (!asksForOthers.test(foldText(question))) return []
  return history.find(({ papers }) => papers.length > 0)?.papers ?? []
}

/** Whether a question says nothing without papers that were shown before, and there are none. */
export function leansOnNothing(question: string, history: readonly Turn[]): boolean {
  if (history.some(({ papers }) => papers.length > 0)) return false
  const text = withoutOwnPronouns(foldText(question).trim())
  const topic = topicWords(text).filter(isTopical)
  const leans = pointsAtPlace(text) || pointerIn(text) !== undefined || /\b(?:these|those|its)\b/.test(text)
  const asksAbout = asksAboutIt.test(text) && namesIn(question).length === 0
  return (
    readStyle(question) !== undefined ||
    (saysNoTopic(text) && !ofAll.test(text) && !holdsAmount(text)) ||
    (leans && topic.length === 0) ||
    (asksAbout && topic.length <= 1)
  )
}

/** "what is the biggest data set?": asked of whatever there is. */
const ofAll = /\b(?:the|have|has|had|got|with) (?:most|least|fewest|best|worst|\w{2,}(?:est|iest))\b/

/** "which method cuts parameters by 91%?": whichever paper gives the amount. */
const holdsAmount = (text: string): boolean =>
  quantitiesIn(text).some(({ of, step }) => of !== 'plain' || step !== 1)

/** Where a question has a pronoun or a place in a list instead of a paper's name. */
export function pointerIn(question: string): { index: number; length: number } | undefined {
  const text = withoutOwnPronouns(question.toLowerCase())
  const found = placeWords(text) ?? whichOfThese.exec(text) ?? standsFor.exec(text)
  return found ? { index: found.index, length: found[0].length } : undefined
}
