import type { AdapterParts } from '../../../platform/adapter.ts'
import { conversationOf, type Work } from '../work.ts'

/** How many turns of a thread are looked at. */
const turnsRead = 10
/** What is said at the end of a talk and asks for nothing. */
const courtesy =
  /^(?:thanks?|thank you|thx|ty|ok(?:ay)?|cool|great|nice|perfect|awesome|got it|wow|lol|\+1|:[\w+-]+:|\p{Extended_Pictographic}|[\s.!,])+$/iu

/**
 * Whether a message in a thread that speaks to nobody is meant for Paperboy: in a thread where it answered, what is
 * said by someone it answered there, and questions of others. Everything else is a talk between people.
 */
export async function isFollowUp(work: Work, turns: AdapterParts['turns']): Promise<boolean> {
  if (courtesy.test(work.line)) return false
  const answered = await turns.recent(conversationOf(work), turnsRead)
  if (answered.length === 0) return false
  return work.line.endsWith('?') || answered.some(({ person }) => person === work.who.id)
}
