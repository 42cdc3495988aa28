/** Sentences of an abstract that mention its own work; what stands before the first such one is background. */
const ownWork = /\b(?:we|our|this (?:paper|work|study)|in this)\b/i
const link = /https?:\/\//
const openCode =
  /\b(?:code|codes|implementations?|repository|toolkit)\b.{0,40}\b(?:available|releas\w*|public\w*)\b|\bopen-?sourc\w+/i

/** Whether a sentence mentions the paper's own work. */
export function speaksOfOwnWork(sentence: string): boolean {
  return ownWork.test(sentence)
}

/** Whether a sentence gives an address, or says that code is open. */
export function saysWhereCodeIs(sentence: string): boolean {
  return link.test(sentence) || openCode.test(sentence)
}
