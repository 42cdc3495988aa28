import { foldText } from '../../papers/words.ts'

/** A term alone: "the accuracy" is that of something, which an abstract may give, and no term to be explained. */
const noun = String.raw`(?:an? )?(?!the )(?<topic>[\p{L}\p{N}][\p{L}\p{N}-]*(?: [\p{L}\p{N}-]+){0,3}?)`
const simply = String.raw`(?: (?:to me|please|in (?:simple|plain) (?:words|terms)))*\W*$`
const asking: readonly RegExp[] = [
  new RegExp(`^(?:please )?(?:what (?:is|are) |what'?s |explain |define (?:the )?)${noun}${simply}`, 'u'),
  new RegExp(`^what (?:does|do) ${noun} means?${simply}`, 'u'),
]
/** Words that make more of a question than a term: what is asked is something else than what it means. */
const more =
  /\b(?:of|in|for|with|on|from|about|between|that|which|this|it|its|these|those|best|most|new|here)\b/
/** Longest question that only asks for a term, in UTF-16 units. */
const longest = 80

/** The term that a question asks to be explained and nothing else: "what is overfitting?". */
export function askedTerm(question: string): string | undefined {
  if (question.length > longest) return undefined
  const said = foldText(question).trim()
  const topic = asking.map((form) => form.exec(said)?.groups?.topic).find((found) => found !== undefined)
  return topic === undefined || more.test(topic) ? undefined : topic
}

const says =
  /^(?:\([^()]{1,40}\) ?)?(?:\p{L}+ ){0,2}?(?:(?:is|are) (?:an?|the|one of)|represents?|refers? to|means?|denotes?|aims? (?:at|to)|describes?)\b/u

/** Whether a sentence says what a term is: it begins with the term, and goes on with what that is. */
export function defines(sentence: string, term: string): boolean {
  const text = foldText(sentence).replace(/^(?:an? |the )/, '')
  const singular = term.replace(/s$/, '')
  const short = text.slice(0, longest).indexOf(`(${term})`)
  if (!text.startsWith(singular) && short < 0) return false
  const rest =
    short < 0 ? text.slice(singular.length).replace(/^s\b/, '') : text.slice(short + term.length + 2)
  return rest.startsWith(' ') && says.test(rest.trimStart())
}
