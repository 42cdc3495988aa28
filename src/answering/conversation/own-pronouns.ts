import { topicWords } from '../../retrieval/question-words.ts'
import { isTopical } from './aspects.ts'

const degree = '(?:(?:not|so|too|even|still|ever|more|less|most|really|\\w{2,20}ly) )?'
/** After these, "to" goes on about the one that is said to be so: "is it able to rank users?" */
const ofSubject =
  '(?!(?:able|unable|likely|unlikely|ready|going|about|due|set|bound|meant|supposed|willing|prone|subject|similar|equal|close|superior|inferior|comparable|resistant|open|there|used|\\w+(?:ed|wn))\\b)'
const forWhom = '(?: for (?:\\w+ ){0,3}\\w+)?'
/** "is it possible to …", "it is known that …", "how hard is it to …", "does it matter whether …": it stands for the clause behind it. */
const expletives = [
  `\\b(?:is|was|be) (?<it>it) ${degree}(?:${ofSubject}\\w+${forWhom} to|\\w+ (?:that|whether))\\b`,
  `\\b(?<it>it) (?:is|was|would be|will be|could be|may be|might be|has been) ${degree}(?:${ofSubject}\\w+${forWhom} to|\\w+ (?:that|whether))\\b`,
  `\\bhow ${degree}\\w+ (?:is|was|would|will) (?<it>it)(?: be)?${forWhom} (?:to|that)\\b`,
  `\\b(?<it>it) (?:makes? sense (?:to|that)|matters? (?:that|whether|if|which|how))\\b`,
].map((form) => new RegExp(form, 'd'))
/** Fewer words of a topic than these behind it may as well be asked of what was shown: "is it possible to reproduce the results?" */
const leastOwn = 2

/** Where a clause begins whose subject is somebody named before: "…, when it …". */
const clause =
  '(?:what|that|which|when|whenever|while|if|whether|because|since|although|though|how|why|where|before|after|until|once|unless|than|as|so|and|but)(?: (?:then|also|already))?'
/** Something that is first named here, and a clause about it: "can a machine … what it knew?" */
const bound = [
  new RegExp(
    `\\b(?:an?|any|every|each|some|my|our|one) [\\w-]{3,30} (?:[\\w'-]{1,30}[, ]+){1,15}?${clause} (?<it>it)\\b`,
    'd',
  ),
  new RegExp(
    `(?<!\\b(?:the|these|those|its|their) )\\b(?!(?:does|was|is|has|this|its)\\b)\\w{3,30}s (?:[\\w'-]{1,30}[, ]+){1,15}?${clause} (?<it>they)\\b`,
    'd',
  ),
]
/** Longer lines are not looked through. */
const longest = 300

/**
 * A question, in small letters and of the same length, with "_" for pronouns that stand for nothing outside it: an "it"
 * that only announces a clause, and one in a clause about what the question names for the first time.
 */
export function withoutOwnPronouns(text: string): string {
  if (text.length > longest) return text
  return [...expletives, ...bound].reduce((said, form, index) => {
    const found = form.exec(said)
    const place = found?.indices?.groups?.it
    if (!found || !place) return said
    const [start, end] = place
    const behind = said.slice(found.index + found[0].length)
    if (index < expletives.length && topicWords(behind).filter(isTopical).length < leastOwn) return said
    return said.slice(0, start) + '_'.repeat(end - start) + said.slice(end)
  }, text)
}
