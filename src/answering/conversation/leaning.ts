import type { Turn } from '../../store/store.ts'

/**
 * The turns in the order in which a person's words lean on them: their own first, then those of others in the same
 * conversation, so that two people who talk at once are not mixed up.
 *
 * @param history newest first
 * @param person left out, nobody's turns come first
 */
export function orderByAsker(person: string | undefined, history: readonly Turn[]): readonly Turn[] {
  const isOwn = (turn: Turn) => turn.person === person
  return [...history.filter(isOwn), ...history.filter((turn) => !isOwn(turn))]
}
