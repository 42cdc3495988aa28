import { distance } from 'fastest-levenshtein'
import { foldText } from '../papers/words.ts'
import type { Completion } from '../platform/menu.ts'

/** Wrong letters as a share of a word, and the longest text that is compared, in UTF-16 units. */
const slips = 0.3
const longest = 100

/**
 * The choices that what is typed so far may mean: those that begin with it, then those in which each of its words begins
 * one, in any order, then those in which it is nearly so, as with letters swapped. All of them where nothing is typed.
 */
export function choicesLike(
  choices: readonly Completion[],
  typed: string,
  limit: number,
): readonly Completion[] {
  const said = foldText(typed.slice(0, longest)).trim()
  const words = wordsIn(said)
  return choices
    .map((choice) => ({ choice, rank: rankOf(choice, said, words) }))
    .filter(({ rank }) => Number.isFinite(rank))
    .toSorted((one, other) => one.rank - other.rank)
    .slice(0, limit)
    .map(({ choice }) => choice)
}

function rankOf({ label, value }: Completion, said: string, words: readonly string[]): number {
  const texts = [label, value].map((text) => foldText(text.slice(0, longest)))
  if (texts.some((text) => text.startsWith(said))) return 0
  const held = texts.flatMap(wordsIn)
  const wrong = words.map((word) => Math.min(...held.map((one) => slipsIn(word, one))))
  // Signs alone stand for nothing.
  return words.length === 0 ? Number.POSITIVE_INFINITY : 1 + wrong.reduce((sum, one) => sum + one, 0)
}

/** How many slips lie between what is typed of a word and its beginning; infinitely many where it is another one. */
function slipsIn(typed: string, word: string): number {
  if (word.startsWith(typed)) return 0
  const begun = word.slice(0, typed.length)
  const made = isSwapped(typed, begun) ? 1 : Math.min(distance(typed, begun), distance(typed, word))
  return made <= Math.floor(typed.length * slips) ? made : Number.POSITIVE_INFINITY
}

const wordsIn = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]+/gu) ?? []

/** Whether two words have the same letters, in another order. */
export const isSwapped = (one: string, other: string): boolean =>
  one.length === other.length && [...one].sort().join('') === [...other].sort().join('')
