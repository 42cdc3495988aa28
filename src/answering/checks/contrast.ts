import type { ClaimSource } from './claim-source.ts'
import { topicStems } from './clauses.ts'

const turn = /\b(?:while|whereas|but|others)\b|[,;]\s+and\s/gi

/**
 * Why a claim mixes up what its source sets against each other ("A is early, B is late" told as "B is early, A is
 * late"), or undefined. Only sentences of two halves are compared, by the words that one half has and the other has
 * not: a claim of which both halves take from both halves of the source has crossed them.
 */
export function contrastFault(claim: string, source: ClaimSource): string | undefined {
  const told = halvesOf(claim)
  if (!told) return undefined
  const crossed = source.sentences.some(({ text }) => {
    const known = halvesOf(text)
    if (!known) return false
    const own = [known[0].difference(known[1]), known[1].difference(known[0])]
    return told.every((half) => own.every((words) => !words.isDisjointFrom(half)))
  })
  return crossed ? 'it crosses the two halves of its source' : undefined
}

/** The topic words of the two halves of a sentence, when it has two. */
function halvesOf(text: string): readonly [ReadonlySet<string>, ReadonlySet<string>] | undefined {
  const halves = text
    .split(turn)
    .map(topicStems)
    .filter(({ size }) => size >= 3)
  const [first, second] = halves
  return first && second && halves.length === 2 ? [first, second] : undefined
}
