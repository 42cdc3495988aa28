import { foldText } from '../papers/words.ts'
import { papers } from './clauses.ts'

/** What a question asks for, as far as its words say so for sure. */
export type Wanted = {
  /** How much or how many of something. */
  quantity: boolean
  /** Where code or data can be found. */
  address: boolean
  /** Several papers, each worth a sentence. */
  list: boolean
  /** Papers held against each other. */
  comparison: boolean
  /** What does not work, or not well. */
  limits: boolean
}

const patterns: Readonly<Record<keyof Wanted, RegExp>> = {
  // "what score …", "sizes of …", but not "is it a risk factor?"
  quantity:
    /\bhow (?:many|much|large|big|small|long|often|far|fast|high|low|old|deep|wide|accurate|well)\b|(?:^|\b(?:what|which|whats)\b.*)\b(?:percent|percentage|number|sizes?|rate|accuracy|scores?|fraction|share|ratio|factor|times)\b|\bby what\b/,
  address:
    /\b(?:code|repo|repository|github|gitlab|links?|urls?|website|homepage|download|available|open[- ]?source)\b/,
  list: /\b(?:papers|abstracts|works|studies|articles|publications|any (?:paper|abstract|work|study|article|publication))\b/,
  comparison:
    /\b(?:compared?|comparison|contrast|versus|vs|differs?|differences?|differently|each|both|unlike|side by side|as opposed to|one\b.*\b(?:other|another))\b/,
  limits:
    /\b(?:limits?|limitations?|limited|weakness(?:es)?|drawbacks?|shortcomings?|downsides?|disadvantages?)\b/,
}

/** "which papers", "list all the studies that", "is there any paper which". */
const askingForPapers = new RegExp(
  `^(?:(?:which|what|list|name|find|show|give|get|tell|me|us|are|is|there|do|you|have|all|any|some|every|each|other|of|the|these|those|your|our)\\s+)*(?:${papers}|study|studies)(?:\\s+(?:that|which|who))?\\s+(?=\\S)`,
  'i',
)

/** Whether a question begins with asking for papers of some kind, whichever: "which papers …". */
export const asksForPapers = (question: string): boolean => withoutAsking(question) !== question.trim()

/** A question without the words that ask for papers, which no paper says of itself: what is left says which are wanted. */
export const withoutAsking = (question: string): string => question.trim().replace(askingForPapers, '')

/** Reads off a question what would answer it. */
export function wantedBy(question: string): Wanted {
  const text = foldText(question)
  const asks = (kind: keyof Wanted) => patterns[kind].test(text)
  return {
    quantity: asks('quantity'),
    address: asks('address'),
    list: asks('list'),
    comparison: asks('comparison'),
    limits: asks('limits'),
  }
}
