import { isPrintable, visibleText } from './characters.ts'
import { plainLatex } from './latex.ts'

/** Rules may uncover work for other rules (nested braces); text that needs more passes than this is hostile. */
const maximumPasses = 12

/** White space that is not one space already. */
const uneven = /[^\S ]\s*|\s{2,}/g

/** A text with single spaces for all white space, and none at its ends. */
export function evenSpaces(text: string): string {
  return text.replace(uneven, ' ').trim()
}

/**
 * A title, an abstract or a name as people read it: composed Unicode, without invisible and control characters,
 * LaTeX as plain text, white space folded to single spaces. Normalising twice changes nothing.
 */
export function normalizeText(text: string): string {
  let current = text
  for (let pass = 0; pass < maximumPasses; pass += 1) {
    const even = evenSpaces(visibleText(current))
    const next = plainLatex(even)
    // Of printable text, only LaTeX may leave more to do.
    if (next === current || (next === even && isPrintable(next))) return next
    current = next
  }
  return current
}
