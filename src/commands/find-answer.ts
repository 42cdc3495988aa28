import type { Turn } from '../store/store.ts'
import type { Input } from './command.ts'
import type { Services } from './services.ts'

/** How many turns back the last answer may be. */
const turnsRead = 10

/**
 * The answer that a button speaks of by its turn's id, or, for none, the last page of the conversation that can be
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
  if (id) return store.turns.get(id.toLowerCase())
  const turns = await store.turns.recent(request.where.conversation, turnsRead)
  return turns.find(isMeant)
}
