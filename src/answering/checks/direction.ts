import type { ClaimSource } from './claim-source.ts'
import { type ClauseWord, clauseWords } from './clauses.ts'
import { costs, poles } from './opposites.ts'

type Pole = { pair: number; up: boolean; near: ReadonlyMap<string, number> }

/**
 * Why a claim says the opposite of its source (more for less, faster for slower), or undefined. Each such word is
 * compared with those of the source that stand beside the same words: "reduces cost" with "reducing the cost".
 */
export function directionFault(claim: string, source: ClaimSource): string | undefined {
  const known = source.sentences.flatMap(({ text }) => polesIn(clauseWords(text)))
  for (const pole of polesIn(clauseWords(claim))) {
    const rivals = known.filter(({ pair }) => pair === pole.pair)
    const agree = Math.max(
      0,
      ...rivals.filter(({ up }) => up === pole.up).map(({ near }) => overlap(pole.near, near)),
    )
    const oppose = Math.max(
      0,
      ...rivals.filter(({ up }) => up !== pole.up).map(({ near }) => overlap(pole.near, near)),
    )
    if (oppose > agree) return 'it turns a comparison of its source round'
  }
  return undefined
}

/** The poles of a text with the topic words beside them in their clause, nearer ones heavier. */
function polesIn(words: readonly ClauseWord[]): readonly Pole[] {
  return words.flatMap((word, place) => {
    const pole = poles.get(word.stem)
    if (!pole) return []
    const near = new Map<string, number>()
    const look = (step: 1 | -1, most: number) => {
      let seen = 0
      for (let at = place + step; seen < most; at += step) {
        const other = words[at]
        if (!other || other.clause !== word.clause) return
        if (!other.content || poles.get(other.stem)?.pair === pole.pair) continue
        seen += 1
        if (!costs.has(other.stem) || pole.pair > 0)
          near.set(other.stem, Math.max(near.get(other.stem) ?? 0, 1 / seen))
        else near.set(other.stem, 1 / seen)
      }
    }
    look(1, 3)
    look(-1, 2)
    return [{ ...pole, near }]
  })
}

function overlap(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  return [...one].reduce((sum, [word, weight]) => sum + Math.min(weight, other.get(word) ?? 0), 0)
}
