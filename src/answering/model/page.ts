import { leansBack } from '../../language/leaning.ts'
import type { Evidence } from '../evidence.ts'
import type { Claim, Draft } from '../types.ts'
import { vetoDraft } from '../vetoes.ts'

/** What became of a sentence that a model wrote; `failed` ones may be said anew, those that are `out` are gone for good. */
type State = 'waiting' | 'kept' | 'failed' | 'out'

/** A sentence in its place on the page. */
export type Part = {
  draft: Draft
  /** Set once it has passed the vetoes. */
  claim?: Claim
  state: State
  /** What is wrong with it, for its repair. */
  why?: string
}

/**
 * Sentences that a model writes one after another, as one text: what is shown is what was kept, in the order of writing,
 * and nothing that leans on a sentence which is not there.
 */
export type Page = {
  parts: Part[]
  /** What may be shown by now. */
  shown(): readonly Claim[]
  /** Those that were kept and cannot be shown, as what they lean on went. */
  orphans(): readonly Part[]
}

export function createPage(): Page {
  const parts: Part[] = []
  const stands = (part: Part, place: number): boolean => {
    if (!part.claim || part.state !== 'kept') return false
    if (!leansBack(part.claim.text)) return true
    const before = parts[place - 1]
    return before !== undefined && stands(before, place - 1)
  }
  const settled = (place: number) => parts.slice(0, place).every(({ state }) => state !== 'waiting')
  return {
    parts,
    shown: () => parts.flatMap((part, place) => (part.claim && stands(part, place) ? [part.claim] : [])),
    orphans: () =>
      parts.filter((part, place) => part.state === 'kept' && settled(place) && !stands(part, place)),
  }
}

/** A draft as the vetoes let it on the page: waiting for its verdict, or failed with the reason. */
export function admit(draft: Draft, evidence: Evidence): Part {
  const vetoed = vetoDraft(draft, evidence)
  return vetoed.ok
    ? { draft, claim: vetoed.claim, state: 'waiting' }
    : { draft, state: 'failed', why: vetoed.reason }
}
