import { distance } from 'fastest-levenshtein'
import { stem } from '../papers/words.ts'
import type { WordIndex } from '../store/store.ts'

/** Shorter words have too many neighbours to guess from. */
const shortest = 6
/** From this length on two letters may be wrong. */
const longWord = 10
/** What may be missing at the end of a word ("param" for "parameter"), in letters of its stem. */
const longestEnding = 4
/** Longer words are no slips of words that papers hold. */
const longest = 50
/**
 * Letters taken to be right, which keep the look-up short in a large collection; and so many where a letter is missing or
 * too much in front, of which no other word is made as easily as by a wrong one.
 */
const trustedStart = { usual: 3, shorter: 2 }
const mostNeighbours = 500

/** British endings as American abstracts spell them; other words as they are. */
export function americanSpelling(word: string): string {
  return word
    .replace(/(?<=\w{4})is(e|ed|es|er|ers|ing|ation|ations)$/, 'iz$1')
    .replace(/(?<=\w{3})ys(e|ed|es|er|ing)$/, 'yz$1')
    .replace(/(?<=\w{3})our(s|ed|ing|ite|ites|al|able|ful)?$/, 'or$1')
    .replace(/(?<=\w{3})(l)l(ing|ed)$/, '$1$2')
    .replace(/(?<=\w{3})tre(s)?$/, 'ter$1')
}

/**
 * The indexed word that a word of no paper most likely means: one that it begins, or one a letter or two away.
 *
 * @returns a stem of the index; undefined when nothing is close
 */
export async function correctSpelling(word: string, index: WordIndex): Promise<string | undefined> {
  if (word.length > longest) return undefined
  const typed = stem(word)
  if (typed.length < shortest - 1 || /\d/.test(word)) return undefined
  const continued = (await index.completions(typed, 3)).filter(
    (known) => known.length <= typed.length + longestEnding,
  )
  if (continued.length === 1) return continued[0]
  if (word.length < shortest) return undefined
  const allowed = word.length < longWord ? 1 : 2
  const closest = async (start: number) =>
    (await index.completions(typed.slice(0, start), mostNeighbours))
      .map((known) => ({ known, edits: distance(typed, known) }))
      .filter(({ edits }) => edits <= allowed)
      .sort((one, other) => one.edits - other.edits || (one.known < other.known ? -1 : 1))
  const [usual] = await closest(trustedStart.usual)
  if (usual) return usual.known
  const other = await closest(trustedStart.shorter)
  return other.find(({ known, edits }) => edits === 1 && known.length !== typed.length)?.known
}
