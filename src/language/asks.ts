/** A question mark of any script, or a sentence that begins as questions and requests do. */
const question = /[?？؟]/u
const opening =
  /(?:^|[.!,:;–-]\s*)(?:(?:please|hey|hi|hello|ok(?:ay)?|so|and|but|well)[\s,]+)*(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|can|could|should|would|will|has|have|tell|show|find|give|explain|compare|summari[sz]e|help|ask|let (?:us|me) know)\b/iu

/** Whether a line asks or orders something, as far as its signs and the beginnings of its sentences tell. */
export const asks = (line: string): boolean => question.test(line) || opening.test(withoutMentions(line))

/** A mention may stand in front of what is said. */
const withoutMentions = (line: string): string => line.replace(/<[@#!][^>\s]{1,60}>/g, ' ').trim()
