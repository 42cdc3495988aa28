import { foreignLanguageOf } from '../language/foreign-language.ts'
import type { Meaning } from '../retrieval/meaning.ts'
import type { Search } from '../retrieval/search.ts'
import { meansLastAnswer } from './conversation/restate.ts'
import { notOfPapers } from './decline.ts'
import { type Examples, talkIn } from './kind.ts'
import type { Answer, QuestionContext } from './types.ts'

/** From this share of its words on, weighed by rarity, papers that were just shown cover a line. */
export const spokenOf = 0.5

/** What finds nothing is taken for a remark where it resembles a question hardly more, as a difference of cosines. */
const doubt = 0.05

/** What is there to say to a remark: nothing that anybody waits for. */
export const toRemark: Answer = {
  kind: 'elsewhere',
  why: notOfPapers.conversation,
  retrieved: [],
  asksNothing: true,
}

export type IsRemark = (
  line: string,
  context: Pick<QuestionContext, 'history'>,
  isDoubtful?: boolean,
) => Promise<boolean>

/**
 * Whether a line that people may have said to each other is rather that than a question. What can mean nothing but the last
 * answer is not one, nor is a question whose words stand in the papers just shown, however much it resembles one about the
 * world; and of another language a model tells better.
 */
export function createIsRemark({
  examples,
  meaning,
  search,
  hasModel,
}: {
  examples: Examples
  meaning: Meaning
  search: Search
  hasModel: boolean
}): IsRemark {
  return async (line, { history }, isDoubtful = false) => {
    if (history.length > 0 && meansLastAnswer(line)) return false
    if (hasModel && foreignLanguageOf(line, true) !== undefined) return false
    const kind = await talkIn(line, examples, meaning, isDoubtful ? doubt : 0)
    return kind === 'elsewhere' ? !(await isOfPapersShown(line, history)) : kind !== undefined
  }

  async function isOfPapersShown(line: string, history: QuestionContext['history']): Promise<boolean> {
    const among = history.find(({ papers }) => papers.length > 0)?.papers
    if (!among) return false
    const [best] = (await search(line, { among })).papers
    return best !== undefined && best.fit.coverage >= spokenOf
  }
}
