import { count, form, numberOf, papers, take } from './clauses.ts'

const reader = '(?:i|we|one|you|someone|somebody|beginners?|newcomers?)'
const some = count.replace('most', 'asked')
const beginning = '(?:read|start|begin)(?: (?:with|by|from|off|reading|first|next|here))*'
/** "which five would you start with", "where do I begin", "three papers to read first". */
const advice: readonly RegExp[] = [
  form(
    `\\b(?:what|which|where)(?: of (?:these|those|them))?(?: ${some})?(?: (?:${papers}|ones?|of (?:these|those|them)))* (?:should|shall|would|could|can|do|must|ought) (?:a |an )?${reader}(?: to)?(?: first)? ${beginning}`,
  ),
  form(
    `\\b(?:${some} )?(?:good |best |first )*(?:${papers}|ones) (?:to |that (?:i|we|one) should )(?:first )?${beginning}`,
  ),
]

/** That a line asks what to read: how many papers, and what else it says. */
export type Advice = { most?: number; rest: string }

/** Reads a line that asks what to read first; undefined for any other. */
export function readAdvice(line: string): Advice | undefined {
  for (const asking of advice) {
    const taken = take(line, asking)
    if (taken) {
      const { asked } = taken.said
      return { rest: taken.rest, ...(asked !== undefined && { most: numberOf(asked) }) }
    }
  }
  return undefined
}
