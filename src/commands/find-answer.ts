import type { Turn } from '../store/store.ts'
import type { Input } from './command.ts'
import type { Services } from './services.ts'

/** How many turns back the last answer may be. */
const turnsRead = 10

/**
 * The answer that a button refers to by its turn's id, or, for none, the last page of the conversation that can be
 * meant; undefined when there is none.
 *
 * @param isMeant which pages count when no id is given
 */
export async function findAnswer(
  id: string | undefined,
  { request }: Pick<Input, 'request'>,
  { store }: Pick<Services, 'store'>,
  isMeant: (turn: Turn) => boolean,
): Promise<Turn | undefined> {
  if (id) {
    const turn = await store.turns.get(id.toLowerCase())
    return turn && mayRead(turn, request) ? turn : undefined
  }
  const turns = await store.turns.recent(request.where.conversation, turnsRead)
  return turns.find(isMeant)
}

/**
 * Whether somebody may look into an answer: their own, one of this conversation, or one that stands where they are. The
 * name of a conversation ends with its thread, in Slack also with the person it is private to.
 */
function mayRead({ person, conversation }: Turn, { who, where }: Input['request']): boolean {
  if (person === who.id || conversation === where.conversation) return true
  const place = conversation.slice(0, conversation.lastIndexOf(':') + 1)
  return (
    place !== '' &&
    where.conversation.startsWith(place) &&
    !(where.platform === 'slack' && conversation.endsWith(`:${person}`))
  )
}
