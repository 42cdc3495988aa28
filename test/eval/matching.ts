import { normalizeText } from '../../src/papers/normalize.ts'

/**
 * The form in which answers and titles are compared with what is expected: LaTeX as it is shown, NFKC, lower case,
 * every dash a hyphen, quotes folded, without mark-up (braces, `$` and `\`, Markdown's stars, underscores and
 * backticks), white space folded.
 */
export function foldForMatching(text: string): string {
  return normalizeText(text)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Dash_Punctuation}\u2212]/gu, '-')
    .replace(/-{2,}/g, '-')
    .replace(/[‘’‛´]/g, "'")
    .replace(/[“”„]/g, '"')
    .replace(/[{}*_`$\\]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** The expected pieces that a text lacks. A piece may be a stem: it counts wherever it stands. */
export function missingFrom(text: string, expected: readonly string[]): readonly string[] {
  const folded = foldForMatching(text)
  return expected.filter((piece) => !folded.includes(foldForMatching(piece)))
}
