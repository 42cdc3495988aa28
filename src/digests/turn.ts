import type { Turn } from '../store/store.ts'
import type { Subscription } from '../store/subscriptions.ts'
import type { Composition } from './composition.ts'

/** A post as a turn of its conversation, so that questions under it are about its papers. */
export function turnOf(
  { turn, choices }: Composition,
  { owner, topic }: Subscription,
  shown: Pick<Turn, 'conversation' | 'at' | 'answer'>,
): Turn {
  return {
    ...shown,
    id: turn,
    person: owner.id,
    line: topic === undefined ? 'today' : `search ${topic}`,
    papers: choices.map(({ paper }) => paper),
    claims: choices.flatMap(({ gist }) => gist),
  }
}
