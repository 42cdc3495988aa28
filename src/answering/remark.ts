import { foreignLanguageOf } from '../language/foreign-language.ts'
import type { Meaning } from '../retrieval/meaning.ts'
import { meansLastAnswer } from './conversation/restate.ts'
import { type Examples, isTalk } from './kind.ts'
import type { QuestionContext } from './types.ts'

/**
 * Whether a line that people may have said to each other is rather that than a question. What can mean nothing but the last
 * answer is none, and of another language a model tells better.
 */
export function createIsRemark({
  examples,
  meaning,
  hasModel,
}: {
  examples: Examples
  meaning: Meaning
  hasModel: boolean
}): (line: string, context: Pick<QuestionContext, 'history'>) => Promise<boolean> {
  return async (line, { history }) => {
    if (history.length > 0 && meansLastAnswer(line)) return false
    if (hasModel && foreignLanguageOf(line, true) !== undefined) return false
    return isTalk(line, examples, meaning)
  }
}
