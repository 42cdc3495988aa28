import { evenSpaces } from '../normalize.ts'

/**
 * The names in a line of authors, each as "First Last": "A. Example, B. Müster (Lab 1, Town) and C. Third" as arXiv writes
 * it, "Example, Ada; Müster, Ben" as reference managers do. Affiliations in parentheses, which may hold commas and
 * parentheses themselves, are left out; with semicolons, commas belong to names, and so does the only one behind one word.
 */
export function authorsInLine(line: string): readonly string[] {
  const plain = evenSpaces(withoutParentheses(line))
  if (plain.includes(';'))
    return plain
      .split(';')
      .map(displayName)
      .filter((name) => name !== '')
  return /^[^\s,]+, [^,]+$/.test(plain) && !/ and /.test(plain)
    ? [displayName(plain)]
    : plain.split(/, ?(?:and )?| and /)
}

/** "Last, First" or "Last, Jr., First" as "First Last" or "First Last Jr."; other names as they are. */
export function displayName(name: string): string {
  const parts = name.split(',').map((part) => part.trim())
  const [last = '', second = '', third] = parts
  if (parts.length === 2) return `${second} ${last}`.trim()
  return parts.length === 3 && third !== undefined ? `${third} ${last} ${second}`.trim() : name.trim()
}

/** A text without its pairs of parentheses and what they hold; single ones stay. */
function withoutParentheses(text: string): string {
  const kept: string[] = []
  const open: number[] = []
  for (const character of text) {
    const start = character === ')' ? open.pop() : undefined
    if (start !== undefined) {
      kept.length = start
      continue
    }
    if (character === '(') open.push(kept.length)
    kept.push(character)
  }
  return kept.join('')
}
