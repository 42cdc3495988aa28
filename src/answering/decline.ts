import type { OtherKind } from './kind.ts'
import { givesOrders } from './orders.ts'

/** Longer questions are declined: they are documents, not questions. */
const longestQuestion = 2_000
/** What is said to a line that is not about papers. */
export const notOfPapers: Readonly<Record<OtherKind, string>> = {
  collection:
    'I answer what papers say. Of all of them: `today` shows the newest, `trending` those with most votes, `map` what they are about, `status` how many there are.',
  elsewhere: 'This has nothing to do with my papers, and they are all I know.',
  bot: 'I answer questions about papers with the sentences of their abstracts. `help` lists what else I can do.',
  conversation: 'I am here for questions about papers.',
}
/** What the words of another language find, or do not, says nothing of the papers. */
export const needsModel = (language: string): string =>
  `I read English here: questions in ${language} need a model.`

/** Whether a line says nothing in words. */
export const isWordless = (line: string): boolean => !/[\p{L}\p{N}]/u.test(line)

/** Why a question is not answered, in a sentence; undefined when it is read. */
export function reasonToDecline(question: string): string | undefined {
  if (isWordless(question)) return 'There is no question in this. Ask one in a few words.'
  if (question.length > longestQuestion)
    return `This is too long. Ask in at most ${longestQuestion} characters.`
  if (/\p{Cc}/u.test(question.replace(/[\n\r\t]/g, '')))
    return 'This is not text that can be read. Ask in plain words.'
  if (givesOrders(question))
    return 'I only answer questions about the papers, and take no orders from messages.'
  return undefined
}
