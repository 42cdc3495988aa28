import { idMentions } from '../papers/ids.ts'
import type { OtherKind, Wants } from './kind.ts'
import { givesOrders } from './orders.ts'
import type { Answer } from './types.ts'

/** Longer questions are declined: they are documents, not questions. */
const longestQuestion = 2_000
/** What is said to a line that is not about papers. */
export const notOfPapers: Readonly<Record<OtherKind, string>> = {
  collection: 'I can count and list my papers, but I do not understand what you want to know of them.',
  elsewhere: 'My papers are not about that, and they are all I know.',
  bot: 'I do not know that about myself.',
  conversation: 'Gladly. I am here for questions about papers.',
}
/** What the words of another language find, or do not, says nothing of the papers. */
export const needsModel = (language: string): string =>
  `I read English here: questions in ${language} need a model.`

/** Whether a line says nothing in words; a number that is the id of a paper says which. */
export const isWordless = (line: string): boolean => !/\p{L}/u.test(line) && idMentions(line).length === 0

/** Why a question is not answered, in a sentence; undefined when it is read. */
export function reasonToDecline(question: string): string | undefined {
  if (isWordless(question)) return 'There is no question in this. Ask one in a few words.'
  if (question.length > longestQuestion)
    return `This is too long. Ask in at most ${longestQuestion} characters.`
  if (/\p{Cc}/u.test(question.replace(/[\n\r\t]/g, '')))
    return 'This is not text that can be read. Ask in plain words.'
  if (givesOrders(question))
    return 'I only answer questions about the papers, and do not take orders from messages.'
  return undefined
}

/** What a line is about instead of what papers say, and what exactly it asks for. */
export type Other = { kind: OtherKind; asks?: Wants }

/** What is said to a line about something else: thanks and comments wait for no answer. */
export function elsewhere(about: Other, line: string): Answer {
  const asksNothing = about.kind === 'conversation' && about.asks === undefined && !line.includes('?')
  const why = notOfPapers[about.kind]
  return { kind: 'elsewhere', why, about, retrieved: [], ...(asksNothing && { asksNothing }) }
}
