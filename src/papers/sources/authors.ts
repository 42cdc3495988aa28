import { evenSpaces } from '../normalize.ts'

/**
 * The names in a line of authors as arXiv writes it: "A. Example, B. Müster (Lab 1, Town) and C. Third". Affiliations in
 * parentheses, which may hold commas and parentheses themselves, are left out; with semicolons, commas belong to names.
 */
export function authorsInLine(line: string): readonly string[] {
  const plain = evenSpaces(withoutParentheses(line))
  return plain.includes(';') ? plain.split(';') : plain.split(/, ?(?:and )?| and /)
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
