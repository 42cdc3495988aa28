import { wordsOf } from './words.ts'

/** What stands behind some family names and is not one. */
const suffixes: ReadonlySet<string> = new Set(['jr', 'sr', 'ii', 'iii', 'iv'])

/**
 * Whether an author, as a paper has the name, bears the name that somebody follows. Family names are equal, and so are
 * the first given names; an initial in what is followed stands for every name that begins with it, but one in the paper
 * may be anybody's, and is no match. Middle names that only one of them has change nothing. Namesakes cannot be told
 * apart.
 *
 * @param author "First Last" or "Last, First", in any spelling of case, accents and points
 * @param followed the same
 */
export function isSameAuthor(author: string, followed: string): boolean {
  const [one, other] = [nameOf(author), nameOf(followed)]
  if (one.family === '' || one.family !== other.family) return false
  const [given, ...middle] = one.given
  const [wanted, ...wantedMiddle] = other.given
  // "Plato" is nobody who is called Plato besides.
  if (given === undefined || wanted === undefined) return given === wanted
  if (given !== wanted && !(wanted.length === 1 && given.startsWith(wanted))) return false
  return agree(middle, wantedMiddle)
}

/** Whether a name is more than one word, so that it is hardly everybody's. */
export const isWholeName = (name: string): boolean => nameOf(name).given.length > 0

/** Whether each of the shorter list is in the other one, in this order, in full or as an initial. */
function agree(one: readonly string[], other: readonly string[]): boolean {
  const [few, many] = one.length <= other.length ? [one, other] : [other, one]
  let from = 0
  return few.every((name) => {
    const found = many.findIndex((known, place) => place >= from && isShortFor(name, known))
    from = found + 1
    return found !== -1
  })
}

const isShortFor = (one: string, other: string): boolean =>
  one === other ||
  (one.length === 1 && other.startsWith(one)) ||
  (other.length === 1 && one.startsWith(other))

function nameOf(name: string): { given: readonly string[]; family: string } {
  const [first = [], ...others] = name
    .split(',')
    .map((part) => wordsOf(part).filter((word) => !suffixes.has(word)))
    .filter((words) => words.length > 0)
  const words = others.length === 0 ? first : [...others.flat(), ...first]
  return { given: words.slice(0, -1), family: words.at(-1) ?? '' }
}
